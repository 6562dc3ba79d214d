#pragma once

#include <QObject>

#include <chrono>

class QWidget;

/// Logs how long the user had to wait for the window: from the process's start until it was painted for the first time.
/// Deletes itself then.
class FirstPaint final : public QObject {
    Q_OBJECT

public:
    explicit FirstPaint(QWidget &window);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

/// How long this process has been there; to 10 ms.
std::chrono::milliseconds processAge();
