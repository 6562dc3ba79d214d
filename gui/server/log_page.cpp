#include "server/log_page.h"

#include "client/server_log.h"
#include "connection/server_connection.h"
#include "server/log_model.h"
#include "server/plain_table.h"
#include "widgets/icons.h"
#include "widgets/inline_message.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QShortcut>
#include <QToolButton>

#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace {

constexpr int past = 2'000; // all that a server keeps

QToolButton *button(const QString &objectName, const QString &text, const QString &icon)
{
    auto *made = new QToolButton;
    made->setObjectName(objectName);
    made->setText(text);
    made->setIcon(namedIcon(icon));
    made->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    return made;
}

} // namespace

LogPage::LogPage(ServerConnection &connection, QWidget *parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_model(new LogModel(this))
    , m_filter(new LogFilter(this))
    , m_message(new InlineMessage)
    , m_level(new QComboBox)
    , m_words(new QLineEdit)
    , m_follow(new QCheckBox(tr("Fo&llow")))
    , m_count(new QLabel)
    , m_table(makeTable(u"log"_s, tr("Log")))
{
    m_message->setObjectName(u"logMessage"_s);
    m_message->setCloseable(false);
    m_filter->setSourceModel(m_model);
    m_table->setModel(m_filter);
    const int width = m_table->fontMetrics().averageCharWidth();
    m_table->header()->resizeSection(LogModel::Time, 16 * width);
    m_table->header()->resizeSection(LogModel::Level, 18 * width);
    m_table->header()->resizeSection(LogModel::Category, 14 * width);
    m_count->setObjectName(u"logCount"_s);

    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_message);
    layout->addLayout(makeControls());
    layout->addWidget(m_table, 1);

    connect(m_filter, &QAbstractItemModel::rowsAboutToBeInserted, this, &LogPage::noteEnd);
    connect(m_filter, &QAbstractItemModel::rowsInserted, this, &LogPage::scroll);
    connect(m_model, &QAbstractItemModel::rowsInserted, this, &LogPage::countLines);
    connect(m_model, &QAbstractItemModel::modelReset, this, &LogPage::countLines);
    connect(&connection, &ServerConnection::serverChanged, this, &LogPage::takeServer);
    connect(&connection, &ServerConnection::stateChanged, this, [this] {
        if (m_connection.state() == ServerConnection::State::Connected)
            follow();
        else
            stop();
    });
    countLines();
}

QLayout *LogPage::makeControls()
{
    m_level->setObjectName(u"logLevel"_s);
    m_level->setAccessibleName(tr("Least level"));
    m_level->addItem(tr("Everything"), QVariant::fromValue(static_cast<int>(LogLevel::Debug)));
    m_level->addItem(tr("Information and more"), QVariant::fromValue(static_cast<int>(LogLevel::Info)));
    m_level->addItem(tr("Warnings and errors"), QVariant::fromValue(static_cast<int>(LogLevel::Warning)));
    m_level->addItem(tr("Errors"), QVariant::fromValue(static_cast<int>(LogLevel::Error)));
    m_level->setCurrentIndex(1);
    m_filter->setLeast(LogLevel::Info);
    m_words->setObjectName(u"logWords"_s);
    m_words->setAccessibleName(tr("Text that lines must contain"));
    m_words->setPlaceholderText(tr("Filter"));
    m_words->setClearButtonEnabled(true);
    m_follow->setObjectName(u"logFollow"_s);
    m_follow->setToolTip(tr("Keep the newest line in sight"));
    m_follow->setChecked(true);
    QToolButton *const copyLines = button(u"logCopy"_s, tr("Copy"), u"edit-copy"_s);
    copyLines->setToolTip(tr("Copy the selected lines, or all that are shown"));
    QToolButton *const clearView = button(u"logClear"_s, tr("Clear"), u"edit-clear"_s);
    clearView->setToolTip(tr("Empty the view; the server keeps its log"));

    auto *row = new QHBoxLayout;
    row->addWidget(m_level);
    row->addWidget(m_words, 1);
    row->addWidget(m_count);
    row->addWidget(m_follow);
    row->addWidget(copyLines);
    row->addWidget(clearView);

    connect(m_level, &QComboBox::currentIndexChanged, this, [this] {
        m_filter->setLeast(static_cast<LogLevel>(m_level->currentData().toInt()));
        countLines();
    });
    connect(m_words, &QLineEdit::textChanged, this, [this](const QString &words) {
        m_filter->setWords(words);
        countLines();
    });
    connect(m_follow, &QCheckBox::toggled, this, [this](bool isOn) {
        if (isOn)
            m_table->scrollToBottom();
    });
    connect(copyLines, &QToolButton::clicked, this, &LogPage::copy);
    connect(clearView, &QToolButton::clicked, this, &LogPage::clear);
    auto *copyKey = new QShortcut(QKeySequence::Copy, m_table);
    copyKey->setContext(Qt::WidgetShortcut);
    connect(copyKey, &QShortcut::activated, this, &LogPage::copy);
    return row;
}

