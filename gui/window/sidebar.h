#pragma once

#include <QListWidget>

/// The list of the window's views, on its leading side.
class Sidebar final : public QListWidget {
    Q_OBJECT

public:
    explicit Sidebar(QWidget *parent = nullptr);

    void addView(const QString &title, const QString &icon);
    /// A number beside a view's title, such as of running downloads; 0: none.
    void setCount(int view, int count);

    QSize sizeHint() const override;

protected:
    void changeEvent(QEvent *event) override;

private:
    void setIcons();
};
