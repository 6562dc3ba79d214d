#pragma once

#include <QByteArray>
#include <QStringList>

/// Cuts what a process prints into lines, however it arrives, and bounds a line that never ends.
class LineSplitter {
public:
    /// The lines that \a bytes completed.
    QStringList add(const QByteArray &bytes);
    /// What stood after the last line feed, when nothing more will come.
    QStringList finish() { return add("\n"); }

private:
    static constexpr qsizetype maxLineBytes = 4096;
    QByteArray m_rest;
};
