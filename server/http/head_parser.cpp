#include "http/head_parser.h"

#include "http/http_syntax.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

// Qt's own parser, which reads the same bytes after us, gives up on longer fields without an answer.
constexpr qsizetype maxFieldBytes = 8LL * 1024;
constexpr qsizetype maxMethodBytes = 32;
constexpr qsizetype maxLengthDigits = 18; // below 2^63

QByteArrayView withoutBlanks(QByteArrayView text)
{
    const auto isBlank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.isEmpty() && isBlank(text.front()))
        text = text.sliced(1);
    while (!text.isEmpty() && isBlank(text.back()))
        text.chop(1);
    return text;
}

} // namespace

QByteArray HttpHead::field(QByteArrayView lowerName) const
{
    for (const auto &[name, value] : fields) {
        if (name == lowerName)
            return value;
    }
    return {};
}

HeadParser::HeadParser(const HttpLimits &limits)
    : m_limits(limits)
{
}

void HeadParser::reset()
{
    m_head = {};
    m_refusal = {};
    m_line.clear();
    m_authority.clear();
    m_size = 0;
    m_taken = 0;
    m_hosts = 0;
    m_contentLengths = 0;
    m_transferEncodings = 0;
    m_hasRequestLine = false;
}

HeadParser::Progress HeadParser::feed(QByteArrayView bytes)
{
    m_taken = 0;
    auto progress = Progress::NeedsMore;
    while (progress == Progress::NeedsMore && m_taken < bytes.size()) {
        const qsizetype lineFeed = bytes.indexOf('\n', m_taken);
        const qsizetype end = lineFeed < 0 ? bytes.size() : lineFeed + 1;
        const QByteArrayView piece = bytes.sliced(m_taken, end - m_taken);
        m_taken = end;
        progress = takePiece(piece);
    }
    return progress;
}

HeadParser::Progress HeadParser::takePiece(QByteArrayView piece)
{
    m_size += piece.size();
    m_line += piece;
    const bool isLine = m_line.endsWith('\n');
    if (!m_hasRequestLine) {
        if (m_line[0] != '\r' && !isTokenChar(m_line[0]))
            return badRequest(u"this is not an HTTP request"_s);
        if (m_line.size() > m_limits.maxTargetBytes + maxMethodBytes + 16)
            return refuse(414, u"uri_too_long"_s, u"the request's URL is too long"_s,
                          u"send long input in the body of a POST"_s);
    }
    if (m_size > m_limits.maxHeadBytes)
        return refuse(431, u"headers_too_large"_s, u"the request's header fields are too large"_s,
                      u"send fewer or shorter header fields"_s);
    if (!isLine)
        return Progress::NeedsMore;
    if (!m_line.endsWith("\r\n"))
        return badRequest(u"each line of the head must end in CR LF"_s);
    const QByteArray line = std::exchange(m_line, {});
    return takeLine(QByteArrayView(line).chopped(2));
}

HeadParser::Progress HeadParser::takeLine(QByteArrayView line)
{
    if (!m_hasRequestLine) {
        if (line.isEmpty()) {
            // RFC 9112, 2.2: an empty line before a request is not one, whoever sent it. It still counts to the size.
            return Progress::NeedsMore;
        }
        m_hasRequestLine = true;
        return takeRequestLine(line);
    }
    return line.isEmpty() ? finish() : takeField(line);
}

HeadParser::Progress HeadParser::takeRequestLine(QByteArrayView line)
{
    const qsizetype first = line.indexOf(' ');
    const qsizetype last = line.lastIndexOf(' ');
    if (first <= 0 || last <= first || line.sliced(first + 1, last - first - 1).contains(' '))
        return badRequest(u"the request line must be METHOD, path and version, with one space between them"_s);
    const QByteArrayView method = line.first(first);
    if (!isToken(method) || method.size() > maxMethodBytes)
        return badRequest(u"the method is not a valid word"_s);
    m_head.method = method.toByteArray();

    const QByteArrayView version = line.sliced(last + 1);
    if (version != "HTTP/1.1" && version != "HTTP/1.0") {
        if (!version.startsWith("HTTP/"))
            return badRequest(u"the request line names no HTTP version"_s);
        return refuse(505, u"http_version_not_supported"_s, u"only HTTP/1.1 and HTTP/1.0 are spoken here"_s);
    }
    m_head.minorVersion = version.back() == '1' ? 1 : 0;
    m_head.keepAlive = m_head.minorVersion == 1;
    return takeTarget(line.sliced(first + 1, last - first - 1));
}

HeadParser::Progress HeadParser::takeTarget(QByteArrayView target)
{
    if (target.size() > m_limits.maxTargetBytes)
        return refuse(414, u"uri_too_long"_s, u"the request's URL is too long"_s,
                      u"send long input in the body of a POST"_s);
    if (target == "*" && m_head.method == "OPTIONS") {
        m_head.path = "*";
        return Progress::NeedsMore;
    }
    const qsizetype scheme = target.startsWith("http://") ? 7 : target.startsWith("https://") ? 8 : 0;
    if (scheme > 0) {
        const QByteArrayView rest = target.sliced(scheme);
        const qsizetype slash = rest.indexOf('/');
        const QByteArrayView authority = slash < 0 ? rest : rest.first(slash);
        if (!isAuthority(authority))
            return badRequest(u"the URL's host is not valid"_s);
        m_authority = authority.toByteArray();
        target = slash < 0 ? QByteArrayView("/") : rest.sliced(slash);
    }
    // "//x" would be read as a host by URL classes further in.
    if (!target.startsWith('/') || target.startsWith("//"))
        return badRequest(u"the URL's path must begin with one slash"_s);
    return takePath(target);
}

