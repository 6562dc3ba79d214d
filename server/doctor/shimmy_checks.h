#pragma once

#include "base/clock.h"
#include "doctor/finding.h"

#include <QStringList>

#include <optional>

class GenerationGate;
class ShimmyConnections;
class ShimmySupervisor;

/// Asks the Shimmy program for its version, in \a workingDirectory, and looks at how its instances are. \a found is
/// dropped with \a context, here and below.
void checkShimmy(const ShimmySupervisor &supervisor, const QString &workingDirectory, Clock &clock, QObject *context,
                 Found found);

/// A model for a test: Shimmy's id and ours.
struct TestModel {
    QString servingName;
    QString id;
};

/// Generates one token with \a model, if nobody is kept waiting by that.
void checkGeneration(const std::optional<TestModel> &model, const ShimmySupervisor &supervisor, GenerationGate &gate,
                     ShimmyConnections &connections, Clock &clock, QObject *context, Found found);
