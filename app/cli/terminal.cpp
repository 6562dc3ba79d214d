#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

namespace {

constexpr int usualWidth = 80;

bool isHarmless(QChar c)
{
    if (c == u'\t' || c == u'\n')
        return true;
    const char16_t code = c.unicode();
    const bool reorders = (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
    return c.category() != QChar::Other_Control && !reorders;
}

void put(std::FILE *stream, const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), stream);
    std::fflush(stream);
}

} // namespace

QString printable(const QString &text)
{
    QString result = text;
    for (QChar &c : result) {
        if (!isHarmless(c))
            c = QChar::ReplacementCharacter;
    }
    return result;
}

Terminal::Terminal(std::FILE *output, std::FILE *messages)
    : m_output(output)
    , m_messages(messages)
    , m_outputIsTerminal(::isatty(::fileno(output)) == 1)
    , m_messagesAreTerminal(::isatty(::fileno(messages)) == 1)
{
}

int Terminal::width() const
{
    winsize size{};
    if (::ioctl(::fileno(m_messages), TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return usualWidth;
    return size.ws_col;
}

void Terminal::print(const QString &text)
{
    put(m_output, m_outputIsTerminal ? printable(text) : text);
}

void Terminal::say(const QString &line)
{
    clearBar();
    put(m_messages, (m_messagesAreTerminal ? printable(line) : line) + u'\n');
}

void Terminal::showBar(const QString &bar)
{
    m_barShown = true;
    put(m_messages, u"\r\x1b[K" + printable(bar));
}

void Terminal::clearBar()
{
    if (std::exchange(m_barShown, false))
        put(m_messages, QStringLiteral("\r\x1b[K"));
}

void Terminal::complain(const QString &message, const QString &hint)
{
    say(QStringLiteral("shimmyctl: ") + message + (hint.isEmpty() ? QString() : QString(QStringLiteral("; ") + hint)));
}
