#pragma once

#include "client/model_details.h"

#include <QScrollArea>

class ElidedLabel;
class QFormLayout;
class QLabel;

/// All that is known of one model.
class ModelPane final : public QScrollArea {
    Q_OBJECT

public:
    explicit ModelPane(QWidget *parent = nullptr);

    void showModel(const ModelDetails &model);
    /// \a reason: why there is nothing to show.
    void clear(const QString &reason);

private:
    ElidedLabel *addRow(QFormLayout &form, const QString &name, const QString &title);
    static QString memoryText(const ModelDetails &model);
    static QString originText(const ModelDetails &model);
    static QString contentText(const ModelDetails &model);

    QWidget *m_page;
    QWidget *m_facts;
    QLabel *m_nothing;
    ElidedLabel *m_title;
    ElidedLabel *m_content;
    ElidedLabel *m_memory;
    ElidedLabel *m_template;
    ElidedLabel *m_origin;
    ElidedLabel *m_added;
    ElidedLabel *m_repo;
    ElidedLabel *m_commit;
    ElidedLabel *m_sha256;
    ElidedLabel *m_path;
};
