#include "small_disk.h"

#include <QFile>

#include <sys/mount.h>

SmallDisk::SmallDisk(const QByteArray &size)
{
    m_mounted = ::mount("tmpfs", QFile::encodeName(m_directory.path()).constData(), "tmpfs", 0,
                        QByteArray("size=" + size).constData())
        == 0;
}

SmallDisk::~SmallDisk()
{
    if (m_mounted)
        ::umount2(QFile::encodeName(m_directory.path()).constData(), MNT_DETACH);
}
