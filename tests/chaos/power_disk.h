#pragma once

#include <QTemporaryDir>

/// An ext4 on a loop device whose power can be cut: what was not synced is then gone. Mounted so that nothing becomes
/// durable by luck: no commit of its own accord, no flush at a rename.
/// Needs root; enterOwnMounts() before, so that no mount outlives the process.
class PowerDisk {
public:
    explicit PowerDisk(qint64 bytes);
    ~PowerDisk();
    PowerDisk(const PowerDisk &) = delete;
    PowerDisk &operator=(const PowerDisk &) = delete;

    bool isMounted() const { return m_mounted; }
    QString path() const { return m_directory.filePath(QStringLiteral("mount")); }
    /// Drops what is not on the disk, and lets nothing more get there. Whoever uses it must be killed.
    void cutPower();
    /// Mounts it again, as after a restart. False: it is still in use, or broken.
    bool powerOn();

private:
    bool mount();
    bool unmount();

    QTemporaryDir m_directory;
    bool m_mounted = false;
};

/// Gives this process and its children mounts of their own; before any thread. False: not permitted.
bool enterOwnMounts();
