#include "http/http_syntax.h"

#include <QByteArray>

#include <algorithm>
#include <array>
#include <string_view>

namespace {

constexpr std::string_view alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

class CharSet {
public:
    constexpr explicit CharSet(std::string_view others)
    {
        for (const char c : alphanumeric)
            m_has[static_cast<unsigned char>(c)] = true;
        for (const char c : others)
            m_has[static_cast<unsigned char>(c)] = true;
    }
    constexpr bool has(char c) const { return m_has[static_cast<unsigned char>(c)]; }
    bool hasAll(QByteArrayView text) const
    {
        return std::ranges::all_of(text, [this](char c) { return has(c); });
    }

private:
    std::array<bool, 256> m_has{};
};

constexpr CharSet tokenChars("!#$%&'*+-.^_`|~");
// RFC 3986 plus '[' and ']', which clients send in queries.
constexpr CharSet targetChars("-._~!$&'()*+,;=:@/?%[]");
constexpr CharSet nameChars("-._~!$&'()*+,;=%");

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool isPort(QByteArrayView text)
{
    return text.size() <= 5 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

bool isTokenChar(char c)
{
    return tokenChars.has(c);
}

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && tokenChars.hasAll(text);
}

bool isFieldValue(QByteArrayView text)
{
    return std::ranges::none_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && c != '\t') || byte == 0x7f;
    });
}

bool isTargetText(QByteArrayView text)
{
    if (!targetChars.hasAll(text))
        return false;
    for (qsizetype at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 3)) {
        if (at + 2 >= text.size() || hexValue(text[at + 1]) < 0 || hexValue(text[at + 2]) < 0)
            return false;
    }
    return true;
}

bool isTreacherousPath(QByteArrayView path)
{
    if (!path.contains('%') && !path.contains("/."))
        return false;
    const QByteArray decoded = QByteArray::fromPercentEncoding(path.toByteArray());
    if (!isFieldValue(decoded) || decoded.contains('\t'))
        return true;
    // A backslash ends a segment for some file systems and libraries.
    QByteArray slashes = decoded;
    slashes.replace('\\', '/');
    const QList<QByteArray> segments = slashes.split('/');
    return std::ranges::any_of(segments, [](const QByteArray &segment) { return segment == "." || segment == ".."; });
}

bool isAuthority(QByteArrayView text)
{
    if (text.startsWith('[')) {
        const qsizetype end = text.indexOf(']');
        const QByteArrayView rest = end < 0 ? QByteArrayView() : text.sliced(end + 1);
        const auto isAddressChar = [](char c) { return hexValue(c) >= 0 || c == ':' || c == '.'; };
        return end > 1 && std::ranges::all_of(text.sliced(1, end - 1), isAddressChar)
            && (rest.isEmpty() || (rest[0] == ':' && isPort(rest.sliced(1))));
    }
    const qsizetype colon = text.indexOf(':');
    const QByteArrayView name = colon < 0 ? text : text.first(colon);
    return !name.isEmpty() && nameChars.hasAll(name) && (colon < 0 || isPort(text.sliced(colon + 1)));
}

QList<QByteArray> listMembers(QByteArrayView value)
{
    QList<QByteArray> members;
    for (const QByteArray &member : value.toByteArray().toLower().split(',')) {
        const QByteArray trimmed = member.trimmed();
        if (!trimmed.isEmpty())
            members.append(trimmed);
    }
    return members;
}
