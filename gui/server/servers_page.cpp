#include "server/servers_page.h"

#include "connection/server_connection.h"
#include "preferences/preferences.h"
#include "server/plain_table.h"
#include "server/server_form.h"
#include "server/servers_model.h"
#include "widgets/icons.h"
#include "widgets/inline_message.h"

#include <QGroupBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMessageBox>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace {

QPushButton *button(const QString &objectName, const QString &text, const QString &icon)
{
    auto *made = new QPushButton(namedIcon(icon), text);
    made->setObjectName(objectName);
    return made;
}

} // namespace

ServersPage::ServersPage(ServerConnection &connection, Preferences &preferences, QWidget *parent)
    : QWidget(parent)
    , m_connection(connection)
    , m_preferences(preferences)
    , m_model(new ServersModel(this))
    , m_message(new InlineMessage)
    , m_table(makeTable(u"servers"_s, tr("Servers")))
    , m_connect(button(u"connectServer"_s, tr("C&onnect"), u"network-connect"_s))
    , m_add(button(u"addServer"_s, tr("A&dd…"), u"list-add"_s))
    , m_edit(button(u"editServer"_s, tr("Ed&it…"), u"document-edit"_s))
    , m_remove(button(u"removeServer"_s, tr("Re&move…"), u"list-remove"_s))
    , m_formBox(new QGroupBox)
    , m_form(new ServerForm)
{
    m_message->setObjectName(u"serversMessage"_s);
    m_table->setModel(m_model);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->header()->setSectionResizeMode(ServersModel::Name, QHeaderView::Stretch);
    m_table->header()->setSectionResizeMode(ServersModel::Address, QHeaderView::Stretch);
    m_table->header()->setStretchLastSection(false);
    m_table->header()->resizeSection(ServersModel::Shown, 18 * m_table->fontMetrics().averageCharWidth());

    auto *buttons = new QVBoxLayout;
    for (QPushButton *each : {m_connect, m_add, m_edit, m_remove})
        buttons->addWidget(each);
    buttons->addStretch();
    auto *row = new QHBoxLayout;
    row->addWidget(m_table, 1);
    row->addLayout(buttons);
    auto *formLayout = new QVBoxLayout(m_formBox);
    formLayout->addWidget(m_form);
    m_formBox->hide();
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_message);
    layout->addLayout(row, 1);
    layout->addWidget(m_formBox);

    connectButtons();
    showServers();
    m_table->setCurrentIndex(m_model->index(0, 0));
}

void ServersPage::connectButtons()
{
    connect(m_connect, &QPushButton::clicked, this, &ServersPage::choose);
    connect(m_add, &QPushButton::clicked, this, &ServersPage::add);
    connect(m_edit, &QPushButton::clicked, this, &ServersPage::edit);
    connect(m_remove, &QPushButton::clicked, this, &ServersPage::confirmRemoval);
    connect(m_table, &QTreeView::activated, this, &ServersPage::choose);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ServersPage::enableButtons);
    connect(m_form, &ServerForm::accepted, this, &ServersPage::keep);
    connect(m_form, &ServerForm::cancelled, this, &ServersPage::closeForm);
    connect(&m_connection, &ServerConnection::serverChanged, this, &ServersPage::showCurrent);
}

void ServersPage::takeFocus()
{
    m_table->setFocus(Qt::OtherFocusReason);
}

int ServersPage::currentRow() const
{
    return m_table->currentIndex().row();
}

void ServersPage::showServers()
{
    const int row = currentRow();
    m_model->setServers(m_preferences.servers());
    m_table->setCurrentIndex(m_model->index(qBound(0, row, m_model->rowCount() - 1), 0));
    showCurrent();
    enableButtons();
}

void ServersPage::showCurrent()
{
    m_model->setShown(m_connection.server().url, m_connection.server().isEmbedded);
}

void ServersPage::enableButtons()
{
    const bool isOpen = m_formBox->isVisibleTo(this);
    const bool isSaved = m_model->server(currentRow()) != nullptr;
    m_table->setEnabled(!isOpen);
    m_connect->setEnabled(!isOpen && currentRow() >= 0);
    m_add->setEnabled(!isOpen);
    m_edit->setEnabled(!isOpen && isSaved);
    m_remove->setEnabled(!isOpen && isSaved);
}

