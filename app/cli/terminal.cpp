#include "cli/terminal.h"

#include "base/error.h"
#include "base/json.h"
#include "cli/table.h"
#include "client/server_error.h"

#include <QJsonDocument>

#include <sys/ioctl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

constexpr int usualWidth = 80;

bool isTerminal(std::FILE *stream)
{
    return ::isatty(::fileno(stream)) == 1;
}

int widthOf(std::FILE *stream)
{
    winsize size{};
    if (::ioctl(::fileno(stream), TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return usualWidth;
    return size.ws_col;
}

QString escapeOf(Style style)
{
    switch (style) {
    case Style::Plain: return {};
    case Style::Strong: return u"\x1b[1m"_s;
    case Style::Quiet: return u"\x1b[2m"_s;
    case Style::Good: return u"\x1b[32m"_s;
    case Style::Warning: return u"\x1b[33m"_s;
    case Style::Bad: return u"\x1b[31m"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

Terminal::Terminal(std::FILE *output, std::FILE *messages)
    : m_output(output)
    , m_messages(messages)
    , m_outputIsTerminal(isTerminal(output))
    , m_messagesAreTerminal(isTerminal(messages))
    , m_coloursAllowed(qEnvironmentVariableIsEmpty("NO_COLOR") && qgetenv("TERM") != "dumb")
{
}

int Terminal::width() const
{
    return widthOf(m_messages);
}

int Terminal::outputWidth() const
{
    return m_outputIsTerminal ? widthOf(m_output) : 0;
}

void Terminal::put(std::FILE *stream, const QString &text, bool raw)
{
    const QByteArray bytes = (raw ? text : printable(text)).toUtf8();
    std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), stream);
    std::fflush(stream);
}

QString Terminal::dressed(const StyledText &line, bool inColour) const
{
    QString text;
    for (const StyledText::Piece &piece : line.pieces()) {
        const QString escape = inColour && m_coloursAllowed ? escapeOf(piece.style) : QString();
        text += escape + printable(piece.text) + (escape.isEmpty() ? QString() : u"\x1b[0m"_s);
    }
    return text;
}

void Terminal::print(const QString &text)
{
    put(m_output, text, !m_outputIsTerminal);
}

void Terminal::printLine(const StyledText &line)
{
    put(m_output, dressed(line, m_outputIsTerminal) + u'\n', true);
}

void Terminal::printTable(const Table &table)
{
    for (const StyledText &line : table.lines(outputWidth()))
        printLine(line);
}

void Terminal::printJson(const QJsonObject &object)
{
    if (m_outputIsTerminal)
        print(QString::fromUtf8(QJsonDocument(object).toJson()));
    else
        printJsonLine(object);
}

void Terminal::printJsonLine(const QJsonObject &object)
{
    print(QString::fromUtf8(toJson(object)) + u'\n');
}

void Terminal::say(const QString &line)
{
    clearBar();
    if (!m_quiet && !m_json)
        put(m_messages, line + u'\n', false);
}

void Terminal::ask(const QString &question)
{
    clearBar();
    put(m_messages, question, false);
}

void Terminal::showBar(const QString &bar)
{
    m_barShown = true;
    put(m_messages, u"\r\x1b[K" + printable(bar).replace(u'\n', QChar::ReplacementCharacter), true);
}

void Terminal::clearBar()
{
    if (std::exchange(m_barShown, false))
        put(m_messages, u"\r\x1b[K"_s, true);
}

void Terminal::complain(const QString &message, const QString &hint)
{
    complain(Error{ErrorKind::InvalidArgument, message, hint, false, {}});
}

void Terminal::complain(const Error &error)
{
    clearBar();
    const QString hint = error.hint == unreachableHint()
        ? u"start a shimmyd there, or name another with --server or SHIMMYD_URL"_s
        : error.hint;
    if (m_json) {
        const QJsonObject inner{{u"code"_s, errorCode(error.kind)}, {u"message"_s, error.message}, {u"hint"_s, hint}};
        return put(m_messages, QString::fromUtf8(toJson({{u"error"_s, inner}})) + u'\n', false);
    }
    StyledText line(u"shimmyctl: "_s, Style::Bad);
    line += StyledText(error.message);
    put(m_messages, dressed(line, m_messagesAreTerminal) + u'\n', true);
    if (!hint.isEmpty())
        put(m_messages, u"  "_s + hint + u'\n', false);
}
