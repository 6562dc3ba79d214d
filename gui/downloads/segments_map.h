#pragma once

#include "client/job.h"

#include <QWidget>

/// Bytes of a file, from \a begin to before \a end.
struct ByteSpan {
    qint64 begin = 0;
    qint64 end = 0;

    friend bool operator==(const ByteSpan &, const ByteSpan &) = default;
};

/// Which bytes of \a job have come, as far as that is told: the server hands a file out from its front to its back, so
/// that what lies before the last connection's end has come but for what the connections still owe.
QList<ByteSpan> arrivedSpans(const Job &job);

/// A strip that shows which bytes of a file are there, which are on their way, and how far each connection is.
class SegmentsMap final : public QWidget {
    Q_OBJECT

public:
    explicit SegmentsMap(QWidget *parent = nullptr);

    void showJob(const Job &job);
    /// The same in words.
    QString text() const { return m_text; }

    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QRectF placeOf(ByteSpan span) const;

    Job m_job;
    QList<ByteSpan> m_arrived;
    QString m_text;
};