HeadParser::Progress HeadParser::takePath(QByteArrayView target)
{
    if (!isTargetText(target))
        return badRequest(u"the URL has a character that must be percent-encoded, or a broken encoding"_s);
    const qsizetype mark = target.indexOf('?');
    const QByteArrayView path = mark < 0 ? target : target.first(mark);
    if (isTreacherousPath(path))
        return badRequest(u"the URL's path has a dot segment or a control character"_s);
    m_head.path = path.toByteArray();
    if (mark >= 0)
        m_head.query = target.sliced(mark + 1).toByteArray();
    return Progress::NeedsMore;
}

HeadParser::Progress HeadParser::takeField(QByteArrayView line)
{
    if (line.front() == ' ' || line.front() == '\t')
        return badRequest(u"a header field may not be folded over several lines"_s);
    const qsizetype colon = line.indexOf(':');
    if (colon <= 0 || !isToken(line.first(colon)))
        return badRequest(u"a header field's name is not valid"_s);
    if (line.size() > maxFieldBytes || m_head.fields.size() >= m_limits.maxFields)
        return refuse(431, u"headers_too_large"_s, u"the request has too many or too long header fields"_s,
                      u"send fewer or shorter header fields"_s);
    const QByteArray name = line.first(colon).toByteArray().toLower();
    const QByteArrayView text = withoutBlanks(line.sliced(colon + 1));
    if (!isFieldValue(text))
        return badRequest(u"a header field has a control character"_s);
    const QByteArray value = text.toByteArray();
    m_head.fields.emplaceBack(name, value);

    if (name == "host") {
        if (++m_hosts > 1 || !isAuthority(value))
            return badRequest(u"the Host field must be there once and name a host"_s);
    } else if (name == "content-length") {
        return takeContentLength(value);
    } else if (name == "transfer-encoding") {
        ++m_transferEncodings;
    } else if (name == "connection") {
        const QList<QByteArray> options = listMembers(value);
        if (options.contains("close"))
            m_head.keepAlive = false;
        else if (options.contains("keep-alive") && m_head.minorVersion == 0)
            m_head.keepAlive = true;
    } else if (name == "expect") {
        if (value.compare("100-continue", Qt::CaseInsensitive) != 0)
            return refuse(417, u"expectation_failed"_s, u"only the expectation 100-continue can be met"_s);
        m_head.expectsContinue = true;
    } else if (name == "upgrade") {
        m_head.wantsWebSocket = m_head.wantsWebSocket || listMembers(value).contains("websocket");
    }
    return Progress::NeedsMore;
}

HeadParser::Progress HeadParser::takeContentLength(const QByteArray &value)
{
    const bool isNumber = !value.isEmpty() && std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
    if (++m_contentLengths > 1 || !isNumber)
        return badRequest(u"Content-Length must be there once, and a number"_s);
    if (value.size() > maxLengthDigits)
        return refuse(413, u"body_too_large"_s, u"the request's body is too large"_s);
    m_head.contentLength = value.toLongLong();
    return Progress::NeedsMore;
}

HeadParser::Progress HeadParser::finish()
{
    if (m_transferEncodings > 0 && m_contentLengths > 0)
        return badRequest(u"Content-Length and Transfer-Encoding exclude each other"_s);
    if (m_transferEncodings > 0)
        return refuse(411, u"length_required"_s, u"chunked request bodies are not accepted"_s,
                      u"send the body with a Content-Length"_s);
    if (m_hosts == 0 && m_head.minorVersion == 1)
        return badRequest(u"the Host field must be there once and name a host"_s);
    if (m_head.wantsWebSocket && m_head.contentLength > 0)
        return badRequest(u"a request for a WebSocket has no body"_s);
    // To be ignored, says RFC 9110; but Qt 6.8 sends its 100 then too, which such a client takes for the answer.
    if (m_head.expectsContinue && m_head.minorVersion == 0)
        return refuse(417, u"expectation_failed"_s, u"HTTP/1.0 knows no expectations"_s);
    if (!m_authority.isEmpty()) {
        // RFC 9112, 3.2.2: the host of an absolute target replaces the field's.
        erase_if(m_head.fields, [](const auto &field) { return field.first == "host"; });
        m_head.fields.emplaceBack("host", m_authority);
    }
    return Progress::Complete;
}

HeadParser::Progress HeadParser::refuse(int status, const QString &code, const QString &message, const QString &hint)
{
    m_refusal = Refusal{status, code, message, hint};
    return Progress::Refused;
}

HeadParser::Progress HeadParser::badRequest(const QString &message)
{
    return refuse(400, u"bad_request"_s, message);
}
