#pragma once

#include <QLabel>

class QAbstractItemView;

/// A few words in the middle of a list that has no rows: why, and what to do.
class EmptyNote final : public QLabel {
    Q_OBJECT

public:
    explicit EmptyNote(QAbstractItemView &view);

    /// Empty: there is nothing to say.
    void tell(const QString &text);

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *const m_ground;
};
