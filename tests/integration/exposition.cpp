#include "exposition.h"

#include <limits>

using namespace Qt::StringLiterals;

Exposition::Exposition(const QByteArray &text)
{
    for (const QString &line : QString::fromUtf8(text).split(u'\n', Qt::SkipEmptyParts)) {
        if (line.startsWith("# TYPE "_L1))
            m_families += line.section(u' ', 2, 2);
        if (line.startsWith(u'#'))
            continue;
        const qsizetype space = line.lastIndexOf(u' ');
        m_samples.insert(line.first(space), line.sliced(space + 1).toDouble());
    }
}

double Exposition::value(const QString &sample) const
{
    return m_samples.value(sample, std::numeric_limits<double>::quiet_NaN());
}

QStringList Exposition::samplesOf(const QString &start) const
{
    QStringList found;
    for (auto sample = m_samples.begin(); sample != m_samples.end(); ++sample) {
        if (sample.key().startsWith(start))
            found += sample.key();
    }
    return found;
}
