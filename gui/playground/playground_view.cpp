#include "playground/playground_view.h"

#include "connection/model_list.h"
#include "connection/server_connection.h"
#include "playground/chat_history.h"
#include "playground/chat_list.h"
#include "playground/chat_pane.h"
#include "playground/code_export.h"
#include "playground/left_sessions.h"
#include "playground/parameters_panel.h"
#include "playground/playground_actions.h"
#include "playground/prompt_edit.h"
#include "playground/transcript_view.h"
#include "preferences/preferences.h"
#include "widgets/icons.h"
#include "widgets/inline_message.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

PlaygroundView::PlaygroundView(ServerConnection &connection, Preferences &preferences, QWidget *parent)
    : View(parent)
    , m_connection(connection)
    , m_history(new ChatHistory(preferences.chatsFolder(), this))
    , m_left(new LeftSessions(*m_history, this))
    , m_actions(new PlaygroundActions(this))
    , m_list(new ChatList(*m_history))
    , m_stack(new QStackedWidget)
    , m_first(new ChatPane(connection, m_clock, {}))
    , m_second(new ChatPane(connection, m_clock, u"2"_s))
    , m_panes(new QSplitter)
    , m_parameters(new ParametersPanel)
    , m_editing(new InlineMessage)
    , m_prompt(new PromptEdit)
    , m_send(new QPushButton(namedIcon(u"mail-send"_s), tr("Send")))
    , m_stop(new QPushButton(namedIcon(u"media-playback-stop"_s), tr("Stop")))
    , m_splitter(new QSplitter)
{
    m_stack->addWidget(makeEmpty());
    m_stack->addWidget(makeChat());
    m_splitter->setObjectName(u"playgroundSplitter"_s);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_list);
    m_splitter->addWidget(m_stack);
    m_splitter->addWidget(m_parameters);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({200, 600, 220});
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_splitter);

    addActions(m_actions->all());
    m_actions->markdown->setChecked(true);
    m_actions->parameters->setChecked(true);
    connectActions();
    connectPane(*m_first);
    connectPane(*m_second);
    m_second->hide();
    connect(m_list, &ChatList::chosen, this, &PlaygroundView::openChat);
    connect(m_history, &ChatHistory::renamed, this, &PlaygroundView::renameOpen);
    connect(m_history, &ChatHistory::removed, this, &PlaygroundView::closeRemoved);
    connect(m_parameters, &ParametersPanel::changed, this, &PlaygroundView::takeParameters);
    connect(&connection.models(), &ModelList::listed, this, &PlaygroundView::showWhatFits);
    m_history->load();
    showWhatFits();
}

PlaygroundView::~PlaygroundView()
{
    // What has come of answers under way is kept, but shown no more: the window around this is half gone.
    const QSignalBlocker quietHistory(m_history);
    delete m_left;
    for (ChatPane *pane : {m_first, m_second}) {
        if (!pane->session().isBusy())
            continue;
        const QSignalBlocker quietSession(pane->session());
        pane->session().stop();
        m_history->save(pane->conversation());
    }
}

QWidget *PlaygroundView::makeEmpty()
{
    auto *page = new QWidget;
    auto *text = new QLabel(tr("No model is installed yet. Find one on the Hub, pull it, and chat with it here."));
    text->setWordWrap(true);
    text->setAlignment(Qt::AlignCenter);
    auto *browse = new QPushButton(namedIcon(u"globe"_s), tr("Browse the Hub"));
    browse->setObjectName(u"browseHub"_s);
    connect(browse, &QPushButton::clicked, this, &PlaygroundView::browseRequested);
    auto *column = new QVBoxLayout(page);
    column->addStretch();
    column->addWidget(text);
    column->addSpacing(8);
    column->addWidget(browse, 0, Qt::AlignCenter);
    column->addStretch();
    return page;
}

QWidget *PlaygroundView::makeChat()
{
    auto *page = new QWidget;
    m_panes->setObjectName(u"panes"_s);
    m_panes->setChildrenCollapsible(false);
    m_panes->addWidget(m_first);
    m_panes->addWidget(m_second);
    m_prompt->setObjectName(u"prompt"_s);
    m_editing->setObjectName(u"editMessage"_s);
    m_editing->setCloseable(false);
    m_send->setObjectName(u"send"_s);
    m_stop->setObjectName(u"stop"_s);
    connect(m_prompt, &PromptEdit::submitted, this, &PlaygroundView::submit);
    connect(m_prompt, &PromptEdit::formerRequested, this, &PlaygroundView::editLast);
    connect(m_prompt, &PromptEdit::textChanged, this, &PlaygroundView::showWhatFits);
    connect(m_send, &QPushButton::clicked, this, &PlaygroundView::submit);
    connect(m_stop, &QPushButton::clicked, m_actions->stop, &QAction::trigger);
    auto *row = new QHBoxLayout;
    row->addWidget(m_prompt, 1);
    row->addWidget(m_send, 0, Qt::AlignBottom);
    row->addWidget(m_stop, 0, Qt::AlignBottom);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_panes, 1);
    column->addWidget(m_editing);
    column->addLayout(row);
    return page;
}

