#include "models/model_state.h"

#include <QCoreApplication>
#include <QHash>

using namespace Qt::StringLiterals;

namespace {

/// One state of the API.
struct Entry {
    const char *text;
    QLatin1StringView icon;
};

Entry entryOf(const QString &state)
{
    static const QHash<QString, Entry> entries{
        {u"ready"_s, {QT_TRANSLATE_NOOP("Models", "Ready"), "state-ok"_L1}},
        {u"loading"_s, {QT_TRANSLATE_NOOP("Models", "Being made ready"), "system-run"_L1}},
        {u"verifying"_s, {QT_TRANSLATE_NOOP("Models", "Being verified"), "security-high"_L1}},
        {u"deleting"_s, {QT_TRANSLATE_NOOP("Models", "Being deleted"), "edit-delete"_L1}},
        {u"damaged"_s, {QT_TRANSLATE_NOOP("Models", "Damaged"), "state-error"_L1}},
        {u"not_served"_s, {QT_TRANSLATE_NOOP("Models", "Kept, not a model to ask"), "state-warning"_L1}},
    };
    return entries.value(state, {nullptr, "dialog-information"_L1}); // of a newer server
}

} // namespace

QString stateText(const ModelDetails &model)
{
    const char *const text = entryOf(model.state).text;
    return text ? QCoreApplication::translate("Models", text) : model.state;
}

QString stateIcon(const ModelDetails &model)
{
    return entryOf(model.state).icon;
}

bool isUsable(const ModelDetails &model)
{
    return model.state == "ready"_L1 || model.state == "verifying"_L1 || model.state == "loading"_L1;
}

bool canBeChecked(const ModelDetails &model)
{
    return !model.repo.isEmpty() && model.state != "deleting"_L1;
}
