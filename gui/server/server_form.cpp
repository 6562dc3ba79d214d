#include "server/server_form.h"

#include "client/server_error.h"
#include "connection/server_probe.h"
#include "widgets/icons.h"
#include "widgets/inline_message.h"
#include "widgets/secret_field.h"

#include <QAction>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>

using namespace Qt::StringLiterals;

ServerForm::ServerForm(QWidget *parent)
    : QWidget(parent)
    , m_probe(new ServerProbe(this))
    , m_message(new InlineMessage)
    , m_progress(new QProgressBar)
    , m_name(new QLineEdit)
    , m_address(new QLineEdit)
    , m_key(new SecretField(tr("API key")))
    , m_caFile(new QLineEdit)
    , m_test(new QPushButton(namedIcon(u"network-connect"_s), tr("&Test")))
    , m_save(new QPushButton(namedIcon(u"dialog-ok"_s), tr("&Save")))
    , m_saveAnyway(new QAction(namedIcon(u"dialog-ok"_s), tr("Save anyway"), this))
{
    m_message->setObjectName(u"serverFormMessage"_s);
    m_progress->setObjectName(u"serverFormProgress"_s);
    m_progress->setAccessibleName(tr("The server is being tried out"));
    m_progress->setRange(0, 0);
    m_progress->hide();
    m_test->setObjectName(u"testServer"_s);
    m_save->setObjectName(u"saveServer"_s);
    m_saveAnyway->setObjectName(u"saveServerAnyway"_s);
    auto *cancel = new QPushButton(namedIcon(u"dialog-cancel"_s), tr("Cancel"));
    cancel->setObjectName(u"cancelServer"_s);

    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_test);
    buttons->addStretch();
    buttons->addWidget(m_save);
    buttons->addWidget(cancel);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(makeFields());
    layout->addWidget(m_message);
    layout->addWidget(m_progress);
    layout->addLayout(buttons);

    connect(m_test, &QPushButton::clicked, this, [this] { ask(After::Nothing); });
    connect(m_save, &QPushButton::clicked, this, [this] { ask(After::Accept); });
    connect(m_saveAnyway, &QAction::triggered, this, [this] {
        if (const auto server = entry())
            accept(*server);
    });
    connect(cancel, &QPushButton::clicked, this, [this] {
        m_probe->cancel();
        Q_EMIT cancelled();
    });
    for (const QLineEdit *field : {m_name, m_address, static_cast<QLineEdit *>(m_key), m_caFile})
        connect(field, &QLineEdit::returnPressed, this, [this] { ask(After::Accept); });
}

QLayout *ServerForm::makeFields()
{
    m_name->setObjectName(u"serverName"_s);
    m_name->setAccessibleName(tr("Name"));
    m_name->setPlaceholderText(tr("As the address"));
    m_address->setObjectName(u"serverAddress"_s);
    m_address->setAccessibleName(tr("Address"));
    m_address->setPlaceholderText(u"https://host:8080"_s);
    m_key->setObjectName(u"serverKey"_s);
    m_key->setPlaceholderText(tr("None"));
    m_caFile->setObjectName(u"serverCaFile"_s);
    m_caFile->setAccessibleName(tr("Certificate of its authority"));
    m_caFile->setPlaceholderText(tr("Those that the system trusts"));
    auto *choose = new QToolButton;
    choose->setObjectName(u"chooseCaFile"_s);
    choose->setIcon(namedIcon(u"document-open"_s));
    choose->setAccessibleName(tr("Choose a certificate"));
    choose->setToolTip(tr("Choose a certificate"));
    connect(choose, &QToolButton::clicked, this, &ServerForm::chooseFile);

    auto *certificate = new QHBoxLayout;
    certificate->addWidget(m_caFile, 1);
    certificate->addWidget(choose);
    auto *form = new QFormLayout;
    form->addRow(tr("&Name:"), m_name);
    form->addRow(tr("Add&ress:"), m_address);
    form->addRow(tr("API &key:"), m_key);
    form->addRow(tr("&Certificate:"), certificate);
    qobject_cast<QLabel *>(form->labelForField(certificate))->setBuddy(m_caFile);
    return form;
}

void ServerForm::edit(const SavedServer &server, const Secret &key, const QList<QUrl> &taken)
{
    m_probe->cancel();
    setAsking(false);
    m_message->clear();
    m_taken = taken;
    m_name->setText(server.name);
    m_address->setText(server.url.toString());
    m_key->hideSecret();
    m_key->setText(QString::fromUtf8(key.reveal()));
    m_caFile->setText(server.caFile);
}

void ServerForm::takeFocus()
{
    m_name->setFocus(Qt::OtherFocusReason);
}

void ServerForm::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Certificate of the authority, in PEM format"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setNameFilters({tr("Certificates (*.pem *.crt *.cer)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, m_caFile, &QLineEdit::setText);
    dialog->open();
}

Result<ServerEntry> ServerForm::entry() const
{
    const QString address = m_address->text().trimmed();
    if (address.isEmpty())
        return fail(ErrorKind::InvalidArgument, tr("The address is missing"),
                    tr("Type where the shimmyd is, for example https://host:8080"));
    const auto url = parseServer(address);
    if (!url)
        return fail(ErrorKind::InvalidArgument, tr("This is not the address of a shimmyd: %1").arg(address),
                    tr("Use for example https://host:8080"));
    if (m_taken.contains(*url))
        return fail(ErrorKind::InvalidArgument, tr("Another server of the list has this address"));
    const QString name = m_name->text().trimmed();
    return ServerEntry{name.isEmpty() ? url->authority() : name, *url, m_key->secret(), m_caFile->text().trimmed()};
}

void ServerForm::ask(After after)
{
    const auto server = entry();
    if (!server)
        return m_message->tell(server.error());
    m_message->clear();
    setAsking(true);
    m_probe->ask(*server, [this, server = *server, after](const Result<ServiceFacts> &facts) {
        setAsking(false);
        take(facts, server, after);
    });
}

void ServerForm::take(const Result<ServiceFacts> &facts, const ServerEntry &server, After after)
{
    if (!facts) {
        m_message->tell(facts.error(), after == After::Accept ? QList<QAction *>{m_saveAnyway} : QList<QAction *>());
        return;
    }
    if (after == After::Accept)
        return accept(server);
    m_message->tell(InlineMessage::Kind::Success, tr("%1 answers and lets you in.").arg(facts->manager),
                    tr("Models: %1").arg(QLocale().toString(facts->models)));
}

void ServerForm::accept(const ServerEntry &server)
{
    Q_EMIT accepted({server.name, server.url, server.caFile}, server.apiKey);
}

void ServerForm::setAsking(bool isAsking)
{
    m_progress->setVisible(isAsking);
    m_test->setEnabled(!isAsking);
    m_save->setEnabled(!isAsking);
}
