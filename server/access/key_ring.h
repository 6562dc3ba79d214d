#pragma once

#include "access/api_keys.h"
#include "base/clock.h"

#include <QFileSystemWatcher>

/// The keys of a running service: those of a file, read again whenever it changes, and fixed ones. Lives on the core's
/// thread.
class KeyRing final : public QObject {
    Q_OBJECT

public:
    /// \a file: empty when there is none. \a clock must outlive the ring.
    KeyRing(QString file, ApiKeys fixed, Clock &clock, QObject *parent = nullptr);

    /// Reads the file and watches it from now on. Error: InvalidArgument naming the file and the line. The keys of
    /// before then stay valid: a slip in the file must not lock everybody out.
    Result<void> load();
    /// load(), with the outcome in the log: for a file that has changed, and for people who ask.
    void reload();

    /// There are keys to be had, so that one is needed; also when the file is empty and nobody has one.
    bool isInUse() const { return !m_file.isEmpty() || !m_fixed.all().isEmpty(); }
    const ApiKeys &keys() const { return m_keys; }

private:
    void watch();
    void reloadSoon();

    const QString m_file;
    const ApiKeys m_fixed;
    Clock &m_clock;
    ApiKeys m_keys;
    QByteArray m_text; ///< of the file, as it was read last
    QFileSystemWatcher m_watcher;
    bool m_reloading = false; ///< soon
};