void PlaygroundView::connectPane(ChatPane &pane)
{
    connect(&pane, &ChatPane::readinessChanged, this, &PlaygroundView::showWhatFits);
    connect(&pane, &ChatPane::editRequested, this, &PlaygroundView::beginEdit);
    connect(&pane, &ChatPane::conversationChanged, m_history, [this, &pane] { m_history->save(pane.conversation()); });
    connect(m_actions->markdown, &QAction::toggled, &pane.transcript(), &TranscriptView::setMarkdown);
}

void PlaygroundView::connectActions()
{
    connect(m_actions->newChat, &QAction::triggered, this, [this] {
        startNew();
        takeFocus();
    });
    connect(m_actions->stop, &QAction::triggered, this, [this] {
        m_first->session().stop();
        m_second->session().stop();
    });
    connect(m_actions->regenerate, &QAction::triggered, this, [this] {
        for (ChatPane *pane : shownPanes())
            pane->session().regenerate();
    });
    connect(m_actions->compare, &QAction::toggled, this, &PlaygroundView::setComparing);
    connect(m_actions->parameters, &QAction::toggled, this, &PlaygroundView::showWhatFits);
    connect(m_actions->cancelEdit, &QAction::triggered, this, &PlaygroundView::endEdit);
    connectCopying();
}

void PlaygroundView::connectCopying()
{
    const auto copy = [this](QAction *action, const std::function<QString(const Conversation &)> &textOf) {
        connect(action, &QAction::triggered, this,
                [this, textOf] { QGuiApplication::clipboard()->setText(textOf(m_first->conversation())); });
    };
    copy(m_actions->copyAnswer, [](const Conversation &chat) { return chat.lastAnswer(); });
    copy(m_actions->copyCurl,
         [this](const Conversation &chat) { return curlCommand(m_connection.server().target(), chat.order()); });
    copy(m_actions->copyPython,
         [this](const Conversation &chat) { return pythonProgram(m_connection.server().target(), chat.order()); });
    copy(m_actions->copyJson, [](const Conversation &chat) {
        ChatOrder order = chat.order();
        order.messages = chat.messages();
        return requestJson(order);
    });
}

QList<ChatPane *> PlaygroundView::shownPanes() const
{
    return m_actions->compare->isChecked() ? QList{m_first, m_second} : QList{m_first};
}

void PlaygroundView::startWith(const QString &model)
{
    m_actions->compare->setChecked(false);
    m_first->setModel(model);
    startNew();
    takeFocus();
}

void PlaygroundView::startNew()
{
    endEdit();
    for (ChatPane *pane : shownPanes()) {
        Conversation conversation = Conversation::create();
        conversation.model = pane->model();
        conversation.systemPrompt = m_parameters->systemPrompt();
        conversation.parameters = m_parameters->parameters();
        open(*pane, conversation);
    }
    m_list->setCurrent({});
}

/// An answer that is under way in the pane goes on, and is there when its chat is opened again.
void PlaygroundView::open(ChatPane &pane, const Conversation &conversation)
{
    auto session = m_left->take(conversation.id);
    if (!session && !pane.session().isBusy())
        return pane.session().open(conversation);
    if (!session) {
        session = std::make_unique<ChatSession>(m_connection, m_clock);
        session->open(conversation);
    }
    m_left->add(pane.exchange(std::move(session)));
}

void PlaygroundView::openChat(const QString &id)
{
    if (id == m_first->conversation().id)
        return;
    m_history->open(id, this, [this](const Result<Conversation> &chat) {
        if (!chat) {
            Q_EMIT m_history->failed(chat.error());
            return;
        }
        if (chat->id == m_first->conversation().id)
            return; // a click that also activates asks twice
        endEdit();
        m_actions->compare->setChecked(false);
        m_parameters->setValues(chat->systemPrompt, chat->parameters);
        open(*m_first, *chat);
        m_list->setCurrent(chat->id);
    });
}

void PlaygroundView::submit()
{
    const QString prompt = m_prompt->toPlainText();
    if (!m_send->isEnabled() || m_send->isHidden())
        return;
    const qsizetype edited = m_edited;
    endEdit();
    m_prompt->clear();
    for (ChatPane *pane : shownPanes()) {
        if (edited >= 0)
            pane->session().resend(pane->placeOfPrompt(edited), prompt);
        else
            pane->session().send(prompt);
    }
    m_list->setCurrent(m_first->conversation().id);
}

void PlaygroundView::beginEdit(qsizetype ordinal)
{
    const qsizetype place = m_first->placeOfPrompt(ordinal);
    if (place < 0)
        return;
    if (m_edited < 0)
        m_draft = m_prompt->toPlainText();
    m_edited = ordinal;
    const bool isLast = m_first->placeOfPrompt(ordinal + 1) < 0;
    m_editing->tell(InlineMessage::Kind::Information,
                    tr("You are editing prompt %1.").arg(QLocale().toString(ordinal + 1)),
                    isLast ? tr("Sending it takes the place of the prompt and its answer.")
                           : tr("Sending it takes the place of the prompt, and drops all that followed."),
                    {m_actions->cancelEdit});
    m_prompt->setPlainText(m_first->conversation().turns[place].text);
    m_prompt->moveCursor(QTextCursor::End);
    takeFocus();
    showWhatFits();
}