void LogPage::takeFocus()
{
    m_words->setFocus(Qt::OtherFocusReason);
}

int LogPage::level() const
{
    return m_level->currentIndex();
}

void LogPage::setLevel(int place)
{
    m_level->setCurrentIndex(std::clamp(place, 0, m_level->count() - 1));
}

void LogPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    follow();
}

void LogPage::takeServer()
{
    stop();
    clear();
    follow();
}

void LogPage::follow()
{
    if (m_stream || !isVisible() || m_connection.state() != ServerConnection::State::Connected)
        return;
    m_message->clear();
    m_model->clear(); // the past comes again
    m_stream = m_connection.api().stream(followLogCall(past), ApiStream::Framing::Lines);
    connect(m_stream.get(), &ApiStream::received, m_model,
            [this](const QJsonObject &object) { m_model->add(logLineFrom(object)); });
    connect(m_stream.get(), &ApiStream::failed, this, &LogPage::lose);
    connect(m_stream.get(), &ApiStream::finished, this, &LogPage::stop);
}

void LogPage::stop()
{
    if (!m_stream)
        return;
    m_stream->disconnect(this);
    m_stream->disconnect(m_model);
    m_stream.release()->deleteLater(); // it may be what has called us
}

void LogPage::lose(const Error &error)
{
    stop();
    // A server that is gone is told of above, and the log goes on when it is back.
    if (m_connection.state() == ServerConnection::State::Connected && error.kind != ErrorKind::NetworkFailed)
        m_message->tell(error);
}

void LogPage::copy()
{
    QList<int> rows;
    for (const QModelIndex &index : m_table->selectionModel()->selectedRows())
        rows += index.row();
    std::sort(rows.begin(), rows.end());
    if (rows.isEmpty()) {
        rows.resize(m_filter->rowCount());
        std::iota(rows.begin(), rows.end(), 0);
    }
    QString text;
    for (const int row : rows)
        text += LogModel::text(m_model->line(m_filter->mapToSource(m_filter->index(row, 0)).row())) + u'\n';
    QApplication::clipboard()->setText(text);
}

void LogPage::clear()
{
    m_model->clear();
}

/// Who has scrolled up to read is left there.
void LogPage::noteEnd()
{
    const QScrollBar &bar = *m_table->verticalScrollBar();
    m_wasAtEnd = bar.value() == bar.maximum();
}

void LogPage::scroll()
{
    if (m_wasAtEnd && m_follow->isChecked())
        m_table->scrollToBottom();
}

void LogPage::countLines()
{
    const int all = m_model->rowCount();
    const int shown = m_filter->rowCount();
    m_count->setText(shown == all ? tr("Lines: %1").arg(QLocale().toString(all))
                                  : tr("Lines: %1 of %2").arg(QLocale().toString(shown), QLocale().toString(all)));
}
