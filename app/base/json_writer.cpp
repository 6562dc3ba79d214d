#include "base/json_writer.h"

#include <QString>

#include <utility>

void JsonWriter::separate()
{
    if (!std::exchange(m_isFirst, false))
        m_text += ',';
}

void JsonWriter::begin(char bracket)
{
    separate();
    m_text += bracket;
    m_isFirst = true;
}

void JsonWriter::begin(QByteArrayView name, char bracket)
{
    startMember(name);
    m_text += bracket;
    m_isFirst = true;
}

void JsonWriter::end(char bracket)
{
    m_text += bracket;
    m_isFirst = false;
}

void JsonWriter::startMember(QByteArrayView name)
{
    separate();
    m_text += '"';
    m_text.append(name);
    m_text += "\":";
}

void JsonWriter::writeText(QStringView text)
{
    static constexpr char digits[] = "0123456789abcdef";
    m_text += '"';
    for (const char c : text.toUtf8()) {
        if (c == '"' || c == '\\') {
            m_text += '\\';
            m_text += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            m_text += "\\u00";
            m_text += digits[c >> 4];
            m_text += digits[c & 15];
        } else {
            m_text += c;
        }
    }
    m_text += '"';
}

void JsonWriter::member(QByteArrayView name, QStringView value)
{
    startMember(name);
    writeText(value);
}

void JsonWriter::member(QByteArrayView name, qint64 value)
{
    startMember(name);
    m_text += QByteArray::number(value);
}

void JsonWriter::member(QByteArrayView name, double value)
{
    startMember(name);
    m_text += QByteArray::number(value, 'g', 15);
}

void JsonWriter::member(QByteArrayView name, bool value)
{
    startMember(name);
    m_text += value ? "true" : "false";
}

void JsonWriter::null(QByteArrayView name)
{
    startMember(name);
    m_text += "null";
}

QByteArray JsonWriter::take()
{
    m_isFirst = true;
    return std::exchange(m_text, {});
}
