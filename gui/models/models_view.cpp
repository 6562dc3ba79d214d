#include "models/models_view.h"

#include "client/chat.h"
#include "client/curl_command.h"
#include "connection/model_list.h"
#include "connection/server_connection.h"
#include "models/delete_question.h"
#include "models/import_question.h"
#include "models/model_actions.h"
#include "models/model_orders.h"
#include "models/model_pane.h"
#include "models/model_state.h"
#include "models/model_tasks.h"
#include "models/models_filter.h"
#include "models/models_model.h"
#include "models/task_strip.h"
#include "widgets/amounts.h"
#include "widgets/empty_page.h"
#include "widgets/icons.h"
#include "widgets/inline_message.h"
#include "widgets/sort_menu.h"
#include "widgets/table_columns.h"

#include <QApplication>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QSplitter>
#include <QStackedWidget>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace {

/// The files of this computer that are dragged and may be models.
QStringList modelFiles(const QMimeData &content)
{
    QStringList files;
    for (const QUrl &url : content.urls()) {
        const QString file = url.toLocalFile();
        if (file.endsWith(".gguf"_L1, Qt::CaseInsensitive) || file.endsWith(".tar"_L1, Qt::CaseInsensitive))
            files += file;
    }
    return files;
}

} // namespace

ModelsView::ModelsView(ServerConnection &connection, Preferences & /*preferences*/, QWidget *parent)
    : View(parent)
    , m_connection(connection)
    , m_models(new ModelsModel(this))
    , m_filter(new ModelsFilter(*m_models, this))
    , m_orders(new ModelOrders(connection, this))
    , m_actions(new ModelActions(this))
    , m_browse(new QAction(namedIcon(u"globe"_s), tr("Browse the Hub"), this))
    , m_message(new InlineMessage(this))
    , m_field(new QLineEdit(this))
    , m_table(new QTreeView(this))
    , m_empty(new EmptyPage(this))
    , m_pages(new QStackedWidget(this))
    , m_pane(new ModelPane(this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
{
    setAcceptDrops(true);
    makeTable();
    arrange();
    connectModels();
    connectActions();
    connectTasks();
    takeList();
}

ModelsView::~ModelsView()
{
    // The rows go when less than this is left, and say so.
    m_models->disconnect(this);
    m_filter->disconnect(this);
    m_table->selectionModel()->disconnect(this);
}

void ModelsView::makeTable()
{
    m_table->setObjectName(u"modelsTable"_s);
    m_table->setAccessibleName(tr("Models"));
    m_table->setModel(m_filter);
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true); // which is what makes many of them cheap
    m_table->setAllColumnsShowFocus(true);
    m_table->setAlternatingRowColors(true);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(ModelsModel::Id, Qt::AscendingOrder);
    m_columns = new TableColumns(m_table, ModelsModel::Id);
    m_columns->setWidths({27, 13, 8, 12, 10, 15, 12, 13, 24});
}

void ModelsView::arrange()
{
    m_message->setObjectName(u"modelsMessage"_s);
    m_field->setObjectName(u"modelsFilter"_s);
    m_field->setAccessibleName(tr("Filter the models"));
    m_field->setPlaceholderText(tr("Filter"));
    m_field->setClearButtonEnabled(true);
    m_field->addAction(namedIcon(u"view-filter"_s), QLineEdit::LeadingPosition);
    auto *down = new QAction(m_field); // on to what was found
    down->setShortcuts({Qt::Key_Down, Qt::Key_Return});
    down->setShortcutContext(Qt::WidgetShortcut);
    m_field->addAction(down);
    connect(down, &QAction::triggered, this, &ModelsView::focusTable);
    m_pane->setObjectName(u"modelPane"_s);
    auto *strip = new TaskStrip(this);
    strip->setObjectName(u"modelTasks"_s);
    m_tasks = new ModelTasks(m_connection, *strip, this);
    m_pages->addWidget(m_table);
    m_pages->addWidget(m_empty);
    m_splitter->setObjectName(u"modelsSplitter"_s);
    m_splitter->addWidget(m_pages);
    m_splitter->addWidget(m_pane);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setSizes({fontMetrics().height() * 26, fontMetrics().height() * 10});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_message);
    layout->addWidget(strip);
    layout->addWidget(m_field);
    layout->addWidget(m_splitter, 1);
}

