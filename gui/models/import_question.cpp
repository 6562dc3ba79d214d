#include "models/import_question.h"

#include "connection/server_entry.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QInputDialog>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace {

void askForFiles(QWidget *parent, const std::function<void(const QStringList &)> &chosen)
{
    auto *dialog = new QFileDialog(parent, QCoreApplication::translate("Models", "Import models"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(u"importDialog"_s);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({QCoreApplication::translate("Models", "Models and bundles (*.gguf *.tar)"),
                            QCoreApplication::translate("Models", "All files (*)")});
    QObject::connect(dialog, &QFileDialog::filesSelected, parent, chosen);
    dialog->open();
}

void askForPath(const ServerEntry &server, QWidget *parent, const std::function<void(const QStringList &)> &chosen)
{
    auto *dialog = new QInputDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(u"importDialog"_s);
    dialog->setWindowTitle(QCoreApplication::translate("Models", "Import a model"));
    dialog->setLabelText(QCoreApplication::translate("Models",
                                                     "%1 is another computer: a file must be there already.\n"
                                                     "Path of a GGUF file or a bundle (.tar) on that computer:")
                             .arg(server.name));
    QObject::connect(dialog, &QInputDialog::textValueSelected, parent, [chosen](const QString &path) {
        if (!path.trimmed().isEmpty())
            chosen({path.trimmed()});
    });
    dialog->show();
}

} // namespace

void askForImport(const ServerEntry &server, QWidget *parent, std::function<void(const QStringList &paths)> chosen)
{
    if (server.isOnThisComputer())
        askForFiles(parent, chosen);
    else
        askForPath(server, parent, chosen);
}

void askForExport(const QString &model, QWidget *parent, std::function<void(const QString &path)> chosen)
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::DownloadLocation);
    const QString name = QString(model).replace(u'/', u'-');
    auto *dialog = new QFileDialog(parent, QCoreApplication::translate("Models", "Export %1").arg(model), folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(u"exportDialog"_s);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(QCoreApplication::translate("Models", "Bundles (*.tar)"));
    dialog->setDefaultSuffix(u"tar"_s);
    dialog->selectFile(name + u".tar"_s);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}
