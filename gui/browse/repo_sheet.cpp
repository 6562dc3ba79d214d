#include "browse/repo_sheet.h"

#include "browse/empty_note.h"
#include "browse/files_delegate.h"
#include "browse/repo_files_model.h"
#include "widgets/icons.h"
#include "widgets/inline_message.h"
#include "widgets/sentence.h"
#include "widgets/sort_menu.h"

#include <QAction>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStyle>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace {

QLabel *plainLabel(const QString &name, QWidget *parent)
{
    auto *label = new QLabel(parent);
    label->setObjectName(name);
    label->setTextFormat(Qt::PlainText); // the Hub's words are no markup
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setFocusPolicy(Qt::NoFocus);
    return label;
}

} // namespace

RepoSheet::RepoSheet(RepoFilesModel &files, const QList<QAction *> &actions, QWidget *parent)
    : QWidget(parent)
    , m_sorted(new QSortFilterProxyModel(this))
    , m_title(plainLabel(u"repoTitle"_s, this))
    , m_facts(plainLabel(u"repoFacts"_s, this))
    , m_message(new InlineMessage(this))
    , m_star(new QLabel(this))
    , m_reason(plainLabel(u"repoReason"_s, this))
    , m_table(new QTreeView(this))
    , m_card(new QPlainTextEdit(this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
{
    m_sorted->setSourceModel(&files);
    m_sorted->setSortRole(RepoFilesModel::SortRole);
    m_message->setObjectName(u"repoMessage"_s);
    QFont large = font();
    large.setBold(true);
    large.setPointSizeF(large.pointSizeF() * 1.25);
    m_title->setFont(large);
    m_facts->setForegroundRole(QPalette::PlaceholderText);
    m_card->setObjectName(u"modelCard"_s);
    m_card->setAccessibleName(tr("Model card"));
    m_card->setReadOnly(true);
    m_card->setTabChangesFocus(true);
    m_card->hide();
    makeTable(actions);
    m_note = new EmptyNote(*m_table);
    arrange(actions);
}

void RepoSheet::makeTable(const QList<QAction *> &actions)
{
    m_table->setObjectName(u"repoFiles"_s);
    m_table->setAccessibleName(tr("Files"));
    m_table->setModel(m_sorted);
    m_table->setItemDelegate(new FilesDelegate(m_table));
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setAllColumnsShowFocus(true);
    m_table->setTextElideMode(Qt::ElideMiddle); // files of one repo differ in how they end
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(-1, Qt::AscendingOrder); // as the server has them: the best first
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_table->addActions(actions);
    m_table->addAction(makeSortMenu(*m_table, m_table)->menuAction());
    QHeaderView *const header = m_table->header();
    header->setAccessibleName(tr("Columns of the files"));
    header->setStretchLastSection(true);
    const int letter = m_table->fontMetrics().averageCharWidth();
    header->resizeSection(RepoFilesModel::Quantization, 15 * letter);
    header->resizeSection(RepoFilesModel::Size, 10 * letter);
    header->resizeSection(RepoFilesModel::BitsPerWeight, 12 * letter);
    header->resizeSection(RepoFilesModel::Memory, 14 * letter);
    header->resizeSection(RepoFilesModel::Status, 19 * letter);
    header->resizeSection(RepoFilesModel::Name, 6 * letter); // at least; it takes what is left
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &RepoSheet::chosenChanged);
    connect(m_table, &QTreeView::activated, this, &RepoSheet::activated);
}

void RepoSheet::arrange(const QList<QAction *> &actions)
{
    auto *reasonRow = new QHBoxLayout;
    reasonRow->addWidget(m_star, 0, Qt::AlignTop);
    reasonRow->addWidget(m_reason, 1);
    auto *buttons = new QHBoxLayout;
    for (QAction *action : actions) {
        auto *button = new QToolButton(this);
        button->setObjectName(action->objectName() + u"Button"_s);
        button->setDefaultAction(action);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setFocusPolicy(Qt::StrongFocus);
        buttons->addWidget(button);
    }
    buttons->addStretch();
    m_splitter->setObjectName(u"repoSplitter"_s);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_table);
    m_splitter->addWidget(m_card);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_title);
    column->addWidget(m_facts);
    column->addWidget(m_message);
    column->addLayout(reasonRow);
    column->addWidget(m_splitter, 1);
    column->addLayout(buttons);
}

void RepoSheet::setTitle(const QString &title)
{
    m_title->setText(title);
}

void RepoSheet::setFacts(const QString &facts)
{
    m_facts->setText(facts);
}

void RepoSheet::setReason(const QString &reason, bool isStarred)
{
    const int size = style()->pixelMetric(QStyle::PM_SmallIconSize);
    m_star->setPixmap(namedIcon(u"rating"_s).pixmap(QSize(size, size), devicePixelRatioF()));
    m_star->setVisible(isStarred);
    m_reason->setText(isStarred ? tr("Recommended: %1").arg(reason) : sentenceOf(reason));
    m_reason->setVisible(!reason.isEmpty());
}

void RepoSheet::setNote(const QString &note)
{
    m_note->tell(note);
}

void RepoSheet::setCard(const QString &text)
{
    m_card->setPlainText(text);
    m_card->setVisible(!text.isEmpty());
}

int RepoSheet::chosenRow() const
{
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? -1 : m_sorted->mapToSource(rows.first()).row();
}

void RepoSheet::choose(int row)
{
    const QModelIndex index = m_sorted->mapFromSource(m_sorted->sourceModel()->index(row, 0));
    m_table->setCurrentIndex(index);
    m_table->scrollTo(index);
}

void RepoSheet::takeFocus()
{
    m_table->setFocus(Qt::OtherFocusReason);
}

void RepoSheet::saveState(QVariantMap &state) const
{
    state.insert(u"files"_s, m_table->header()->saveState());
    state.insert(u"repo"_s, m_splitter->saveState());
}

void RepoSheet::restoreState(const QVariantMap &state)
{
    m_table->header()->restoreState(state.value(u"files"_s).toByteArray());
    m_splitter->restoreState(state.value(u"repo"_s).toByteArray());
}