void ModelsView::connectModels()
{
    ModelList &models = m_connection.models();
    connect(&models, &ModelList::listed, this, &ModelsView::takeList);
    connect(&models, &ModelList::failed, this, [this](const Error &error) {
        m_isListLost = true;
        m_message->tell(error);
    });
    connect(&m_connection, &ServerConnection::stateChanged, this, [this](ServerConnection::State state) {
        if (state == ServerConnection::State::Connecting || state == ServerConnection::State::Connected)
            m_message->clear(); // what could not be asked of a server that was lost can be asked again
        showPage();
    });
    connect(m_orders, &ModelOrders::failed, this, [this](const Error &error) { m_message->tell(error); });
    connect(m_orders, &ModelOrders::checked, this, &ModelsView::tellCheck);
    connect(m_orders, &ModelOrders::updateBegun, this, &ModelsView::tellUpdate);
    connect(m_orders, &ModelOrders::removed, this, &ModelsView::tellRemoval);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ModelsView::showSelection);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this, &ModelsView::showSelection);
    connect(m_table, &QTreeView::customContextMenuRequested, this, &ModelsView::showMenu);
    connect(m_table, &QTreeView::activated, this, [this](const QModelIndex &index) {
        if (isUsable(m_filter->modelAt(index)))
            Q_EMIT promptRequested(m_filter->modelAt(index).id);
    });
    connect(m_field, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_filter->setText(text);
        showPage();
    });
}

void ModelsView::connectActions()
{
    for (QAction *action : m_actions->menu()) {
        if (action) // what was said of the last wish does not hold any more
            connect(action, &QAction::triggered, m_message, &InlineMessage::clear);
    }
    connect(m_actions, &ModelActions::promptRequested, this,
            [this](const ModelDetails &model) { Q_EMIT promptRequested(model.id); });
    connect(m_actions, &ModelActions::verifyRequested, m_tasks, &ModelTasks::verify);
    connect(m_actions, &ModelActions::pinRequested, m_orders, &ModelOrders::setPinned);
    connect(m_actions, &ModelActions::checkRequested, m_orders, &ModelOrders::check);
    connect(m_actions, &ModelActions::updateRequested, m_orders, &ModelOrders::update);
    connect(m_actions, &ModelActions::removeRequested, this, &ModelsView::remove);
    connect(m_actions, &ModelActions::copyIdRequested, this,
            [](const ModelDetails &model) { QApplication::clipboard()->setText(model.id); });
    connect(m_actions, &ModelActions::copyCurlRequested, this, &ModelsView::copyCurl);
    connect(m_actions, &ModelActions::exportRequested, this, [this](const ModelDetails &model) {
        askForExport(model.id, this, [this, model](const QString &path) { m_tasks->exportTo(model, path); });
    });
    connect(m_actions, &ModelActions::importRequested, this, [this] {
        askForImport(m_connection.server(), this, [this](const QStringList &paths) {
            for (const QString &path : paths)
                m_tasks->import(path);
        });
    });
    connect(m_browse, &QAction::triggered, this, &ModelsView::browseRequested);
}

void ModelsView::connectTasks()
{
    connect(m_tasks, &ModelTasks::activityChanged, m_models, &ModelsModel::setActivity);
    connect(m_tasks, &ModelTasks::imported, this, &ModelsView::showModel);
    connect(m_tasks, &ModelTasks::failed, this, [this](const Error &error) { m_message->tell(error); });
    connect(m_tasks, &ModelTasks::succeeded, this, [this](const QString &text, const QString &more) {
        m_message->tell(InlineMessage::Kind::Success, text, more);
    });
}

void ModelsView::takeList()
{
    if (std::exchange(m_isListLost, false))
        m_message->clear();
    m_models->setModels(m_connection.models().models());
    selectAwaited();
    showSelection();
    showPage();
}

void ModelsView::showPage()
{
    const bool isEmpty = m_filter->rowCount() == 0;
    m_pages->setCurrentWidget(isEmpty ? static_cast<QWidget *>(m_empty) : m_table);
    m_field->setVisible(m_models->rowCount() > 0);
    m_pane->setVisible(m_models->rowCount() > 0);
    if (!isEmpty)
        return;
    const bool isConnected = m_connection.state() == ServerConnection::State::Connected;
    if (!m_connection.models().isKnown())
        return m_empty->tell(isConnected ? tr("Asking the server…") : QString(), {});
    if (m_models->rowCount() > 0)
        return m_empty->tell(tr("None found"), tr("No model's name, repo, architecture or quantization is like that."));
    m_empty->tell(tr("No models yet"), tr("Pull one from the Hub, or drop a GGUF file here to import it."), m_browse);
}

void ModelsView::showModel(const QString &model)
{
    m_awaited = model;
    selectAwaited();
}

void ModelsView::selectAwaited()
{
    const int row = m_awaited.isEmpty() ? -1 : m_models->rowOf(m_awaited);
    if (row < 0)
        return;
    m_awaited.clear();
    if (!m_filter->mapFromSource(m_models->index(row, 0)).isValid())
        m_field->clear();
    showPage();
    const QModelIndex index = m_filter->mapFromSource(m_models->index(row, 0));
    m_table->setCurrentIndex(index);
    m_table->scrollTo(index);
}

