#pragma once

#include <QString>

#include <functional>

struct ServerEntry;
class QWidget;

/// Asks which files \a server is to import, by a dialog that stays open until it is answered: of this computer's files
/// if it runs here, else for a path on the server. \a chosen is not called when the user thinks better of it.
void askForImport(const ServerEntry &server, QWidget *parent, std::function<void(const QStringList &paths)> chosen);

/// Asks where the file that \a model is exported to shall be.
void askForExport(const QString &model, QWidget *parent, std::function<void(const QString &path)> chosen);
