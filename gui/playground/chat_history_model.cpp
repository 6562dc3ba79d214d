#include "playground/chat_history_model.h"

#include <QLocale>
#include <QTextDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

int placeOf(const QList<ChatSummary> &chats, const QString &id)
{
    const auto place = std::find_if(chats.begin(), chats.end(), [&](const ChatSummary &chat) { return chat.id == id; });
    return place == chats.end() ? -1 : static_cast<int>(place - chats.begin());
}

} // namespace

ChatHistoryModel::ChatHistoryModel(ChatHistory &history, QObject *parent)
    : QAbstractListModel(parent)
    , m_history(history)
    , m_rows(history.chats())
{
    connect(&history, &ChatHistory::listed, this, &ChatHistoryModel::follow);
}

QModelIndex ChatHistoryModel::indexOf(const QString &id) const
{
    return index(placeOf(m_rows, id)); // of no row: no index
}

QString ChatHistoryModel::unansweredText()
{
    return tr("no answer yet");
}

int ChatHistoryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant ChatHistoryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const ChatSummary &chat = m_rows[index.row()];
    const QString when = QLocale().toString(chat.changedAt.toLocalTime(), QLocale::ShortFormat);
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole: return chat.title;
    case Qt::ToolTipRole: return Qt::convertFromPlainText(chat.title + u'\n' + chat.model + u'\n' + when);
    case Qt::AccessibleTextRole:
        return QString(chat.title + u", "_s + chat.model + u", "_s + (chat.isUnanswered ? unansweredText() : when));
    case IdRole: return chat.id;
    case ModelNameRole: return chat.model;
    case ChangedAtRole: return chat.changedAt;
    case UnansweredRole: return chat.isUnanswered;
    case SearchedRole: return QString(chat.title + u'\n' + chat.model + u'\n' + chat.said);
    default: return {};
    }
}

bool ChatHistoryModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !index.isValid() || value.toString() == m_rows[index.row()].title)
        return false;
    m_history.rename(m_rows[index.row()].id, value.toString());
    return true;
}

Qt::ItemFlags ChatHistoryModel::flags(const QModelIndex &index) const
{
    return QAbstractListModel::flags(index) | (index.isValid() ? Qt::ItemIsEditable : Qt::NoItemFlags);
}

void ChatHistoryModel::follow()
{
    const QList<ChatSummary> &chats = m_history.chats();
    if (m_rows.isEmpty()) {
        beginResetModel();
        m_rows = chats;
        endResetModel();
        return;
    }
    for (int row = rowCount() - 1; row >= 0; --row) {
        if (placeOf(chats, m_rows[row].id) >= 0)
            continue;
        beginRemoveRows({}, row, row);
        m_rows.removeAt(row);
        endRemoveRows();
    }
    for (int row = 0; row < chats.size(); ++row)
        put(row, chats[row]);
}

void ChatHistoryModel::put(int row, const ChatSummary &chat)
{
    const int former = placeOf(m_rows, chat.id);
    if (former < 0) {
        beginInsertRows({}, row, row);
        m_rows.insert(row, chat);
        endInsertRows();
        return;
    }
    if (former != row) {
        beginMoveRows({}, former, former, {}, row); // what is in front of it is in its place, so it moves up
        m_rows.move(former, row);
        endMoveRows();
    }
    if (m_rows[row] == chat)
        return;
    m_rows[row] = chat;
    Q_EMIT dataChanged(index(row), index(row));
}
