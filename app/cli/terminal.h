#pragma once

#include "cli/styled_text.h"
#include "cli/text_width.h"

#include <QJsonObject>

#include <cstdio>

struct Error;
class Table;

/// Where a command prints. What a server or a model says is shown, never obeyed: control characters are replaced, so
/// that no text moves the cursor, renames the window or types for the user. What is piped on is left as it is where it
/// was asked for as such: print().
class Terminal {
public:
    /// \a output takes what was asked for, \a messages what is said about it; both outlive this.
    /// Colours are shown on terminals only, and not when NO_COLOR is set or TERM is dumb.
    Terminal(std::FILE *output, std::FILE *messages);

    /// From now on nothing but results and errors is printed.
    void setQuiet(bool quiet) { m_quiet = quiet; }
    /// From now on errors are JSON objects.
    void setJson(bool json) { m_json = json; }

    bool showsBar() const { return m_messagesAreTerminal && !m_quiet && !m_json; }
    bool outputIsTerminal() const { return m_outputIsTerminal; }
    /// Of the messages, in columns; 80 if it cannot be known.
    int width() const;
    /// Of the output, in columns; 0 when it is no terminal.
    int outputWidth() const;

    /// \a text as it is; on a terminal without what it would obey.
    void print(const QString &text);
    void printLine(const QString &line) { print(line + u'\n'); }
    /// Never with anything that a terminal would obey but colours.
    void printLine(const StyledText &line);
    void printTable(const Table &table);
    /// \a object on a line of its own; on a terminal on several, to be read.
    void printJson(const QJsonObject &object);
    /// An \a object of a sequence, always on one line.
    void printJsonLine(const QJsonObject &object);
    /// What is no result, on a line of its own, after the bar if one is shown.
    void say(const QString &line);
    /// A question, without a line feed after it; also if all else is quiet.
    void ask(const QString &question);
    /// Shows \a bar in place of the one before. Only if showsBar().
    void showBar(const QString &bar);
    void clearBar();
    /// One sentence that begins with the program's name, as compilers do.
    void complain(const QString &message, const QString &hint = {});
    void complain(const Error &error);

private:
    void put(std::FILE *stream, const QString &text, bool raw);
    QString dressed(const StyledText &line, bool inColour) const;

    std::FILE *m_output;
    std::FILE *m_messages;
    const bool m_outputIsTerminal;
    const bool m_messagesAreTerminal;
    const bool m_coloursAllowed;
    bool m_quiet = false;
    bool m_json = false;
    bool m_barShown = false;
};
