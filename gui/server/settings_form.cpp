#include "server/settings_form.h"

#include "widgets/folder_field.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>

#include <cmath>

using namespace Qt::StringLiterals;

namespace {

constexpr double megabyte = 1'000'000;

bool isHubAddress(const QUrl &url)
{
    const bool isWeb = url.scheme() == "https"_L1 || url.scheme() == "http"_L1;
    return url.isValid() && isWeb && !url.host().isEmpty() && url.userInfo().isEmpty() && !url.hasQuery()
        && !url.hasFragment();
}

bool isProxyAddress(const QUrl &url)
{
    const bool isKnown = url.scheme() == "http"_L1 || url.scheme() == "socks5"_L1;
    const bool isBare = url.userInfo().isEmpty() && (url.path().isEmpty() || url.path() == "/"_L1) && !url.hasQuery();
    return url.isValid() && isKnown && isBare && !url.host().isEmpty() && url.port() > 0;
}

QLabel *note(const QString &text)
{
    auto *label = new QLabel(text);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setEnabled(false); // quieter than what it explains
    return label;
}

} // namespace

SettingsForm::SettingsForm(QWidget *parent)
    : QWidget(parent)
    , m_folder(new FolderField(tr("Folder of the models")))
    , m_hub(new QLineEdit)
    , m_proxy(new QLineEdit)
    , m_downloads(number(u"settingDownloads"_s, tr("Downloads at once"), 1, 16))
    , m_connections(number(u"settingConnections"_s, tr("Connections of a download"), 1, 32))
    , m_rate(new QDoubleSpinBox)
    , m_port(number(u"settingPort"_s, tr("Port"), 1, 65535))
    , m_instances(number(u"settingInstances"_s, tr("Answers at once"), 1, 64))
    , m_mirror(new QCheckBox(tr("Serve the models as the Hu&b does")))
    , m_autostart(new QCheckBox(tr("Start when I lo&g in")))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(makeModels());
    layout->addWidget(makeHub());
    auto *row = new QHBoxLayout;
    row->addWidget(makeDownloads(), 1);
    row->addWidget(makeService(), 1);
    layout->addLayout(row);

    connect(m_folder, &FolderField::edited, this, &SettingsForm::edited);
    for (const QLineEdit *field : {m_hub, m_proxy})
        connect(field, &QLineEdit::textEdited, this, &SettingsForm::edited);
    for (const QSpinBox *field : {m_downloads, m_connections, m_port, m_instances})
        connect(field, &QSpinBox::valueChanged, this, &SettingsForm::edited);
    connect(m_rate, &QDoubleSpinBox::valueChanged, this, &SettingsForm::edited);
    for (const QCheckBox *field : {m_mirror, m_autostart})
        connect(field, &QCheckBox::toggled, this, &SettingsForm::edited);
}

QSpinBox *SettingsForm::number(const QString &objectName, const QString &name, int least, int most)
{
    auto *field = new QSpinBox;
    field->setObjectName(objectName);
    field->setAccessibleName(name);
    field->setRange(least, most);
    return field;
}

QWidget *SettingsForm::makeModels()
{
    auto *group = new QGroupBox(tr("Models"));
    auto *form = new QFormLayout(group);
    form->addRow(tr("Fo&lder:"), m_folder);
    form->addRow(note(tr("With another folder the models of this one stay where they are, and are shown again when "
                         "you come back to it.")));
    return group;
}

QWidget *SettingsForm::makeHub()
{
    m_hub->setObjectName(u"settingHub"_s);
    m_hub->setAccessibleName(tr("Address of the Hub"));
    m_hub->setPlaceholderText(u"https://huggingface.co"_s);
    m_proxy->setObjectName(u"settingProxy"_s);
    m_proxy->setAccessibleName(tr("Proxy"));
    m_proxy->setPlaceholderText(tr("As the system says, or http://proxy:3128"));
    auto *group = new QGroupBox(tr("Hub"));
    auto *form = new QFormLayout(group);
    form->addRow(tr("Hub or m&irror:"), m_hub);
    form->addRow(tr("Pro&xy:"), m_proxy);
    return group;
}

