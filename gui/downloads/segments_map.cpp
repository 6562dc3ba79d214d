#include "downloads/segments_map.h"

#include "widgets/amounts.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>

namespace {

QString describe(const Job &job)
{
    if (job.totalBytes <= 0)
        return SegmentsMap::tr("The size is not known yet.");
    const QString there =
        SegmentsMap::tr("%1 of %2 are there").arg(bytesText(job.completedBytes), bytesText(job.totalBytes));
    const auto receiving = std::count_if(job.segments.begin(), job.segments.end(),
                                         [](const JobSegment &each) { return each.bytesPerSecond > 0; });
    if (job.segments.isEmpty())
        return there;
    return SegmentsMap::tr("%1. Connections: %2, receiving: %3")
        .arg(there, QLocale().toString(job.segments.size()), QLocale().toString(static_cast<qint64>(receiving)));
}

} // namespace

QList<ByteSpan> arrivedSpans(const Job &job)
{
    if (job.segments.isEmpty())
        return job.completedBytes > 0 ? QList<ByteSpan>{{0, job.completedBytes}} : QList<ByteSpan>();
    QList<JobSegment> segments = job.segments;
    std::sort(segments.begin(), segments.end(),
              [](const JobSegment &a, const JobSegment &b) { return a.begin < b.begin; });
    QList<ByteSpan> spans;
    qint64 begin = 0;
    for (const JobSegment &segment : std::as_const(segments)) {
        const qint64 end = std::clamp(segment.position, segment.begin, segment.end);
        if (end > begin)
            spans += ByteSpan{begin, end};
        begin = std::max(begin, segment.end);
    }
    return spans;
}

SegmentsMap::SegmentsMap(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void SegmentsMap::showJob(const Job &job)
{
    m_job = job;
    m_arrived = arrivedSpans(job);
    m_text = describe(job);
    setToolTip(m_text);
    setAccessibleDescription(m_text);
    update();
}

QSize SegmentsMap::sizeHint() const
{
    return {fontMetrics().averageCharWidth() * 40, fontMetrics().height() + 4};
}

QRectF SegmentsMap::placeOf(ByteSpan span) const
{
    const double scale = (width() - 2) / static_cast<double>(m_job.totalBytes);
    QRectF place(1 + static_cast<double>(span.begin) * scale, 1,
                 std::max(1.0, static_cast<double>(span.end - span.begin) * scale), height() - 2);
    if (layoutDirection() == Qt::RightToLeft)
        place.moveLeft(width() - place.right());
    return place;
}

void SegmentsMap::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Mid));
    painter.fillRect(rect().adjusted(1, 1, -1, -1), palette().color(QPalette::Base));
    if (m_job.totalBytes <= 0)
        return;
    const QColor color = palette().color(QPalette::Highlight);
    for (const ByteSpan &span : std::as_const(m_arrived))
        painter.fillRect(placeOf(span), color);
    for (const JobSegment &segment : std::as_const(m_job.segments)) {
        // Hatched, so that it can be told without colours.
        painter.fillRect(placeOf({segment.position, segment.end}), QBrush(color, Qt::BDiagPattern));
        const QRectF place = placeOf({segment.position, segment.position});
        painter.fillRect(QRectF(place.left(), 1, 1, height() - 2), palette().color(QPalette::Text));
    }
}
