#include "playground/playground_actions.h"

#include "widgets/icons.h"

#include <QCursor>
#include <QMenu>

using namespace Qt::StringLiterals;

PlaygroundActions::PlaygroundActions(QWidget *parent)
    : QObject(parent)
    , newChat(add(u"newChat"_s, tr("&New chat"), u"document-new"_s, QKeySequence::New))
    , stop(add(u"stopAnswer"_s, tr("&Stop"), u"media-playback-stop"_s, Qt::Key_Escape))
    , regenerate(add(u"regenerate"_s, tr("&Regenerate"), u"view-refresh"_s, Qt::CTRL | Qt::Key_R))
    , compare(add(u"compare"_s, tr("&Compare"), u"view-split-left-right"_s, Qt::CTRL | Qt::SHIFT | Qt::Key_D))
    , markdown(add(u"markdown"_s, tr("&Markdown"), u"document-properties"_s, Qt::CTRL | Qt::SHIFT | Qt::Key_M))
    , parameters(add(u"parameters"_s, tr("&Parameters"), u"configure"_s, Qt::CTRL | Qt::SHIFT | Qt::Key_P))
    , copyAnswer(add(u"copyAnswer"_s, tr("Last &answer"), {}, Qt::CTRL | Qt::SHIFT | Qt::Key_C))
    , copyCurl(add(u"copyCurl"_s, tr("As &curl command"), {}))
    , copyPython(add(u"copyPython"_s, tr("As &Python program"), {}))
    , copyJson(add(u"copyJson"_s, tr("As &JSON"), {}))
    , cancelEdit(add(u"cancelEdit"_s, tr("Cancel"), u"dialog-cancel"_s, Qt::Key_Escape))
    , m_copyMenu(new QMenu(parent))
    , m_copy(add(u"copyChat"_s, tr("C&opy"), u"edit-copy"_s))
{
    stop->setToolTip(tr("Stop the answer; what has come stays"));
    regenerate->setToolTip(tr("Another answer to the last prompt, in place of the last one"));
    compare->setToolTip(tr("Send the same prompts to a second model"));
    markdown->setToolTip(tr("Show answers formatted, or as they were written"));
    parameters->setToolTip(tr("Show the system prompt and the parameters"));
    copyAnswer->setToolTip(tr("Copy the last answer"));
    for (QAction *toggle : {compare, markdown, parameters})
        toggle->setCheckable(true);
    m_copyMenu->addActions({copyAnswer, copyCurl, copyPython, copyJson});
    m_copy->setMenu(m_copyMenu);
    m_copy->setToolTip(tr("Copy the last answer, or the chat as code"));
    connect(m_copy, &QAction::triggered, this, [this] { m_copyMenu->popup(QCursor::pos()); });
}

PlaygroundActions::~PlaygroundActions() = default;

QAction *PlaygroundActions::add(const QString &name, const QString &text, const QString &icon, const QKeySequence &key)
{
    auto *action = new QAction(icon.isEmpty() ? QIcon() : namedIcon(icon), text, this);
    action->setObjectName(name);
    action->setShortcut(key);
    action->setShortcutContext(Qt::WindowShortcut);
    return action;
}

QList<QAction *> PlaygroundActions::toolBar() const
{
    return {newChat, nullptr, stop, regenerate, nullptr, compare, markdown, parameters, nullptr, m_copy};
}

QList<QAction *> PlaygroundActions::all() const
{
    return {newChat, stop, regenerate, compare, markdown, parameters, copyAnswer, m_copy, cancelEdit};
}