QWidget *SettingsForm::makeDownloads()
{
    m_rate->setObjectName(u"settingRate"_s);
    m_rate->setAccessibleName(tr("Rate limit"));
    m_rate->setRange(0, 100'000);
    m_rate->setDecimals(1);
    m_rate->setSuffix(tr(" MB/s"));
    m_rate->setSpecialValueText(tr("No limit"));
    auto *group = new QGroupBox(tr("Downloads"));
    auto *form = new QFormLayout(group);
    form->addRow(tr("At o&nce:"), m_downloads);
    form->addRow(tr("&Connections of each, at most:"), m_connections);
    form->addRow(tr("&Rate limit of all:"), m_rate);
    return group;
}

QWidget *SettingsForm::makeService()
{
    m_instances->setToolTip(tr("Each has a Shimmy of its own, which needs memory while it answers"));
    m_port->setGroupSeparatorShown(false);
    m_port->setToolTip(tr("On 127.0.0.1; another one is taken when a program has it already"));
    m_mirror->setObjectName(u"settingMirror"_s);
    m_mirror->setToolTip(
        tr("To other programs of this computer, which set HF_ENDPOINT to the service's address with /hub behind it"));
    m_autostart->setObjectName(u"settingAutostart"_s);
    auto *group = new QGroupBox(tr("Service"));
    auto *form = new QFormLayout(group);
    form->addRow(tr("Ans&wers at once:"), m_instances);
    form->addRow(tr("&Port:"), m_port);
    form->addRow(m_mirror);
    form->addRow(m_autostart);
    return group;
}

void SettingsForm::fill(const ServicePreferences &service, bool startsAtLogin)
{
    const QSignalBlocker quiet(this);
    m_folder->setFolder(service.modelsFolder);
    m_hub->setText(service.hub);
    m_proxy->setText(service.proxy);
    m_downloads->setValue(service.downloads);
    m_connections->setValue(service.connections);
    m_rate->setValue(static_cast<double>(service.bytesPerSecond) / megabyte);
    m_port->setValue(service.port);
    m_instances->setValue(service.instances);
    m_mirror->setChecked(service.isMirror);
    m_autostart->setChecked(startsAtLogin);
}

Result<ServicePreferences> SettingsForm::service() const
{
    const QString folder = m_folder->folder();
    if (folder.isEmpty())
        return fail(ErrorKind::InvalidArgument, tr("The folder of the models has no whole path"),
                    tr("Type a path that begins with a slash, or choose a folder"));
    const QString hub = m_hub->text().trimmed();
    if (!hub.isEmpty() && !isHubAddress(QUrl(hub, QUrl::StrictMode)))
        return fail(ErrorKind::InvalidArgument, tr("%1 is not the address of a Hub").arg(hub),
                    tr("Use for example https://mirror.example.org, or leave it empty"));
    const QString proxy = m_proxy->text().trimmed();
    if (!proxy.isEmpty() && !isProxyAddress(QUrl(proxy, QUrl::StrictMode)))
        return fail(ErrorKind::InvalidArgument, tr("This is not the address of a proxy"),
                    tr("Use for example http://proxy.example.org:3128 without a user, or leave it empty"));
    return ServicePreferences{folder,
                              static_cast<quint16>(m_port->value()),
                              hub,
                              proxy,
                              m_downloads->value(),
                              m_connections->value(),
                              std::llround(m_rate->value() * megabyte),
                              m_instances->value(),
                              m_mirror->isChecked()};
}

bool SettingsForm::startsAtLogin() const
{
    return m_autostart->isChecked();
}

void SettingsForm::takeFocus()
{
    m_folder->setFocus(Qt::OtherFocusReason);
}
