#include "base/json.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <nlohmann/json.hpp>

#include <vector>

using namespace Qt::StringLiterals;

namespace {

constexpr size_t maxDepth = 32;

/// Builds Qt's values from nlohmann's events, and refuses what a parser that builds a tree would merge silently.
class QtValueBuilder final : public nlohmann::json_sax<nlohmann::json> {
public:
    QJsonValue root;
    size_t errorOffset = 0;
    QString errorText;

    bool null() override { return add(QJsonValue(QJsonValue::Null)); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(number_integer_t value) override { return add(static_cast<qint64>(value)); }
    bool number_unsigned(number_unsigned_t value) override
    {
        if (value > static_cast<number_unsigned_t>(std::numeric_limits<qint64>::max()))
            return add(static_cast<double>(value));
        return add(static_cast<qint64>(value));
    }
    bool number_float(number_float_t value, const string_t &) override { return add(value); }
    bool string(string_t &value) override { return add(QString::fromStdString(value)); }
    bool binary(binary_t &) override { return false; }
    bool start_object(size_t) override { return open(Level{false, {}, {}, {}}); }
    bool start_array(size_t) override { return open(Level{true, {}, {}, {}}); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t &name) override
    {
        QString text = QString::fromStdString(name);
        if (m_levels.back().object.contains(text)) {
            errorText = u"duplicate key \"%1\""_s.arg(text.left(64));
            return false;
        }
        // The key is in the object at once, so that {"a":{…},"a":…} is found as well.
        m_levels.back().object.insert(text, QJsonValue());
        m_levels.back().key = std::move(text);
        return true;
    }
    bool parse_error(size_t position, const std::string &, const nlohmann::detail::exception &) override
    {
        errorOffset = position;
        errorText = u"syntax error"_s;
        return false;
    }

private:
    struct Level {
        bool isArray;
        QJsonObject object;
        QJsonArray array;
        QString key;
    };
    std::vector<Level> m_levels;

    bool open(Level level)
    {
        if (m_levels.size() >= maxDepth) {
            errorText = u"more than %1 levels"_s.arg(maxDepth);
            return false;
        }
        m_levels.push_back(std::move(level));
        return true;
    }
    bool close()
    {
        const Level level = std::move(m_levels.back());
        m_levels.pop_back();
        return level.isArray ? add(level.array) : add(level.object);
    }
    bool add(const QJsonValue &value)
    {
        if (m_levels.empty())
            root = value;
        else if (m_levels.back().isArray)
            m_levels.back().array.append(value);
        else
            m_levels.back().object.insert(m_levels.back().key, value);
        return true;
    }
};

/// Counts what nlohmann's lexer has read, for errors that come from the builder and not from the lexer.
class CountingIterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char *;
    using reference = const char &;

    CountingIterator(const char *at, const char **furthest)
        : m_at(at)
        , m_furthest(furthest)
    {
    }
    reference operator*() const { return *m_at; }
    CountingIterator &operator++()
    {
        *m_furthest = ++m_at;
        return *this;
    }
    CountingIterator operator++(int)
    {
        CountingIterator before = *this;
        ++*this;
        return before;
    }
    bool operator==(const CountingIterator &other) const { return m_at == other.m_at; }
    bool operator!=(const CountingIterator &other) const { return m_at != other.m_at; }

private:
    const char *m_at;
    const char **m_furthest;
};

} // namespace

Result<QJsonValue> parseJson(QByteArrayView text, const QString &what)
{
    if (QtValueBuilder fast; nlohmann::json::sax_parse(text.begin(), text.end(), &fast))
        return fast.root;
    // Again, counting, to say where it is wrong: that takes thrice as long.
    QtValueBuilder builder;
    const char *furthest = text.data();
    if (nlohmann::json::sax_parse(CountingIterator(text.data(), &furthest),
                                  CountingIterator(text.data() + text.size(), &furthest), &builder))
        return builder.root;
    const qsizetype offset = builder.errorOffset > 0 ? static_cast<qsizetype>(builder.errorOffset) - 1
                                                     : qMax<qsizetype>(0, furthest - text.data() - 1);
    const QByteArrayView before = text.first(qMin(offset, text.size()));
    const qsizetype line = before.count('\n') + 1;
    const qsizetype column = offset - (before.lastIndexOf('\n') + 1) + 1;
    return fail(ErrorKind::InvalidArgument,
                u"%1 is not valid JSON: %2 at line %3, column %4"_s.arg(what, builder.errorText).arg(line).arg(column));
}

Result<QJsonObject> parseJsonObject(QByteArrayView text, const QString &what)
{
    const Result<QJsonValue> value = parseJson(text, what);
    if (!value)
        return failWith(value);
    if (!value->isObject())
        return fail(ErrorKind::InvalidArgument, u"%1 must be a JSON object"_s.arg(what));
    return value->toObject();
}

QByteArray toJson(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}
