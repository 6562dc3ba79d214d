#include "hub/repo_card.h"

#include "hub/plain_text.h"

#include <QHash>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxTextLines = 40;
constexpr qsizetype maxValueLength = 200;
constexpr qsizetype maxTags = 50;
constexpr qsizetype maxTagLength = 60;

/// A scalar of YAML, or of a list in brackets, without its quotes.
QString unquoted(const QString &value)
{
    const QString text = value.trimmed();
    const bool isQuoted =
        text.size() >= 2 && text.front() == text.back() && (text.front() == u'"' || text.front() == u'\'');
    return isQuoted ? text.sliced(1, text.size() - 2) : text;
}

/// The few members of front matter that we show. It is no YAML parser: what is written in another way is not told.
QHash<QString, QStringList> membersOf(const QStringList &lines)
{
    QHash<QString, QStringList> members;
    QString key;
    for (const QString &line : lines) {
        if (const QString item = line.trimmed(); item.startsWith("- "_L1)) {
            if (QStringList &values = members[key]; values.size() < maxTags)
                values += unquoted(item.sliced(2));
            continue;
        }
        const qsizetype colon = line.indexOf(u':');
        if (colon <= 0 || line.front() == u' ' || line.front() == u'#')
            continue;
        key = line.first(colon).trimmed();
        const QString value = line.sliced(colon + 1).trimmed();
        if (value.startsWith(u'[') && value.endsWith(u']')) {
            for (const QString &each : value.sliced(1, value.size() - 2).split(u',').mid(0, maxTags))
                members[key] += unquoted(each);
        } else if (!value.isEmpty()) {
            members[key] += unquoted(value);
        }
    }
    return members;
}

QString webAddress(const QString &text)
{
    const QUrl url(plainLine(text, maxValueLength), QUrl::StrictMode);
    const bool isPage = url.isValid() && (url.scheme() == "https"_L1 || url.scheme() == "http"_L1)
        && !url.host().isEmpty() && url.userInfo().isEmpty();
    return isPage ? QString::fromLatin1(url.toEncoded()) : QString();
}

} // namespace

RepoCard RepoCard::parse(QByteArrayView readme)
{
    QString text = QString::fromUtf8(readme);
    text.replace(u"\r\n"_s, u"\n"_s);
    RepoCard card;
    if (text.startsWith("---\n"_L1)) {
        const qsizetype end = text.indexOf("\n---"_L1, 3);
        const qsizetype bodyBegin = end < 0 ? -1 : text.indexOf(u'\n', end + 1);
        const QHash<QString, QStringList> members =
            membersOf(text.sliced(4, std::max<qsizetype>((end < 0 ? text.size() : end) - 4, 0)).split(u'\n'));
        const auto first = [&members](const QString &name) { return members.value(name).value(0); };
        card.license = plainLine(first(u"license"_s), maxValueLength);
        if (const QString name = first(u"license_name"_s); card.license == "other"_L1 && !name.isEmpty())
            card.license = plainLine(name, maxValueLength);
        card.licenseLink = webAddress(first(u"license_link"_s));
        for (const QString &tag : members.value(u"tags"_s)) {
            if (const QString shown = plainLine(tag, maxTagLength); !shown.isEmpty())
                card.tags += shown;
        }
        text = bodyBegin < 0 ? QString() : text.sliced(bodyBegin); // front matter without an end is all front matter
    }
    card.text = plainText(text, maxTextLines);
    return card;
}
