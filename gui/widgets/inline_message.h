#pragma once

#include "base/error.h"

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QToolButton;

/// A message at the place that it is about: what has happened and what to do, with buttons that do it. It takes no room
/// while there is nothing to say.
class InlineMessage final : public QFrame {
    Q_OBJECT

public:
    enum class Kind { Information, Success, Warning, Failure };

    explicit InlineMessage(QWidget *parent = nullptr);

    /// Shows \a text, and below it \a remedy, in place of whatever it showed. Both are plain text. \a actions become
    /// buttons; they must live as long as they are shown.
    void tell(Kind kind, const QString &text, const QString &remedy = {}, const QList<QAction *> &actions = {});
    void tell(const Error &error, const QList<QAction *> &actions = {});
    /// What it said does not hold any more.
    void clear();

    /// False: it goes only when clear() is called, because what it tells goes on.
    void setCloseable(bool isCloseable);
    QString text() const;

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void setColors();

    Kind m_kind = Kind::Information;
    QLabel *m_icon;
    QLabel *m_text;
    QLabel *m_remedy;
    QHBoxLayout *m_buttons;
    QToolButton *m_close;
};