void ServersPage::choose()
{
    m_message->clear();
    const SavedServer *const saved = m_model->server(currentRow());
    if (!saved) {
        Q_EMIT serverChosen({tr("This computer"), {}, {}, {}, true});
        return;
    }
    m_preferences.secrets().load(serverKeyName(saved->url), this, [this, server = *saved](const Result<Secret> &key) {
        if (!key)
            return m_message->tell(key.error());
        Q_EMIT serverChosen({server.name, server.url, *key, server.caFile, false});
    });
}

void ServersPage::add()
{
    openForm(-1, {}, {});
}

void ServersPage::edit()
{
    const SavedServer *const saved = m_model->server(currentRow());
    if (!saved)
        return;
    const int place = currentRow() - 1;
    m_preferences.secrets().load(serverKeyName(saved->url), this,
                                 [this, place, server = *saved](const Result<Secret> &key) {
                                     openForm(place, server, key.value_or(Secret()));
                                     if (!key)
                                         m_message->tell(key.error());
                                 });
}

void ServersPage::openForm(int place, const SavedServer &server, const Secret &key)
{
    m_message->clear();
    m_edited = place;
    QList<QUrl> taken;
    const QList<SavedServer> servers = m_preferences.servers();
    for (int i = 0; i < servers.size(); ++i) {
        if (i != place)
            taken += servers[i].url;
    }
    m_formBox->setTitle(place < 0 ? tr("New server") : tr("Change %1").arg(server.name));
    m_form->edit(server, key, taken);
    m_formBox->show();
    enableButtons();
    m_form->takeFocus();
}

void ServersPage::closeForm()
{
    m_form->edit({}, {}, {}); // no key stays behind
    m_formBox->hide();
    enableButtons();
    takeFocus();
}

void ServersPage::keep(const SavedServer &server, const Secret &key)
{
    QList<SavedServer> servers = m_preferences.servers();
    const bool isNew = m_edited < 0 || m_edited >= servers.size();
    const bool isShown =
        !isNew && !m_connection.server().isEmbedded && servers[m_edited].url == m_connection.server().url;
    if (isNew) {
        servers += server;
    } else {
        if (servers[m_edited].url != server.url)
            m_preferences.secrets().remove(serverKeyName(servers[m_edited].url), this, [](const Result<void> &) {});
        servers[m_edited] = server;
    }
    m_preferences.setServers(servers);
    const auto told = [this](const Result<void> &kept) { tellOf(kept); };
    if (key.isEmpty())
        m_preferences.secrets().remove(serverKeyName(server.url), this, told);
    else
        m_preferences.secrets().save(serverKeyName(server.url), key, this, told);
    closeForm();
    showServers();
    m_table->setCurrentIndex(m_model->index(isNew ? m_model->rowCount() - 1 : m_edited + 1, 0));
    if (isShown) // with the key and the address of now
        Q_EMIT serverChosen({server.name, server.url, key, server.caFile, false});
}

void ServersPage::tellOf(const Result<void> &kept)
{
    if (!kept)
        m_message->tell(kept.error());
}

void ServersPage::confirmRemoval()
{
    const SavedServer *const saved = m_model->server(currentRow());
    if (!saved)
        return;
    auto *box = new QMessageBox(
        QMessageBox::Question, tr("Remove server"),
        tr("Remove %1 from the list? Its key is forgotten. The server itself goes on.").arg(saved->name),
        QMessageBox::Cancel, this);
    box->setObjectName(u"confirmServerRemoval"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->addButton(tr("Remove"), QMessageBox::AcceptRole);
    box->setTextFormat(Qt::PlainText);
    connect(box, &QMessageBox::accepted, this, [this, url = saved->url] { remove(url); });
    box->open();
}

void ServersPage::remove(const QUrl &url)
{
    QList<SavedServer> servers = m_preferences.servers();
    servers.removeIf([&](const SavedServer &each) { return each.url == url; });
    m_preferences.setServers(servers);
    m_preferences.secrets().remove(serverKeyName(url), this, [this](const Result<void> &removed) { tellOf(removed); });
    showServers();
}
