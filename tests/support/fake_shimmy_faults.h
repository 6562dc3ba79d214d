#pragma once

#include <QJsonObject>

/// What a FakeShimmy was told to do wrong (fake_shimmy_main.cpp lists the names). Pure.
class FakeShimmyFaults {
public:
    /// Reads fake-shimmy.json beside the name that the program was started by; no file, no faults.
    static FakeShimmyFaults besides(const char *startedAs);

    bool has(QLatin1StringView name) const { return m_told.value(name).toBool(); }
    /// Nothing it was told: \a otherwise.
    int number(QLatin1StringView name, int otherwise = -1) const { return m_told.value(name).toInt(otherwise); }

    QString text(QLatin1StringView name, const QString &otherwise) const
    {
        return m_told.value(name).toString(otherwise);
    }

private:
    QJsonObject m_told;
};
