#include "server/doctor_page.h"

#include "connection/server_connection.h"
#include "server/checks_model.h"
#include "server/plain_table.h"
#include "widgets/icons.h"
#include "widgets/inline_message.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace {

/// Makes rows as high as their texts, wrapped to the width of their columns: the view itself asks for one line.
class WrappingDelegate final : public QStyledItemDelegate {
public:
    explicit WrappingDelegate(QTreeView &table)
        : QStyledItemDelegate(&table)
        , m_table(table)
    {
    }
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem wrapped = option;
        wrapped.features |= QStyleOptionViewItem::WrapText;
        wrapped.rect = QRect(0, 0, m_table.columnWidth(index.column()), 1 << 16);
        return QStyledItemDelegate::sizeHint(wrapped, index);
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        option->decorationAlignment = Qt::AlignTop | Qt::AlignHCenter; // beside the first line
    }

private:
    const QTreeView &m_table;
};

} // namespace

DoctorPage::DoctorPage(ServerConnection &connection, QWidget *parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_model(new ChecksModel(this))
    , m_message(new InlineMessage)
    , m_run(new QPushButton(namedIcon(u"system-run"_s), tr("E&xamine")))
    , m_generation(new QCheckBox(tr("Also as&k a model")))
    , m_copy(new QToolButton)
    , m_progress(new QProgressBar)
    , m_hint(new QLabel(tr("Finds out whether the Hub can be reached, the disk has room and Shimmy answers.")))
    , m_table(makeTable(u"checks"_s, tr("What was found")))
{
    m_message->setObjectName(u"doctorMessage"_s);
    m_message->setCloseable(false);
    m_run->setObjectName(u"examine"_s);
    m_generation->setObjectName(u"examineGeneration"_s);
    m_generation->setChecked(true);
    m_generation->setToolTip(tr("The smallest model answers with one word; left out while others wait"));
    m_copy->setObjectName(u"copyReport"_s);
    m_copy->setText(tr("Copy report"));
    m_copy->setIcon(namedIcon(u"edit-copy"_s));
    m_copy->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_progress->setObjectName(u"examineProgress"_s);
    m_progress->setAccessibleName(tr("The examination is in progress"));
    m_progress->setRange(0, 0);
    m_progress->hide();
    m_hint->setWordWrap(true);
    m_table->setModel(m_model);
    m_table->setItemDelegate(new WrappingDelegate(*m_table));
    m_table->setUniformRowHeights(false);
    m_table->setWordWrap(true);
    m_table->setVerticalScrollBarPolicy(
        Qt::ScrollBarAlwaysOn); // one that comes and goes would wrap texts anew each time
    const int width = m_table->fontMetrics().averageCharWidth();
    m_table->header()->resizeSection(ChecksModel::Name, 22 * width);
    m_table->header()->resizeSection(ChecksModel::Status, 16 * width);
    m_table->header()->setSectionResizeMode(ChecksModel::Seen, QHeaderView::Stretch);
    m_table->header()->setSectionResizeMode(ChecksModel::Remedy, QHeaderView::Stretch);

    auto *row = new QHBoxLayout;
    row->addWidget(m_run);
    row->addWidget(m_generation);
    row->addStretch();
    row->addWidget(m_copy);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_hint);
    layout->addLayout(row);
    layout->addWidget(m_progress);
    layout->addWidget(m_message);
    layout->addWidget(m_table, 1);

    connect(m_run, &QPushButton::clicked, this, &DoctorPage::examine);
    connect(m_copy, &QToolButton::clicked, this, [this] { QApplication::clipboard()->setText(m_model->report()); });
    // Rows are as high as their wrapped texts, which columns of another width wrap elsewhere.
    connect(m_table->header(), &QHeaderView::sectionResized, m_table, &QTreeView::doItemsLayout, Qt::QueuedConnection);
    connect(&connection, &ServerConnection::serverChanged, this, &DoctorPage::clear);
    connect(&connection, &ServerConnection::stateChanged, this, &DoctorPage::enableButtons);
    enableButtons();
}

void DoctorPage::takeFocus()
{
    m_run->setFocus(Qt::OtherFocusReason);
}

void DoctorPage::clear()
{
    m_isAsking = false;
    m_model->setChecks({});
    m_message->clear();
    enableButtons();
}

void DoctorPage::examine()
{
    m_isAsking = true;
    m_message->clear();
    m_model->setChecks({});
    enableButtons();
    m_connection.api().call(examineCall(m_generation->isChecked()), this, [this](const Result<QJsonObject> &answer) {
        take(answer ? Result<ServerExamination>(ServerExamination::fromJson(*answer)) : failWith(answer));
    });
}

void DoctorPage::take(const Result<ServerExamination> &examination)
{
    m_isAsking = false;
    if (!examination) {
        m_message->tell(examination.error());
        return enableButtons();
    }
    m_model->setChecks(examination->checks);
    enableButtons();
    const QString time = tr("The examination took %1 s.").arg(QLocale().toString(examination->seconds, 'f', 1));
    switch (examination->status) {
    case ServerCheck::Status::Failure:
        return m_message->tell(InlineMessage::Kind::Failure, tr("Something does not work."), time);
    case ServerCheck::Status::Warning:
        return m_message->tell(InlineMessage::Kind::Warning, tr("All works, but something needs attention."), time);
    case ServerCheck::Status::Ok:
    case ServerCheck::Status::Skipped: return m_message->tell(InlineMessage::Kind::Success, tr("All works."), time);
    }
}

void DoctorPage::enableButtons()
{
    const bool isConnected = m_connection.state() == ServerConnection::State::Connected;
    m_run->setEnabled(isConnected && !m_isAsking);
    m_progress->setVisible(isConnected && m_isAsking);
    m_copy->setEnabled(m_model->rowCount() > 0);
}
