#pragma once

#include "client/model_details.h"
#include "widgets/view.h"

class EmptyPage;
class InlineMessage;
class ModelActions;
class ModelOrders;
class ModelPane;
class ModelTask;
class ModelTasks;
class ModelsFilter;
class ModelsModel;
class Preferences;
class QLineEdit;
class QSplitter;
class QStackedWidget;
class QTreeView;
class ServerConnection;
class TableColumns;

/// The server's models: a table, what is known of the selected one, and what can be done with it.
class ModelsView final : public View {
    Q_OBJECT

public:
    /// Both must outlive it.
    ModelsView(ServerConnection &connection, Preferences &preferences, QWidget *parent = nullptr);
    ~ModelsView() override;

    /// Selects this model; one that is not known yet, as soon as it is.
    void showModel(const QString &model);

    QList<QAction *> toolBarActions() const override;
    void takeFocus() override;
    void find() override;
    void saveState(QVariantMap &state) const override;
    void restoreState(const QVariantMap &state) override;

Q_SIGNALS:
    void promptRequested(const QString &model);
    /// The update of a model is being pulled.
    void pullStarted(const QString &jobId);
    /// There are no models yet: the user wants to look for some.
    void browseRequested();

protected:
    void showEvent(QShowEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void makeTable();
    void arrange();
    void connectModels();
    void connectActions();
    void connectTasks();
    void takeList();
    void showPage();
    void showSelection();
    void focusTable();
    void selectAwaited();
    void showMenu(const QPoint &position);
    void remove(const ModelDetails &model);
    void copyCurl(const ModelDetails &model);
    void tellCheck(const ModelDetails &model, const UpdateCheck &check);
    void tellUpdate(const ModelDetails &model, const QString &jobId);
    void tellRemoval(const ModelDetails &model, const ModelDeletion &deletion);
    std::optional<ModelDetails> currentModel() const;

    ServerConnection &m_connection;
    ModelsModel *m_models;
    ModelsFilter *m_filter;
    ModelOrders *m_orders;
    ModelActions *m_actions;
    ModelTasks *m_tasks;
    QAction *m_browse;
    InlineMessage *m_message;
    QLineEdit *m_field;
    QTreeView *m_table;
    TableColumns *m_columns;
    EmptyPage *m_empty;
    QStackedWidget *m_pages;
    ModelPane *m_pane;
    QSplitter *m_splitter;
    bool m_isListLost = false; ///< the message is about that
    QString m_awaited; ///< the model to select when it is there
};
