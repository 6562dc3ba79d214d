#pragma once

#include <QObject>
#include <QThreadPool>
#include <QVariantMap>

/// Values by name in an INI file, with groups as "group/name". They are read once, and written on another thread soon
/// after they have changed: a disk that is busy with a model holds up nobody. What the disk refuses is logged, and
/// written with the next change or at the end. Used from one thread; of one file only one at a time.
class SettingsFile {
public:
    explicit SettingsFile(const QString &path);
    /// What is not yet written is written before this returns.
    ~SettingsFile();
    SettingsFile(const SettingsFile &) = delete;
    SettingsFile &operator=(const SettingsFile &) = delete;

    const QString &path() const { return m_path; }

    QVariant value(const QString &name, const QVariant &usual = {}) const { return m_values.value(name, usual); }
    void setValue(const QString &name, const QVariant &value);

    /// The values of a group, without its name before theirs.
    QVariantMap group(const QString &name) const;
    /// Puts \a values in the place of all that the group had.
    void setGroup(const QString &name, const QVariantMap &values);

private:
    void change(const QString &name, const QVariant &value);
    void writeChanges();
    void write(const QVariantMap &changes);

    const QString m_path;
    QVariantMap m_values;
    QVariantMap m_changes; ///< not yet given to the disk; an invalid value: removed
    QObject m_courier; ///< where the writing is called from, when this turn of the loop is over
    QVariantMap m_owed; ///< what the disk refused; the thread of m_disk alone knows it
    QThreadPool m_disk; ///< of one thread, so that what is asked last is done last
};
