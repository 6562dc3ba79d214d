#pragma once

#include <QByteArray>
#include <QStringView>

#include <optional>

/// Writes JSON as text, member by member, for answers with thousands of objects: QJsonObject would sort and copy each
/// of them first. Members come in the order they are written; the caller sees to it that their names differ.
class JsonWriter {
public:
    void beginObject() { begin('{'); }
    void beginObject(QByteArrayView name) { begin(name, '{'); }
    void endObject() { end('}'); }
    void beginArray(QByteArrayView name) { begin(name, '['); }
    void endArray() { end(']'); }

    void member(QByteArrayView name, QStringView value);
    void member(QByteArrayView name, const QString &value) { member(name, QStringView(value)); }
    void member(QByteArrayView name, qint64 value);
    void member(QByteArrayView name, double value);
    void member(QByteArrayView name, bool value);
    void null(QByteArrayView name);
    /// The value, or null.
    template <class T>
    void member(QByteArrayView name, const std::optional<T> &value)
    {
        if (value)
            member(name, *value);
        else
            null(name);
    }
    void member(QByteArrayView name, const char *value) = delete; // would be taken for a bool

    /// What was written before by another: a value of a list, or members of an object.
    void written(QByteArrayView json)
    {
        separate();
        m_text += json;
    }

    /// What has been written. The writer is empty then.
    QByteArray take();

private:
    void begin(char bracket);
    void begin(QByteArrayView name, char bracket);
    void end(char bracket);
    void separate();
    void startMember(QByteArrayView name);
    void writeText(QStringView text);

    QByteArray m_text;
    bool m_isFirst = true; ///< of its object or list
};
