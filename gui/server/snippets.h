#pragma once

#include <QList>
#include <QString>
#include <QUrl>

/// How another program asks a server. Nothing of it is a secret: a key is taken from the environment.
struct Snippet {
    QString id; ///< for tests and object names
    QString title; ///< for people
    QString text;
};

/// What the snippets are about.
struct SnippetSubject {
    QUrl server;
    QString model;
    QString caFile = {}; ///< empty: the system's
    bool needsKey = false;
};

QList<Snippet> snippetsFor(const SnippetSubject &subject);
