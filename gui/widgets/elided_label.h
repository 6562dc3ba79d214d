#pragma once

#include <QFrame>

/// One line of plain text that may be too long for its place: then its middle is left out, and the tool tip has all of
/// it. The whole can be copied by the context menu and by the keyboard's usual keys.
class ElidedLabel final : public QFrame {
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget *parent = nullptr);

    void setText(const QString &text);
    QString text() const { return m_text; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void copy() const;

    QString m_text;
};
