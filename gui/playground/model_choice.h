#pragma once

#include <QComboBox>

class ModelList;

/// Which of the server's models is asked. The choice stays while the list changes, also when its model goes away.
class ModelChoice final : public QComboBox {
    Q_OBJECT

public:
    /// \a models must outlive it.
    explicit ModelChoice(const ModelList &models, QWidget *parent = nullptr);

    QString model() const { return m_model; }
    /// Does not emit chosen().
    void setModel(const QString &model);
    /// False: the server has answered, and does not have it or cannot serve it.
    bool isThere() const;

Q_SIGNALS:
    /// By the user.
    void chosen(const QString &model);
    /// isThere() may be another.
    void listChanged();

private:
    void fill();

    const ModelList &m_models;
    QString m_model;
};
