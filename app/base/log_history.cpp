#include "base/log_history.h"

#include <algorithm>

namespace {

constexpr size_t mostLines = 2000;
constexpr qint64 mostCharacters = 1 << 20;
constexpr qsizetype longestMessage = 4096;

qint64 charactersOf(const LogLine &line)
{
    return line.message.size() + line.category.size() + line.request.size();
}

} // namespace

void LogHistory::add(LogLine line)
{
    line.message.truncate(longestMessage);
    const std::lock_guard lock(m_mutex);
    m_characters += charactersOf(line);
    m_entries.push_back({++m_last, std::move(line)});
    while (m_entries.size() > mostLines || m_characters > mostCharacters) {
        m_characters -= charactersOf(m_entries.front().line);
        m_entries.pop_front();
    }
    if (m_added)
        m_added();
}

QList<LogHistory::Entry> LogHistory::after(quint64 number, qsizetype most) const
{
    const std::lock_guard lock(m_mutex);
    const auto first = std::ranges::find_if(m_entries, [number](const Entry &entry) { return entry.number > number; });
    const auto count = std::min<qsizetype>(most, m_entries.end() - first);
    return {first, first + count};
}

quint64 LogHistory::last() const
{
    const std::lock_guard lock(m_mutex);
    return m_last;
}

void LogHistory::setListener(std::function<void()> added)
{
    const std::lock_guard lock(m_mutex);
    m_added = std::move(added);
}
