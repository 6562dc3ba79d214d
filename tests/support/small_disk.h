#pragma once

#include <QByteArray>
#include <QTemporaryDir>

/// A tmpfs of \a size ("28m") that goes with it. Needs root, which ./dev and CI are.
class SmallDisk {
public:
    explicit SmallDisk(const QByteArray &size);
    ~SmallDisk();
    SmallDisk(const SmallDisk &) = delete;
    SmallDisk &operator=(const SmallDisk &) = delete;
    bool isMounted() const { return m_mounted; }
    QString path() const { return m_directory.path(); }

private:
    QTemporaryDir m_directory;
    bool m_mounted = false;
};
