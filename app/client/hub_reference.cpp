#include "client/hub_reference.h"

#include <QRegularExpression>
#include <QStringList>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxLength = 2048;

/// "owner/name" or "owner/name:QUANT".
std::optional<HubReference> parsePlain(const QString &text)
{
    static const QRegularExpression shape(
        u"\\A([A-Za-z0-9][A-Za-z0-9_.-]{0,95}/[A-Za-z0-9_.-]{1,96})(?::([A-Za-z0-9_-]+))?\\z"_s);
    const QRegularExpressionMatch match = shape.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    return HubReference{match.captured(1), match.captured(1), match.captured(2)};
}

/// "owner/name…" of a URL's decoded \a path.
std::optional<HubReference> parsePath(const QString &path, const QString &whole)
{
    const QStringList parts = path.split(u'/', Qt::SkipEmptyParts);
    if (parts.size() < 2)
        return std::nullopt;
    auto reference = parsePlain(QString(parts[0] + u'/' + parts[1]));
    if (!reference)
        return std::nullopt;
    if (parts.size() > 2)
        reference->model = whole;
    const bool isFile = parts.size() > 4 && (parts[2] == "resolve"_L1 || parts[2] == "blob"_L1 || parts[2] == "raw"_L1);
    if (isFile)
        reference->filename = parts.mid(4).join(u'/');
    if (isFile || (parts.size() > 3 && parts[2] == "tree"_L1))
        reference->revision = parts[3];
    return reference;
}

} // namespace

std::optional<HubReference> HubReference::parse(const QString &text)
{
    const QString trimmed = text.trimmed();
    if (trimmed.isEmpty() || trimmed.size() > maxLength)
        return std::nullopt;
    for (const QLatin1StringView prefix : {"hf.co/"_L1, "huggingface.co/"_L1}) {
        if (trimmed.startsWith(prefix))
            return parsePath(trimmed.sliced(prefix.size()), trimmed);
    }
    if (!trimmed.startsWith("https://"_L1) && !trimmed.startsWith("http://"_L1))
        return parsePlain(trimmed);
    const QUrl url(trimmed, QUrl::StrictMode);
    auto reference = url.isValid() && !url.host().isEmpty() ? parsePath(url.path(QUrl::FullyDecoded), trimmed)
                                                            : std::optional<HubReference>();
    if (reference)
        reference->model = trimmed; // another host than the Hub's must not pass for it
    return reference;
}
