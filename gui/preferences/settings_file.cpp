#include "preferences/settings_file.h"

#include "base/logging.h"

#include <QSettings>

using namespace Qt::StringLiterals;

SettingsFile::SettingsFile(const QString &path)
    : m_path(path)
{
    m_disk.setMaxThreadCount(1);
    const QSettings file(path, QSettings::IniFormat);
    for (const QString &name : file.allKeys())
        m_values.insert(name, file.value(name));
}

SettingsFile::~SettingsFile()
{
    writeChanges();
    m_disk.waitForDone();
}

void SettingsFile::setValue(const QString &name, const QVariant &value)
{
    if (m_values.value(name) == value)
        return;
    m_values.insert(name, value);
    change(name, value);
}

QVariantMap SettingsFile::group(const QString &name) const
{
    const QString before = name + u'/';
    QVariantMap values;
    for (auto value = m_values.lowerBound(before); value != m_values.end() && value.key().startsWith(before); ++value)
        values.insert(value.key().mid(before.size()), *value);
    return values;
}

void SettingsFile::setGroup(const QString &name, const QVariantMap &values)
{
    const QVariantMap former = group(name);
    for (auto value = former.begin(); value != former.end(); ++value) {
        if (values.contains(value.key()))
            continue;
        const QString gone = name + u'/' + value.key();
        m_values.remove(gone);
        change(gone, {});
    }
    for (auto value = values.begin(); value != values.end(); ++value)
        setValue(name + u'/' + value.key(), *value);
}

void SettingsFile::change(const QString &name, const QVariant &value)
{
    if (m_changes.isEmpty())
        QMetaObject::invokeMethod(
            &m_courier, [this] { writeChanges(); }, Qt::QueuedConnection);
    m_changes.insert(name, value);
}

void SettingsFile::writeChanges()
{
    m_disk.start([this, changes = std::exchange(m_changes, {})] { write(changes); });
}

void SettingsFile::write(const QVariantMap &changes)
{
    m_owed.insert(changes);
    if (m_owed.isEmpty())
        return;
    QSettings file(m_path, QSettings::IniFormat);
    for (auto change = m_owed.cbegin(); change != m_owed.cend(); ++change) {
        if (change->isValid())
            file.setValue(change.key(), *change);
        else
            file.remove(change.key());
    }
    file.sync();
    if (file.status() == QSettings::NoError)
        m_owed.clear();
    else
        qCWarning(logService).noquote() << "the settings cannot be kept in" << m_path;
}
