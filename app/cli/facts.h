#pragma once

#include "cli/styled_text.h"

class Terminal;

/// Names and what they are, one a line, in two columns.
class Facts {
public:
    void add(const QString &name, const StyledText &value) { m_facts.append({name, value}); }
    /// The same, unless \a value is empty.
    void addIfAny(const QString &name, const QString &value);
    void print(Terminal &terminal) const;

private:
    QList<std::pair<QString, StyledText>> m_facts;
};
