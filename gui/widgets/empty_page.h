#pragma once

#include <QWidget>

class QAction;
class QLabel;
class QPushButton;

/// What stands in the place of a list that has nothing: why, and what to do about it.
class EmptyPage final : public QWidget {
    Q_OBJECT

public:
    explicit EmptyPage(QWidget *parent = nullptr);

    /// \a action becomes a button; null: none. It must outlive this.
    void tell(const QString &title, const QString &text, QAction *action = nullptr);
    QString title() const;

private:
    QLabel *m_title;
    QLabel *m_text;
    QPushButton *m_button;
    QMetaObject::Connection m_click;
};
