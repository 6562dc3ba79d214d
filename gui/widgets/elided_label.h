#pragma once

#include <QLabel>

/// One line of plain text that may be too long for its place: then its middle is left out, and the tool tip has all of
/// it. The whole can be copied by the context menu and by the keyboard's usual keys.
class ElidedLabel final : public QLabel {
    Q_OBJECT

public:
    explicit ElidedLabel(QWidget *parent = nullptr);

    void setText(const QString &text);
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void copy() const;
};
