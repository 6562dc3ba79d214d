#pragma once

#include "downloads/rate_history.h"

#include <QTimer>
#include <QWidget>

/// The rate of all downloads over the last two minutes, with its axes.
class RateGraph final : public QWidget {
    Q_OBJECT

public:
    explicit RateGraph(QWidget *parent = nullptr);

    /// The rate that holds from \a time on, which must not be before that of the last one.
    void add(qint64 bytesPerSecond, RateHistory::Time time = std::chrono::steady_clock::now());
    /// What was is another server's.
    void clear();

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void move();
    void paintAxes(QPainter &painter, const QRectF &plot, qint64 top) const;
    void paintCurve(QPainter &painter, const QRectF &plot, qint64 top, RateHistory::Time now) const;

    RateHistory m_history;
    QTimer m_motion; ///< the curve walks on while there is something of it to be seen
};
