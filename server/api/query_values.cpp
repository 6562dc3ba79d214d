#include "api/query_values.h"

#include "hub/hub_config.h"

using namespace Qt::StringLiterals;

namespace {

tl::unexpected<Error> wrong(const QString &name, const QString &what, const QString &hint = {})
{
    return tl::unexpected(
        Error{ErrorKind::InvalidArgument, u"\"%1\" %2"_s.arg(name.left(64), what), hint, false, {}, name.left(64)});
}

/// As forms and browsers write it: '+' is a space.
std::optional<QString> decoded(QByteArray text)
{
    const QByteArray bytes = QByteArray::fromPercentEncoding(text.replace('+', ' '));
    const QString value = QString::fromUtf8(bytes);
    const bool isUtf8 = value.toUtf8() == bytes && !value.contains(QChar::Null);
    return isUtf8 ? std::optional(value) : std::nullopt;
}

} // namespace

Result<QueryValues> QueryValues::parse(const HttpRequest &request, const QStringList &known)
{
    QueryValues values;
    for (const QByteArray &pair : request.query.split('&')) {
        if (pair.isEmpty())
            continue;
        const qsizetype equals = pair.indexOf('=');
        const auto name = decoded(equals < 0 ? pair : pair.first(equals));
        const auto value = decoded(equals < 0 ? QByteArray() : pair.sliced(equals + 1));
        if (!name || !value)
            return wrong(name.value_or(u"the query"_s), u"is not UTF-8"_s);
        if (!known.contains(*name))
            return wrong(*name, u"is not known here"_s, u"known are %1"_s.arg(known.join(u", "_s)));
        if (values.m_values.contains(*name))
            return wrong(*name, u"is there twice"_s);
        values.m_values.insert(*name, *value);
    }
    return values;
}

Result<std::optional<bool>> QueryValues::flag(QLatin1StringView name) const
{
    const QString value = text(name);
    if (value.isEmpty())
        return std::nullopt;
    if (value != "true"_L1 && value != "false"_L1)
        return wrong(name, u"must be true or false"_s);
    return value == "true"_L1;
}

Result<int> QueryValues::number(QLatin1StringView name, int least, int most, int otherwise) const
{
    const QString value = text(name);
    if (value.isEmpty())
        return otherwise;
    bool ok = false;
    const int number = value.toInt(&ok);
    if (!ok || number < least || number > most)
        return wrong(name, u"must be a whole number from %1 to %2"_s.arg(least).arg(most));
    return number;
}

Result<Secret> hubTokenOf(const HttpRequest &request)
{
    auto token = parseHubToken(request.field("x-hf-token"));
    if (!token)
        return fail(ErrorKind::InvalidArgument, u"X-HF-Token contains characters that no token has"_s);
    return token;
}
