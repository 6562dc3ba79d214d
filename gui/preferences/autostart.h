#pragma once

#include "base/result.h"

#include <QStringList>

/// Whether this program starts when the user logs in: an entry of XDG autostart.
class Autostart {
public:
    /// \a command is the program and its arguments; \a folder is where the entries are, empty: the user's.
    explicit Autostart(const QStringList &command, const QString &folder = {});

    bool isOn() const;
    /// Error: DiskFailed.
    Result<void> set(bool isOn) const;

private:
    const QStringList m_command;
    const QString m_file;
};

/// \a command as the value of Exec in a desktop entry.
QString execValue(const QStringList &command);