void PlaygroundView::endEdit()
{
    if (std::exchange(m_edited, -1) < 0)
        return;
    m_editing->clear();
    m_prompt->setPlainText(std::exchange(m_draft, {}));
    showWhatFits();
}

void PlaygroundView::editLast()
{
    qsizetype ordinal = -1;
    while (m_first->placeOfPrompt(ordinal + 1) >= 0)
        ++ordinal;
    if (m_edited < 0)
        beginEdit(ordinal);
}

void PlaygroundView::setComparing(bool isComparing)
{
    m_second->setVisible(isComparing);
    if (!isComparing)
        return m_second->session().stop();
    const QString kept = m_second->model();
    const QList<ModelDetails> &models = m_connection.models().models();
    const auto other = std::find_if(models.begin(), models.end(),
                                    [this](const ModelDetails &model) { return model.id != m_first->model(); });
    Conversation fork = m_first->conversation(); // both are asked with the same past
    fork.id = Conversation::create().id;
    fork.model = kept == m_first->model() && other != models.end() ? other->id : kept;
    m_second->session().open(fork);
    showWhatFits();
}

void PlaygroundView::takeParameters()
{
    for (ChatPane *pane : {m_first, m_second}) {
        pane->session().setSystemPrompt(m_parameters->systemPrompt());
        pane->session().setParameters(m_parameters->parameters());
    }
}

void PlaygroundView::renameOpen(const QString &id, const QString &title)
{
    for (ChatPane *pane : {m_first, m_second}) {
        if (pane->conversation().id == id)
            pane->session().setTitle(title);
    }
    m_left->rename(id, title);
}

void PlaygroundView::closeRemoved(const QString &id)
{
    m_left->drop(id);
    if (m_second->conversation().id == id)
        m_actions->compare->setChecked(false);
    if (m_first->conversation().id == id) {
        m_first->session().stop();
        startNew();
    }
}

void PlaygroundView::showWhatFits()
{
    const QList<ChatPane *> panes = shownPanes();
    const bool isBusy =
        std::any_of(panes.begin(), panes.end(), [](ChatPane *pane) { return pane->session().isBusy(); });
    const bool isReady = std::all_of(panes.begin(), panes.end(), [](const ChatPane *pane) { return pane->isReady(); });
    const QList<Turn> &turns = m_first->conversation().turns;
    const bool hasModels = !m_connection.models().isKnown() || !m_connection.models().models().isEmpty();
    const bool hasChat = hasModels || !turns.isEmpty();
    m_stack->setCurrentIndex(hasChat ? 1 : 0);
    m_parameters->setVisible(hasChat && m_actions->parameters->isChecked());
    m_send->setVisible(!isBusy);
    m_send->setEnabled(isReady && !m_prompt->toPlainText().trimmed().isEmpty());
    m_stop->setVisible(isBusy);
    m_actions->stop->setEnabled(isBusy);
    m_actions->cancelEdit->setEnabled(m_edited >= 0 && !isBusy);
    m_actions->regenerate->setEnabled(isReady && !turns.isEmpty());
    m_actions->compare->setEnabled(!isBusy);
    const bool hasAnswer = std::any_of(turns.begin(), turns.end(), [](const Turn &turn) { return turn.isAnswer(); });
    m_actions->copyAnswer->setEnabled(hasAnswer);
    for (QAction *copy : {m_actions->copyCurl, m_actions->copyPython, m_actions->copyJson})
        copy->setEnabled(!turns.isEmpty());
}

QList<QAction *> PlaygroundView::toolBarActions() const
{
    return m_actions->toolBar();
}

void PlaygroundView::takeFocus()
{
    m_prompt->setFocus(Qt::OtherFocusReason);
}

void PlaygroundView::find()
{
    m_list->find();
}

void PlaygroundView::saveState(QVariantMap &state) const
{
    state.insert(u"model"_s, m_first->model());
    state.insert(u"secondModel"_s, m_second->model());
    state.insert(u"markdown"_s, m_actions->markdown->isChecked());
    state.insert(u"parameters"_s, m_actions->parameters->isChecked());
    state.insert(u"splitter"_s, m_splitter->saveState());
}

void PlaygroundView::restoreState(const QVariantMap &state)
{
    if (const QString model = state.value(u"model"_s).toString(); !model.isEmpty())
        m_first->setModel(model);
    if (const QString model = state.value(u"secondModel"_s).toString(); !model.isEmpty())
        m_second->setModel(model);
    m_actions->markdown->setChecked(state.value(u"markdown"_s, true).toBool());
    m_actions->parameters->setChecked(state.value(u"parameters"_s, true).toBool());
    m_splitter->restoreState(state.value(u"splitter"_s).toByteArray());
}
