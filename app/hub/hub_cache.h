#pragma once

#include "base/clock.h"
#include "base/secret.h"

#include <QHash>
#include <QUrl>

#include <optional>

/// An answer of the Hub's API that may be used again.
struct CachedAnswer {
    QByteArray etag; ///< empty: the Hub gave none
    QByteArray nextPage; ///< its URL; empty: there is none
    QByteArray body;
};

/// Answers of the Hub for a short while, in bounded memory: the least recently used ones go first. What one token may
/// see, another does not get; of tokens only digests are kept.
class HubCache final {
public:
    static constexpr std::chrono::seconds freshTime{60};
    static constexpr qint64 maxBytes = 8 << 20; ///< of all bodies together; a larger one is not kept
    static constexpr int maxAnswers = 256;

    explicit HubCache(const Clock &clock);

    /// The answer to \a url for \a token, however old; nothing when it is not kept.
    std::optional<CachedAnswer> find(const QUrl &url, const Secret &token);
    /// Whether that is young enough to be used without asking.
    bool isFresh(const QUrl &url, const Secret &token) const;
    void keep(const QUrl &url, const Secret &token, const CachedAnswer &answer);
    /// The Hub has said that it still holds.
    void renew(const QUrl &url, const Secret &token);
    qint64 bytes() const { return m_bytes; }

private:
    struct Entry {
        CachedAnswer answer;
        std::chrono::steady_clock::time_point at;
        quint64 used = 0;
    };
    static QByteArray keyOf(const QUrl &url, const Secret &token);
    void drop(const QByteArray &key);
    void makeRoom(qint64 bytes);

    const Clock &m_clock;
    QHash<QByteArray, Entry> m_entries;
    qint64 m_bytes = 0;
    quint64 m_uses = 0;
};
