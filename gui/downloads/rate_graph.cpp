#include "downloads/rate_graph.h"

#include "widgets/amounts.h"

#include <QPainter>
#include <QPainterPath>

using namespace std::chrono_literals;

namespace {

constexpr qint64 leastTop = 1'000'000; ///< bytes per second: an idle graph has an axis, too

RateHistory::Time now()
{
    return std::chrono::steady_clock::now();
}

} // namespace

RateGraph::RateGraph(QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Rate of all downloads, the last two minutes"));
    m_motion.setInterval(1s);
    connect(&m_motion, &QTimer::timeout, this, &RateGraph::move);
}

void RateGraph::add(qint64 bytesPerSecond, RateHistory::Time time)
{
    if (bytesPerSecond == 0 && m_history.last() == 0)
        return;
    m_history.add(time, bytesPerSecond);
    setAccessibleDescription(
        tr("Now %1, at most %2").arg(rateText(bytesPerSecond), rateText(m_history.highest(now()))));
    if (isVisible())
        m_motion.start();
    update();
}

void RateGraph::clear()
{
    m_history.clear();
    update();
}

void RateGraph::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    move();
}

void RateGraph::move()
{
    if (isVisible() && m_history.highest(now()) > 0)
        m_motion.start();
    else
        m_motion.stop();
    update();
}

QSize RateGraph::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 50, fontMetrics().height() * 8};
}

QSize RateGraph::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 26, fontMetrics().height() * 5};
}

void RateGraph::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    const RateHistory::Time time = now();
    const qint64 top = axisEnd(std::max(leastTop, m_history.highest(time)));
    const int line = fontMetrics().height();
    const int labels =
        std::max(fontMetrics().horizontalAdvance(rateText(top)), fontMetrics().horizontalAdvance(rateText(top / 2)))
        + 6;
    const QRectF plot = QRectF(rect()).adjusted(labels, line / 2.0, -line / 2.0, -line - 4);
    if (plot.width() <= 0 || plot.height() <= 0)
        return;
    painter.fillRect(plot, palette().color(QPalette::Base));
    paintCurve(painter, plot, top, time);
    paintAxes(painter, plot, top);
}

void RateGraph::paintAxes(QPainter &painter, const QRectF &plot, qint64 top) const
{
    const int line = fontMetrics().height();
    QColor grid = palette().color(QPalette::Text);
    grid.setAlphaF(0.2F);
    const auto right = static_cast<int>(Qt::AlignRight | Qt::AlignAbsolute | Qt::AlignVCenter);
    for (const int half : {0, 1, 2}) {
        const double y = plot.bottom() - plot.height() * half / 2;
        painter.setPen(grid);
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(palette().color(QPalette::WindowText));
        painter.drawText(QRectF(0, y - line / 2.0, plot.left() - 4, line), right, rateText(top * half / 2));
    }
    const QRectF below(plot.left(), plot.bottom() + 3, plot.width(), line);
    painter.drawText(below, static_cast<int>(Qt::AlignLeft | Qt::AlignAbsolute), tr("2 min ago"));
    painter.drawText(below, static_cast<int>(Qt::AlignHCenter), tr("1 min"));
    painter.drawText(below, static_cast<int>(Qt::AlignRight | Qt::AlignAbsolute), tr("now"));
}

void RateGraph::paintCurve(QPainter &painter, const QRectF &plot, qint64 top, RateHistory::Time now) const
{
    const QList<RateHistory::Sample> samples = m_history.samples(now);
    if (samples.isEmpty())
        return;
    const auto xOf = [&](RateHistory::Time time) {
        const std::chrono::duration<double> age = now - time;
        return plot.right() - plot.width() * age.count() / std::chrono::duration<double>(RateHistory::span).count();
    };
    const auto yOf = [&](qint64 rate) {
        return plot.bottom() - plot.height() * static_cast<double>(rate) / static_cast<double>(top);
    };
    QPainterPath curve(QPointF(xOf(samples.first().time), yOf(samples.first().bytesPerSecond)));
    for (const RateHistory::Sample &sample : samples) {
        curve.lineTo(xOf(sample.time), curve.currentPosition().y()); // each holds until the next
        curve.lineTo(xOf(sample.time), yOf(sample.bytesPerSecond));
    }
    curve.lineTo(plot.right(), curve.currentPosition().y());
    QPainterPath area = curve;
    area.lineTo(plot.right(), plot.bottom());
    area.lineTo(xOf(samples.first().time), plot.bottom());
    QColor fill = palette().color(QPalette::Highlight);
    fill.setAlphaF(0.25F);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(area, fill);
    painter.setPen(QPen(palette().color(QPalette::Highlight), 1.5));
    painter.drawPath(curve);
    painter.setRenderHint(QPainter::Antialiasing, false);
}
