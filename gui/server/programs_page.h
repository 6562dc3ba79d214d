#pragma once

#include "server/snippets.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class ServerConnection;

/// How other programs use the server that is shown.
class ProgramsPage final : public QWidget {
    Q_OBJECT

public:
    /// \a connection must outlive it.
    explicit ProgramsPage(ServerConnection &connection, QWidget *parent = nullptr);

private:
    QWidget *makeSnippet(const Snippet &snippet);
    void showModels();
    void showTexts();
    SnippetSubject subject() const;

    ServerConnection &m_connection;
    QLineEdit *m_address;
    QComboBox *m_model;
    QLabel *m_hint;
    QList<QPlainTextEdit *> m_texts; ///< in the order of the snippets
};
