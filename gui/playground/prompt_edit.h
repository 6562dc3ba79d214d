#pragma once

#include <QPlainTextEdit>

/// Where a prompt is written: Enter sends, Shift+Enter is a new line. It grows with its text, up to some lines.
class PromptEdit final : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit PromptEdit(QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void submitted();
    /// Up was pressed where nothing was written: the last prompt is wanted again.
    void formerRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    int heightOf(int lines) const;
};
