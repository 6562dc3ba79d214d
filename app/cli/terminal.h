#pragma once

#include <QString>

#include <cstdio>

/// Where a command prints. What a server or a model says is shown, never obeyed: when the output is a terminal,
/// control characters are replaced, so that no text moves the cursor, renames the window or types for the user.
class Terminal {
public:
    /// \a output takes what was asked for, \a messages what is said about it; both outlive this.
    Terminal(std::FILE *output, std::FILE *messages);

    bool showsBar() const { return m_messagesAreTerminal; }
    /// In columns; 80 if it cannot be known.
    int width() const;

    void print(const QString &text);
    void printLine(const QString &line) { print(line + u'\n'); }
    /// A line of its own, after the bar if one is shown.
    void say(const QString &line);
    /// Shows \a bar in place of the one before. Only if showsBar().
    void showBar(const QString &bar);
    void clearBar();
    /// One sentence that begins with the program's name, as compilers do.
    void complain(const QString &message, const QString &hint = {});

private:
    std::FILE *m_output;
    std::FILE *m_messages;
    const bool m_outputIsTerminal;
    const bool m_messagesAreTerminal;
    bool m_barShown = false;
};

/// \a text with each control character (but tab and line feed) and each mark that reorders text replaced by U+FFFD.
QString printable(const QString &text);
