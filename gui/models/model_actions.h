#pragma once

#include "client/model_details.h"

#include <QKeySequence>
#include <QObject>

class QAction;
class QWidget;

/// What can be done with the selected model, and with none, as actions with keys; each is enabled when it would do
/// something.
class ModelActions final : public QObject {
    Q_OBJECT

public:
    /// The keys work below \a view.
    explicit ModelActions(QWidget *view);

    /// The one that is selected now; nothing: none.
    void setModel(const std::optional<ModelDetails> &model);
    /// For a toolbar; null is a separator.
    QList<QAction *> toolBar() const;
    /// For a menu of the selection.
    QList<QAction *> menu() const;
    QAction *importAction() const { return m_import; }

Q_SIGNALS:
    void promptRequested(const ModelDetails &model);
    void verifyRequested(const ModelDetails &model);
    void pinRequested(const ModelDetails &model, bool isPinned);
    void checkRequested(const ModelDetails &model);
    void updateRequested(const ModelDetails &model);
    void exportRequested(const ModelDetails &model);
    void removeRequested(const ModelDetails &model);
    void copyIdRequested(const ModelDetails &model);
    void copyCurlRequested(const ModelDetails &model);
    void importRequested();

private:
    using Wish = void (ModelActions::*)(const ModelDetails &);
    QAction *add(const QString &name, const QString &text, const QString &icon, const QKeySequence &key = {});
    QAction *add(const QString &name, const QString &text, const QString &icon, Wish wish,
                 const QKeySequence &key = {});
    void pin();

    QWidget *const m_view;
    std::optional<ModelDetails> m_model;
    QAction *m_ask;
    QAction *m_verify;
    QAction *m_pin;
    QAction *m_check;
    QAction *m_update;
    QAction *m_export;
    QAction *m_remove;
    QAction *m_copyId;
    QAction *m_copyCurl;
    QAction *m_import;
};
