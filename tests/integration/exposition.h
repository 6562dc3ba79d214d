#pragma once

#include <QByteArray>
#include <QMap>
#include <QStringList>

/// What a /metrics said: each sample by its name and labels as they stand there, NAME{label="value",…}.
class Exposition {
public:
    explicit Exposition(const QByteArray &text);

    /// Of the one sample NAME, or NAME{labels}; NaN when there is none.
    double value(const QString &sample) const;
    /// The samples whose name and labels begin with \a start.
    QStringList samplesOf(const QString &start) const;
    /// The names of all families, by # TYPE.
    QStringList families() const { return m_families; }

private:
    QMap<QString, double> m_samples;
    QStringList m_families;
};
