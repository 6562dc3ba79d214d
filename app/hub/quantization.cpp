#include "hub/quantization.h"

#include <QHash>
#include <QRegularExpression>
#include <QStringList>

#include <cmath>

using namespace Qt::StringLiterals;

namespace {

const QString tagPattern = u"(?:UD-)?(?:IQ[1-4]_(?:XXS|XS|S|M|NL)|TQ[12]_0|Q[2-8]_(?:K|[01](?:_[48]_[48])?)|BF16|FP?16|"
                           "F32|MXFP4|NVFP4)(?:_[A-Z]+)?"_s;

const QRegularExpression &tagInName()
{
    static const QRegularExpression pattern(u"(?<=[._-])(%1)(?=[._-]|$)"_s.arg(tagPattern),
                                            QRegularExpression::CaseInsensitiveOption);
    return pattern;
}

QRegularExpressionMatch lastTag(const QString &name)
{
    QRegularExpressionMatch last;
    for (auto matches = tagInName().globalMatch(name); matches.hasNext();)
        last = matches.next();
    return last;
}

const QHash<QString, double> &bitsTable()
{
    static const QHash<QString, double> bits{
        {u"F32"_s, 32},      {u"BF16"_s, 16},     {u"F16"_s, 16},     {u"FP16"_s, 16},     {u"Q8_0"_s, 8.5},
        {u"Q6_K"_s, 6.6},    {u"Q5_1"_s, 6.0},    {u"Q5_K_M"_s, 5.7}, {u"Q5_K_S"_s, 5.6},  {u"Q5_0"_s, 5.6},
        {u"Q4_1"_s, 5.1},    {u"Q4_K_M"_s, 4.9},  {u"Q4_K_S"_s, 4.7}, {u"Q4_0"_s, 4.6},    {u"IQ4_NL"_s, 4.5},
        {u"NVFP4"_s, 4.5},   {u"IQ4_XS"_s, 4.25}, {u"MXFP4"_s, 4.25}, {u"Q3_K_L"_s, 4.3},  {u"Q3_K_M"_s, 4.0},
        {u"Q3_K_S"_s, 3.65}, {u"IQ3_M"_s, 3.66},  {u"IQ3_S"_s, 3.44}, {u"IQ3_XS"_s, 3.3},  {u"IQ3_XXS"_s, 3.06},
        {u"Q2_K"_s, 3.2},    {u"IQ2_M"_s, 2.7},   {u"IQ2_S"_s, 2.5},  {u"IQ2_XS"_s, 2.31}, {u"IQ2_XXS"_s, 2.06},
        {u"TQ2_0"_s, 2.06},  {u"TQ1_0"_s, 1.69},  {u"IQ1_M"_s, 1.75}, {u"IQ1_S"_s, 1.56},
    };
    return bits;
}

} // namespace

std::optional<Quantization> Quantization::ofFileName(QStringView fileName)
{
    QString stem = fileName.toString();
    if (stem.endsWith(".gguf"_L1, Qt::CaseInsensitive))
        stem.chop(5);
    // A file may be called by its tag alone ("Q4_K_M.gguf" in a folder of the model's name).
    const auto match = lastTag(u'.' + stem);
    if (!match.hasMatch())
        return std::nullopt;
    return Quantization(match.captured(1).toUpper());
}

std::optional<Quantization> Quantization::parse(QStringView tag)
{
    static const QRegularExpression whole(u"\\A%1\\z"_s.arg(tagPattern), QRegularExpression::CaseInsensitiveOption);
    const QString text = tag.toString();
    if (!whole.match(text).hasMatch())
        return std::nullopt;
    return Quantization(text.toUpper());
}

QString Quantization::strippedFrom(const QString &stem)
{
    const auto match = lastTag(stem);
    if (!match.hasMatch())
        return stem;
    QString stripped = stem;
    stripped.remove(match.capturedStart(1) - 1, match.capturedLength(1) + 1);
    return stripped.isEmpty() ? stem : stripped;
}

std::optional<double> Quantization::bitsPerWeight() const
{
    QString tag = m_tag;
    if (tag.startsWith("UD-"_L1))
        tag.remove(0, 3);
    // Variants such as Q4_K_XL or Q8_0_L weigh about as much as the plain tag.
    for (; !tag.isEmpty(); tag.truncate(qMax<qsizetype>(0, tag.lastIndexOf(u'_')))) {
        const auto found = bitsTable().constFind(tag);
        if (found != bitsTable().constEnd())
            return *found;
        const auto medium = bitsTable().constFind(tag + u"_M"_s);
        if (medium != bitsTable().constEnd())
            return *medium;
    }
    return std::nullopt;
}

int Quantization::preference() const
{
    static const QStringList order{u"Q4_K_M"_s, u"UD-Q4_K_XL"_s, u"Q4_K_L"_s, u"Q4_K_S"_s, u"MXFP4"_s,
                                   u"IQ4_XS"_s, u"IQ4_NL"_s,     u"Q4_0"_s,   u"Q5_K_M"_s, u"Q5_K_S"_s,
                                   u"Q6_K"_s,   u"Q8_0"_s,       u"Q3_K_L"_s, u"Q3_K_M"_s, u"IQ3_M"_s};
    const qsizetype position = order.indexOf(m_tag);
    if (position >= 0)
        return static_cast<int>(position);
    const double bits = bitsPerWeight().value_or(0);
    // Full precision is the last resort; the rest stands by falling bits behind the listed ones.
    return bits >= 16 ? 10'000 : 1'000 - static_cast<int>(std::lround(bits * 10));
}
