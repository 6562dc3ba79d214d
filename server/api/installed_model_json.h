#pragma once

#include <QtGlobal>

class JsonWriter;
struct ApiContext;
struct Model;

/// Writes an installed model with all that is known of it, as /v1/api/models shows it. \a memoryBytes is what this
/// machine has for it.
void writeInstalledModel(JsonWriter &json, const ApiContext &context, const Model &model, qint64 memoryBytes);
