#pragma once

#include "client/model_details.h"

#include <QMessageBox>

/// Asks whether \a model is to be deleted, and says how much room that makes.
class DeleteQuestion final : public QMessageBox {
    Q_OBJECT

public:
    /// Deletes itself when it is closed.
    DeleteQuestion(const ModelDetails &model, QWidget *parent);

Q_SIGNALS:
    void confirmed();
};
