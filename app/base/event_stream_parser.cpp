#include "base/event_stream_parser.h"

#include <utility>

namespace {

ServerEvent parseEvent(const QByteArray &text)
{
    ServerEvent event;
    bool hasData = false;
    for (const QByteArray &line : text.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        const QByteArray name = line.left(colon);
        QByteArray value = colon < 0 ? QByteArray() : line.sliced(colon + 1);
        if (value.startsWith(' '))
            value.remove(0, 1);
        if (name == "data") {
            if (std::exchange(hasData, true))
                event.data += '\n';
            event.data += value;
        } else if (name == "event")
            event.type = value;
        else if (name == "id")
            event.id = value;
    }
    return event;
}

} // namespace

QList<QByteArray> EventStreamParser::add(const QByteArray &bytes)
{
    QList<QByteArray> data;
    for (const ServerEvent &event : addEvents(bytes))
        data += event.data;
    return data;
}

QList<ServerEvent> EventStreamParser::addEvents(const QByteArray &bytes)
{
    QList<ServerEvent> events;
    m_rest += bytes;
    qsizetype start = 0;
    for (qsizetype end; (end = m_rest.indexOf("\n\n", start)) >= 0; start = end + 2)
        events += parseEvent(m_rest.mid(start, end - start));
    m_rest.remove(0, start);
    return events;
}
