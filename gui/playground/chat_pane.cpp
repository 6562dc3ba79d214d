#include "playground/chat_pane.h"

#include "connection/server_connection.h"
#include "playground/figures_text.h"
#include "playground/model_choice.h"
#include "playground/transcript_view.h"
#include "widgets/icons.h"
#include "widgets/inline_message.h"

#include <QAction>
#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto progressInterval = 250ms;

} // namespace

ChatPane::ChatPane(ServerConnection &connection, const Clock &clock, const QString &suffix, QWidget *parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_session(std::make_unique<ChatSession>(connection, clock))
    , m_choice(new ModelChoice(connection.models()))
    , m_transcript(new TranscriptView)
    , m_message(new InlineMessage)
    , m_progress(new QLabel)
    , m_again(new QAction(namedIcon(u"view-refresh"_s), tr("Try again"), this))
    , m_openAddress(new QAction(namedIcon(u"internet-services"_s), tr("Open in the browser"), this))
    , m_copyAddress(new QAction(namedIcon(u"edit-copy"_s), tr("Copy the address"), this))
{
    m_choice->setObjectName(u"model"_s + suffix);
    m_transcript->setObjectName(u"transcript"_s + suffix);
    m_message->setObjectName(u"chatMessage"_s + suffix);
    m_progress->setObjectName(u"progress"_s + suffix);
    m_progress->setTextFormat(Qt::PlainText);
    m_progress->setMinimumHeight(fontMetrics().lineSpacing()); // its place stays, so that nothing jumps
    m_progress->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_choice);
    column->addWidget(m_transcript, 1);
    column->addWidget(m_message);
    column->addWidget(m_progress);

    connect(m_choice, &ModelChoice::chosen, this, &ChatPane::takeModel);
    connect(m_choice, &ModelChoice::listChanged, this, &ChatPane::takeModel);
    connect(m_transcript, &TranscriptView::editRequested, this, &ChatPane::requestEdit);
    connect(m_transcript, &TranscriptView::linkChosen, this, &ChatPane::askToOpen);
    connect(m_again, &QAction::triggered, this, [this] { m_session->regenerate(); });
    connect(m_openAddress, &QAction::triggered, this, [this] {
        QDesktopServices::openUrl(m_address);
        showState();
    });
    connect(m_copyAddress, &QAction::triggered, this, [this] {
        QGuiApplication::clipboard()->setText(m_address.toString(QUrl::FullyEncoded));
        showState();
    });
    connect(&connection, &ServerConnection::stateChanged, this, &ChatPane::readinessChanged);
    m_progressDue.setInterval(progressInterval);
    connect(&m_progressDue, &QTimer::timeout, this, &ChatPane::showProgress);
    connectSession();
    takeModel();
}

ChatPane::~ChatPane() = default;

void ChatPane::connectSession()
{
    ChatSession *const session = m_session.get();
    connect(session, &ChatSession::opened, this, &ChatPane::showOpened);
    connect(session, &ChatSession::stateChanged, this, &ChatPane::showState);
    connect(session, &ChatSession::changed, this, &ChatPane::conversationChanged);
    connect(session, &ChatSession::turnAdded, m_transcript,
            [this] { m_transcript->addTurn(conversation().turns.last()); });
    connect(session, &ChatSession::turnsDropped, m_transcript, &TranscriptView::dropFrom);
    connect(session, &ChatSession::textArrived, m_transcript, &TranscriptView::addText);
    connect(session, &ChatSession::answerEnded, m_transcript,
            [this] { m_transcript->endTurn(conversation().turns.last()); });
}

std::unique_ptr<ChatSession> ChatPane::exchange(std::unique_ptr<ChatSession> session)
{
    m_session->disconnect(this);
    m_session->disconnect(m_transcript);
    session.swap(m_session);
    connectSession();
    showOpened();
    return session;
}

void ChatPane::setModel(const QString &model)
{
    m_choice->setModel(model);
    takeModel();
}

QString ChatPane::model() const
{
    return m_choice->model();
}

bool ChatPane::isReady() const
{
    return !m_session->isBusy() && !model().isEmpty() && m_choice->isThere()
        && m_connection.state() == ServerConnection::State::Connected;
}

qsizetype ChatPane::placeOfPrompt(qsizetype ordinal) const
{
    const QList<Turn> &turns = conversation().turns;
    for (qsizetype place = 0; place < turns.size(); ++place) {
        if (!turns[place].isAnswer() && ordinal-- == 0)
            return place;
    }
    return -1;
}

void ChatPane::requestEdit(qsizetype turn)
{
    const QList<Turn> &turns = conversation().turns;
    if (turn < 0 || turn >= turns.size() || turns[turn].isAnswer())
        return;
    Q_EMIT editRequested(
        std::count_if(turns.begin(), turns.begin() + turn, [](const Turn &each) { return !each.isAnswer(); }));
}

void ChatPane::takeModel()
{
    m_session->setModel(model());
    m_transcript->setPlaceholderText(model().isEmpty() ? QString() : tr("A new chat with %1").arg(model()));
    showState();
}

void ChatPane::showOpened()
{
    QList<Turn> turns = conversation().turns;
    const bool isStreaming = m_session->state() == ChatSession::State::Streaming;
    m_transcript->setTurns(isStreaming ? turns.first(turns.size() - 1) : turns);
    if (isStreaming)
        m_transcript->addTurn(turns.last());
    m_choice->setModel(conversation().model);
    takeModel();
}

void ChatPane::showState()
{
    m_session->isBusy() ? m_progressDue.start() : m_progressDue.stop();
    showProgress();
    if (m_session->state() == ChatSession::State::Failed) {
        m_message->tell(m_session->error(), {m_again});
    } else if (!m_choice->isThere()) {
        m_message->tell(InlineMessage::Kind::Warning,
                        tr("%1 is not installed on %2.").arg(model(), m_connection.server().name),
                        tr("Choose another model to go on."));
    } else if (conversation().isUnanswered() && !m_session->isBusy()) {
        m_message->tell(InlineMessage::Kind::Information, tr("The last prompt has no answer."), {}, {m_again});
    } else {
        m_message->clear();
    }
    Q_EMIT readinessChanged();
}

void ChatPane::showProgress()
{
    switch (m_session->state()) {
    case ChatSession::State::Waiting: return m_progress->setText(waitingText(m_session->figures()));
    case ChatSession::State::Streaming: return m_progress->setText(progressText(m_session->figures()));
    case ChatSession::State::Idle:
    case ChatSession::State::Failed: return m_progress->clear();
    }
}

void ChatPane::askToOpen(const QUrl &address)
{
    m_address = address;
    // As it goes over the wire: letters that only look like those of a known name are seen for what they are.
    m_message->tell(InlineMessage::Kind::Information, tr("The model names this address. Open it?"),
                    address.toString(QUrl::FullyEncoded), {m_openAddress, m_copyAddress});
}
