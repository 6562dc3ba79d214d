#pragma once

#include <QByteArray>
#include <QList>

struct ServerEvent {
    QByteArray type; ///< empty: "message" is meant
    QByteArray id;
    QByteArray data;
};

/// Takes a text/event-stream apart, however it arrives.
class EventStreamParser {
public:
    /// The data of the events that \a bytes completed: `data:` lines joined by line feeds, each without the one
    /// space that may follow the colon. Other fields are skipped.
    QList<QByteArray> add(const QByteArray &bytes);
    /// The same with the events' names and ids.
    QList<ServerEvent> addEvents(const QByteArray &bytes);
    /// True once an unfinished event has grown over 1 MiB: the other side is not speaking this protocol.
    bool overflowed() const { return m_rest.size() > maxEventBytes; }

private:
    static constexpr qsizetype maxEventBytes = 1 << 20;
    QByteArray m_rest;
};
