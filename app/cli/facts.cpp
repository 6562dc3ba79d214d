#include "cli/facts.h"

#include "cli/terminal.h"

void Facts::addIfAny(const QString &name, const QString &value)
{
    if (!value.isEmpty())
        add(name, value);
}

void Facts::print(Terminal &terminal) const
{
    int widest = 0;
    for (const auto &fact : m_facts)
        widest = qMax(widest, displayWidth(fact.first));
    for (const auto &fact : m_facts) {
        StyledText line(padded(fact.first, widest + 2), Style::Quiet);
        line += fact.second;
        terminal.printLine(line);
    }
}
