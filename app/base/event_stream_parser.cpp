#include "base/event_stream_parser.h"

namespace {

QByteArray dataOf(const QByteArray &event)
{
    QByteArray data;
    bool first = true;
    for (QByteArray line : event.split('\n')) {
        if (!line.startsWith("data:"))
            continue;
        line.remove(0, line.startsWith("data: ") ? 6 : 5);
        data += first ? line : '\n' + line;
        first = false;
    }
    return data;
}

} // namespace

QList<QByteArray> EventStreamParser::add(const QByteArray &bytes)
{
    QList<QByteArray> events;
    m_rest += bytes;
    qsizetype start = 0;
    for (qsizetype end; (end = m_rest.indexOf("\n\n", start)) >= 0; start = end + 2)
        events += dataOf(m_rest.mid(start, end - start));
    m_rest.remove(0, start);
    return events;
}
