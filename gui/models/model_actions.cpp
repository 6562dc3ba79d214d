#include "models/model_actions.h"

#include "models/model_state.h"
#include "widgets/icons.h"

#include <QAction>
#include <QWidget>

using namespace Qt::StringLiterals;

ModelActions::ModelActions(QWidget *view)
    : QObject(view)
    , m_view(view)
    , m_ask(add(u"askModel"_s, tr("&Open in the Playground"), u"dialog-messages"_s, &ModelActions::promptRequested))
    , m_verify(add(u"verifyModel"_s, tr("&Verify"), u"security-high"_s, &ModelActions::verifyRequested))
    , m_pin(add(u"pinModel"_s, tr("&Pin"), u"window-pin"_s))
    , m_check(add(u"checkModel"_s, tr("&Check for update"), u"view-refresh"_s, &ModelActions::checkRequested))
    , m_update(add(u"updateModel"_s, tr("&Update"), u"download"_s, &ModelActions::updateRequested))
    , m_export(add(u"exportModel"_s, tr("E&xport…"), u"document-export"_s, &ModelActions::exportRequested))
    , m_remove(
          add(u"removeModel"_s, tr("&Delete"), u"edit-delete"_s, &ModelActions::removeRequested, QKeySequence::Delete))
    , m_copyId(add(u"copyModelId"_s, tr("Copy &name"), u"edit-copy"_s, &ModelActions::copyIdRequested))
    , m_copyCurl(
          add(u"copyModelCurl"_s, tr("Copy curl co&mmand"), u"utilities-terminal"_s, &ModelActions::copyCurlRequested))
    , m_import(add(u"importModel"_s, tr("&Import…"), u"document-import"_s, Qt::CTRL | Qt::Key_I))
{
    m_pin->setCheckable(true);
    m_pin->setToolTip(tr("Never remove it to make room for another"));
    connect(m_pin, &QAction::triggered, this, &ModelActions::pin);
    connect(m_import, &QAction::triggered, this, &ModelActions::importRequested);
    setModel({});
}

QAction *ModelActions::add(const QString &name, const QString &text, const QString &icon, const QKeySequence &key)
{
    auto *action = new QAction(namedIcon(icon), text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    m_view->addAction(action);
    return action;
}

QAction *ModelActions::add(const QString &name, const QString &text, const QString &icon, Wish wish,
                           const QKeySequence &key)
{
    QAction *const action = add(name, text, icon, key);
    connect(action, &QAction::triggered, this, [this, wish] {
        if (m_model)
            Q_EMIT(this->*wish)(ModelDetails(*m_model)); // a copy: the list may change meanwhile
    });
    return action;
}

void ModelActions::setModel(const std::optional<ModelDetails> &model)
{
    m_model = model;
    const bool isThere = model && model->state != "deleting"_L1;
    m_ask->setEnabled(model && isUsable(*model));
    m_verify->setEnabled(isThere && model->state != "verifying"_L1);
    m_pin->setEnabled(isThere);
    m_pin->setChecked(model && model->pinned);
    m_check->setEnabled(model && canBeChecked(*model));
    m_update->setEnabled(model && canBeChecked(*model) && model->updateAvailable == true);
    m_export->setEnabled(isThere && model->state != "damaged"_L1);
    m_remove->setEnabled(isThere);
    m_copyId->setEnabled(model.has_value());
    m_copyCurl->setEnabled(model && isUsable(*model));
}

QList<QAction *> ModelActions::toolBar() const
{
    return {m_ask, nullptr, m_verify, m_check, m_update, m_pin, nullptr, m_import, m_export, nullptr, m_remove};
}

QList<QAction *> ModelActions::menu() const
{
    return {m_ask,   nullptr,  m_verify,   m_check,  m_update, m_pin,
            nullptr, m_copyId, m_copyCurl, m_export, nullptr,  m_remove};
}

void ModelActions::pin()
{
    if (!m_model)
        return;
    const bool isWanted = !m_model->pinned;
    m_pin->setChecked(m_model->pinned); // until the server says so
    Q_EMIT pinRequested(ModelDetails(*m_model), isWanted);
}
