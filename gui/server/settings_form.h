#pragma once

#include "base/result.h"
#include "preferences/service_preferences.h"

#include <QWidget>

class FolderField;
class QCheckBox;
class QDoubleSpinBox;
class QLineEdit;
class QSpinBox;

/// The fields of the settings of the service inside this process.
class SettingsForm final : public QWidget {
    Q_OBJECT

public:
    explicit SettingsForm(QWidget *parent = nullptr);

    void fill(const ServicePreferences &service, bool startsAtLogin);
    /// As they stand in the fields. Error: InvalidArgument.
    Result<ServicePreferences> service() const;
    bool startsAtLogin() const;
    void takeFocus();

Q_SIGNALS:
    void edited();

private:
    QWidget *makeModels();
    QWidget *makeHub();
    QWidget *makeDownloads();
    QWidget *makeService();
    QSpinBox *number(const QString &objectName, const QString &name, int least, int most);

    FolderField *m_folder;
    QLineEdit *m_hub;
    QLineEdit *m_proxy;
    QSpinBox *m_downloads;
    QSpinBox *m_connections;
    QDoubleSpinBox *m_rate;
    QSpinBox *m_port;
    QSpinBox *m_instances;
    QCheckBox *m_mirror;
    QCheckBox *m_autostart;
};
