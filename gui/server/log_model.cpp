#include "server/log_model.h"

#include "widgets/icons.h"
#include "widgets/literal_text.h"

#include <algorithm>
#include <iterator>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QString levelText(LogLevel level)
{
    switch (level) {
    case LogLevel::Debug: return LogModel::tr("Debug");
    case LogLevel::Info: return LogModel::tr("Information");
    case LogLevel::Warning: return LogModel::tr("Warning");
    case LogLevel::Error: return LogModel::tr("Error");
    }
    return {};
}

QVariant levelIcon(LogLevel level)
{
    switch (level) {
    case LogLevel::Debug:
    case LogLevel::Info: return {};
    case LogLevel::Warning: return namedIcon(u"dialog-warning"_s);
    case LogLevel::Error: return namedIcon(u"dialog-error"_s);
    }
    return {};
}

} // namespace

LogModel::LogModel(QObject *parent)
    : QAbstractTableModel(parent)
{
    m_due.setSingleShot(true);
    m_due.setInterval(50ms);
    connect(&m_due, &QTimer::timeout, this, &LogModel::showAdded);
}

void LogModel::add(const LogLine &line)
{
    m_added += line;
    if (m_added.size() > mostLines)
        m_added.removeFirst();
    if (!m_due.isActive())
        m_due.start();
}

void LogModel::clear()
{
    m_due.stop();
    m_added.clear();
    beginResetModel();
    m_lines.clear();
    endResetModel();
}

void LogModel::showAdded()
{
    const int known = rowCount();
    const int added = static_cast<int>(m_added.size());
    if (const int surplus = std::min(known, known + added - mostLines); surplus > 0) {
        beginRemoveRows({}, 0, surplus - 1);
        m_lines.erase(m_lines.begin(), m_lines.begin() + surplus);
        endRemoveRows();
    }
    beginInsertRows({}, rowCount(), rowCount() + added - 1);
    std::move(m_added.begin(), m_added.end(), std::back_inserter(m_lines));
    m_added.clear();
    endInsertRows();
}

QString LogModel::text(const LogLine &line)
{
    return QString::fromUtf8(line.toBytes(LogFormat::Text));
}

int LogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

int LogModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LogModel::data(const QModelIndex &index, int role) const
{
    const LogLine &shown = line(index.row());
    if (role == Qt::DecorationRole && index.column() == Level)
        return levelIcon(shown.level);
    if (role == Qt::ToolTipRole)
        return literalText(shown.request.isEmpty()
                               ? shown.message
                               : tr("%1\nRequest %2").arg(shown.message, QString::fromLatin1(shown.request)));
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Time: return shown.time.toLocalTime().toString(u"HH:mm:ss.zzz"_s);
    case Level: return levelText(shown.level);
    case Category: return shown.category;
    case Message: return QString(shown.message).replace(u'\n', u' ');
    default: return {};
    }
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return QStringList{tr("Time"), tr("Level"), tr("Category"), tr("Message")}.value(section);
}

void LogFilter::setLeast(LogLevel least)
{
    m_least = least;
    invalidateFilter();
}

void LogFilter::setWords(const QString &words)
{
    m_words = words.trimmed();
    invalidateFilter();
}

bool LogFilter::filterAcceptsRow(int row, const QModelIndex & /*parent*/) const
{
    const LogLine &line = static_cast<const LogModel *>(sourceModel())->line(row);
    if (line.level < m_least)
        return false;
    return m_words.isEmpty() || line.message.contains(m_words, Qt::CaseInsensitive)
        || line.category.contains(m_words, Qt::CaseInsensitive)
        || QString::fromLatin1(line.request).contains(m_words, Qt::CaseInsensitive);
}