std::optional<ModelDetails> ModelsView::currentModel() const
{
    const QModelIndexList selected = m_table->selectionModel()->selectedRows();
    return selected.isEmpty() ? std::nullopt : std::optional(m_filter->modelAt(selected.first()));
}

void ModelsView::showSelection()
{
    const auto model = currentModel();
    m_actions->setModel(model);
    if (model)
        m_pane->showModel(*model);
    else
        m_pane->clear(tr("Select a model to see its details."));
}

void ModelsView::showMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(u"modelMenu"_s);
    for (QAction *action : m_actions->menu()) {
        if (action)
            menu->addAction(action);
        else
            menu->addSeparator();
    }
    menu->addSeparator();
    menu->addMenu(makeSortMenu(*m_table, menu));
    menu->addMenu(m_columns->makeMenu(menu));
    menu->popup(m_table->viewport()->mapToGlobal(position));
}

void ModelsView::remove(const ModelDetails &model)
{
    auto *question = new DeleteQuestion(model, this);
    connect(question, &DeleteQuestion::confirmed, m_orders, [this, model] { m_orders->remove(model); });
    question->open();
}

void ModelsView::copyCurl(const ModelDetails &model)
{
    ChatOrder order;
    order.model = model.id;
    order.messages = {{u"user"_s, tr("Say hello in one sentence.")}};
    const ApiCall call = ApiCall::post(u"/v1/chat/completions"_s, order.toJson());
    const ServerEntry &server = m_connection.server();
    QApplication::clipboard()->setText(curlCommand(server.target(), call));
}

void ModelsView::tellCheck(const ModelDetails &model, const UpdateCheck &check)
{
    if (!check.isAvailable)
        return m_message->tell(InlineMessage::Kind::Success, tr("%1 is what the Hub has.").arg(model.id));
    const QString size =
        check.latestBytes > 0 ? tr("%1 are to be pulled.").arg(bytesText(check.latestBytes)) : QString();
    m_message->tell(InlineMessage::Kind::Information, tr("The Hub has another version of %1.").arg(model.id), size);
}

void ModelsView::tellUpdate(const ModelDetails &model, const QString &jobId)
{
    if (jobId.isEmpty())
        return m_message->tell(InlineMessage::Kind::Success, tr("%1 is what the Hub has.").arg(model.id));
    m_message->clear();
    Q_EMIT pullStarted(jobId);
}

void ModelsView::tellRemoval(const ModelDetails &model, const ModelDeletion &deletion)
{
    const QString size = bytesText(model.bytes);
    m_message->tell(InlineMessage::Kind::Success, tr("%1 was deleted.").arg(model.id),
                    deletion.isFreed ? tr("%1 are free again.").arg(size)
                                     : tr("%1 will be free when its last generation has ended.").arg(size));
}

QList<QAction *> ModelsView::toolBarActions() const
{
    return m_actions->toolBar();
}

void ModelsView::takeFocus()
{
    if (m_models->rowCount() == 0)
        m_empty->setFocus(Qt::OtherFocusReason);
    else if (m_filter->rowCount() == 0)
        m_field->setFocus(Qt::OtherFocusReason);
    else
        focusTable();
}

void ModelsView::find()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void ModelsView::focusTable()
{
    m_table->setFocus(Qt::OtherFocusReason);
    if (!currentModel())
        m_table->setCurrentIndex(m_filter->index(0, 0));
}

void ModelsView::saveState(QVariantMap &state) const
{
    m_columns->save(state);
    state.insert(u"splitter"_s, m_splitter->saveState());
}

void ModelsView::restoreState(const QVariantMap &state)
{
    m_columns->restore(state);
    m_splitter->restoreState(state.value(u"splitter"_s).toByteArray());
}

void ModelsView::showEvent(QShowEvent *event)
{
    View::showEvent(event);
    if (m_connection.state() == ServerConnection::State::Connected)
        m_connection.models().refresh(); // when one was used last is in no feed
}

void ModelsView::dragEnterEvent(QDragEnterEvent *event)
{
    if (!modelFiles(*event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void ModelsView::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    if (!m_connection.server().isOnThisComputer()) {
        return m_message->tell(
            InlineMessage::Kind::Warning,
            tr("%1 is another computer and cannot read files of this one.").arg(m_connection.server().name),
            tr("Bring the file there, then import it by its path."), {m_actions->importAction()});
    }
    for (const QString &file : modelFiles(*event->mimeData()))
        m_tasks->import(file);
}
