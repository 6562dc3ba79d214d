#include "preferences/autostart.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("Autostart", text);
}

QString usualFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) + u"/autostart"_s;
}

} // namespace

QString execValue(const QStringList &command)
{
    // Two layers, as the Desktop Entry Specification has them: quoting of arguments, then escapes of a string.
    QStringList words;
    for (QString word : command) {
        word.replace(u'%', u"%%"_s);
        for (const QChar special : u"\\\"`$"_s)
            word.replace(special, QString(u'\\' + QString(special)));
        words += QString(u'"' + word + u'"');
    }
    return words.join(u' ').replace(u'\\', u"\\\\"_s);
}

Autostart::Autostart(const QStringList &command, const QString &folder)
    : m_command(command)
    , m_file((folder.isEmpty() ? usualFolder() : folder) + u"/shimmy-manager.desktop"_s)
{
}

bool Autostart::isOn() const
{
    QFile file(m_file);
    return file.open(QIODevice::ReadOnly) && !file.readAll().contains("\nHidden=true");
}

Result<void> Autostart::set(bool isOn) const
{
    const auto failure = [this](const QString &why) {
        return fail(ErrorKind::DiskFailed,
                    translated(QT_TRANSLATE_NOOP("Autostart", "%1 cannot be changed: %2")).arg(m_file, why));
    };
    if (!isOn) {
        QFile file(m_file);
        if (file.exists() && !file.remove())
            return failure(file.errorString());
        return {};
    }
    QDir().mkpath(QFileInfo(m_file).path());
    const QString entry =
        u"[Desktop Entry]\nType=Application\nName=Shimmy Manager\nIcon=io.github.shimmy_manager.ShimmyManager\nExec="_s
        + execValue(m_command) + u"\nX-GNOME-Autostart-enabled=true\n"_s;
    QFile file(m_file); // no QSaveFile: that waits for the disk, which may be busy with a model
    if (file.open(QIODevice::WriteOnly) && file.write(entry.toUtf8()) > 0 && file.flush())
        return {};
    const QString why = file.errorString();
    file.remove(); // the desktop takes half an entry for one
    return failure(why);
}
