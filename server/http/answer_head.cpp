#include "http/answer_head.h"

#include "http/http_status.h"
#include "http/http_syntax.h"

#include <algorithm>

namespace {

bool saysFraming(const QByteArray &name)
{
    for (const char *ours : {"connection", "content-length", "keep-alive", "transfer-encoding"}) {
        if (name.compare(ours, Qt::CaseInsensitive) == 0)
            return true;
    }
    return false;
}

QByteArray harmless(QByteArray value)
{
    if (isFieldValue(value))
        return value;
    for (char &c : value) {
        if (!isFieldValue(QByteArrayView(&c, 1)))
            c = ' ';
    }
    return value.trimmed();
}

} // namespace

bool AnswerHead::has(QByteArrayView lowerName) const
{
    return std::ranges::any_of(
        fields, [lowerName](const auto &field) { return field.first.compare(lowerName, Qt::CaseInsensitive) == 0; });
}

QByteArray AnswerHead::toBytes() const
{
    QByteArray bytes;
    bytes.reserve(512);
    bytes += "HTTP/1.1 ";
    bytes += QByteArray::number(status);
    bytes += ' ';
    bytes += reasonPhrase(status);
    bytes += "\r\n";
    const auto add = [&bytes](QByteArrayView name, QByteArrayView value) {
        bytes += name;
        bytes += ": ";
        bytes += value;
        bytes += "\r\n";
    };
    for (const auto &[name, value] : fields) {
        if (isToken(name) && !saysFraming(name))
            add(name, harmless(value));
    }
    if (framing == AnswerFraming::Length)
        add("Content-Length", QByteArray::number(bodyBytes));
    else if (framing == AnswerFraming::Chunked)
        add("Transfer-Encoding", "chunked");
    if (closes)
        add("Connection", "close");
    else if (minorVersion == 0)
        add("Connection", "keep-alive");
    bytes += "\r\n";
    return bytes;
}
