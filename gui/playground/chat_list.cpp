#include "playground/chat_list.h"

#include "playground/chat_delegate.h"
#include "playground/chat_history_model.h"
#include "widgets/icons.h"
#include "widgets/inline_message.h"
#include "widgets/literal_text.h"

#include <QAction>
#include <QLineEdit>
#include <QListView>
#include <QMessageBox>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

ChatList::ChatList(ChatHistory &history, QWidget *parent)
    : QWidget(parent)
    , m_history(history)
    , m_model(new ChatHistoryModel(history, this))
    , m_found(new QSortFilterProxyModel(this))
    , m_search(new QLineEdit)
    , m_list(new QListView)
    , m_message(new InlineMessage)
{
    m_search->setObjectName(u"chatSearch"_s);
    m_search->setAccessibleName(tr("Search past chats"));
    m_search->setPlaceholderText(tr("Search chats"));
    m_search->setClearButtonEnabled(true);
    m_found->setSourceModel(m_model);
    m_found->setFilterRole(ChatHistoryModel::SearchedRole);
    m_found->setFilterCaseSensitivity(Qt::CaseInsensitive);
    m_list->setObjectName(u"chatList"_s);
    m_list->setAccessibleName(tr("Past chats"));
    m_list->setModel(m_found);
    m_list->setItemDelegate(new ChatDelegate(m_list));
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_list->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_message->setObjectName(u"historyMessage"_s);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_search);
    column->addWidget(m_list, 1);
    column->addWidget(m_message);
    setUpActions();

    connect(m_search, &QLineEdit::textChanged, this, &ChatList::search);
    const auto open = [this](const QModelIndex &index) {
        Q_EMIT chosen(index.data(ChatHistoryModel::IdRole).toString());
    };
    connect(m_list, &QListView::clicked, this, open);
    connect(m_list, &QListView::activated, this, open);
    connect(&history, &ChatHistory::listed, this, &ChatList::markCurrent);
    connect(&history, &ChatHistory::failed, m_message, [this](const Error &error) { m_message->tell(error); });
    connect(&history, &ChatHistory::kept, m_message, &InlineMessage::clear);
}

void ChatList::setUpActions()
{
    auto *rename = new QAction(namedIcon(u"edit-rename"_s), tr("&Rename"), this);
    rename->setObjectName(u"renameChat"_s);
    rename->setShortcut(Qt::Key_F2);
    rename->setShortcutContext(Qt::WidgetShortcut);
    connect(rename, &QAction::triggered, this, [this] {
        if (const QModelIndex index = chosenIndex(); index.isValid())
            m_list->edit(index);
    });
    auto *remove = new QAction(namedIcon(u"edit-delete"_s), tr("&Delete"), this);
    remove->setObjectName(u"deleteChat"_s);
    remove->setShortcut(QKeySequence::Delete);
    remove->setShortcutContext(Qt::WidgetShortcut);
    connect(remove, &QAction::triggered, this, &ChatList::askToRemove);
    m_list->addActions({rename, remove});
}

void ChatList::setCurrent(const QString &id)
{
    m_current = id;
    markCurrent();
}

void ChatList::markCurrent()
{
    const QModelIndex index = m_found->mapFromSource(m_model->indexOf(m_current));
    if (index.isValid())
        m_list->setCurrentIndex(index);
    else
        m_list->setCurrentIndex({});
}

void ChatList::find()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void ChatList::search(const QString &text)
{
    m_found->setFilterFixedString(text.trimmed());
    markCurrent();
}

QModelIndex ChatList::chosenIndex() const
{
    return m_list->currentIndex();
}

void ChatList::askToRemove()
{
    const QModelIndex index = chosenIndex();
    if (!index.isValid())
        return;
    auto *box = new QMessageBox(QMessageBox::Question, tr("Delete chat"), tr("Delete this chat for ever?"),
                                QMessageBox::Cancel, this);
    box->setObjectName(u"deleteChatQuestion"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(literalText(index.data().toString())); // its label takes what looks like HTML for it, too
    QPushButton *confirm = box->addButton(tr("Delete"), QMessageBox::DestructiveRole);
    confirm->setObjectName(u"confirmDelete"_s);
    box->setDefaultButton(QMessageBox::Cancel);
    connect(confirm, &QPushButton::clicked, this,
            [this, id = index.data(ChatHistoryModel::IdRole).toString()] { m_history.remove(id); });
    box->open();
}
