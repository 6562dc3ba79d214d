#include "hub/hub_cache.h"

#include "base/sha256.h"

#include <algorithm>

HubCache::HubCache(const Clock &clock)
    : m_clock(clock)
{
}

QByteArray HubCache::keyOf(const QUrl &url, const Secret &token)
{
    const QByteArray who = token.isEmpty() ? QByteArray() : sha256Of(token.reveal()).toHex().toLatin1();
    return who + ' ' + url.toEncoded();
}

std::optional<CachedAnswer> HubCache::find(const QUrl &url, const Secret &token)
{
    const auto entry = m_entries.find(keyOf(url, token));
    if (entry == m_entries.end())
        return std::nullopt;
    entry->used = ++m_uses;
    return entry->answer;
}

bool HubCache::isFresh(const QUrl &url, const Secret &token) const
{
    const auto entry = m_entries.constFind(keyOf(url, token));
    return entry != m_entries.constEnd() && m_clock.now() - entry->at < freshTime;
}

void HubCache::keep(const QUrl &url, const Secret &token, const CachedAnswer &answer)
{
    const QByteArray key = keyOf(url, token);
    drop(key);
    if (answer.body.size() > maxBytes)
        return;
    makeRoom(answer.body.size());
    m_bytes += answer.body.size();
    m_entries.insert(key, Entry{answer, m_clock.now(), ++m_uses});
}

void HubCache::renew(const QUrl &url, const Secret &token)
{
    if (const auto entry = m_entries.find(keyOf(url, token)); entry != m_entries.end())
        entry->at = m_clock.now();
}

void HubCache::drop(const QByteArray &key)
{
    if (const auto entry = m_entries.constFind(key); entry != m_entries.constEnd()) {
        m_bytes -= entry->answer.body.size();
        m_entries.erase(entry);
    }
}

void HubCache::makeRoom(qint64 bytes)
{
    while (!m_entries.isEmpty() && (m_bytes + bytes > maxBytes || m_entries.size() >= maxAnswers)) {
        const auto oldest = std::min_element(m_entries.cbegin(), m_entries.cend(),
                                             [](const Entry &a, const Entry &b) { return a.used < b.used; });
        drop(QByteArray(oldest.key()));
    }
}
