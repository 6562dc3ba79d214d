#pragma once

#include <QByteArray>

#include <algorithm>
#include <deque>
#include <list>
#include <optional>
#include <vector>

/// What several clients wait for, served in rounds: every client in its turn, each one's own entries in their order. So
/// a client with many entries delays another one by one entry a round. Pure.
template <typename Entry>
class FairQueue {
public:
    bool isEmpty() const { return m_lanes.empty(); }
    qsizetype clients() const { return static_cast<qsizetype>(m_lanes.size()); }
    qsizetype size() const
    {
        qsizetype size = 0;
        for (const Lane &lane : m_lanes)
            size += lane.size();
        return size;
    }
    qsizetype sizeOf(const QByteArray &client) const
    {
        const auto lane = std::find_if(m_lanes.begin(), m_lanes.end(), is(client));
        return lane == m_lanes.end() ? 0 : lane->size();
    }

    /// The clients with how many entries each has, in the order of their turn.
    std::vector<std::pair<QByteArray, qsizetype>> sizes() const
    {
        std::vector<std::pair<QByteArray, qsizetype>> sizes;
        for (const Lane &lane : m_lanes)
            sizes.emplace_back(lane.client, lane.size());
        return sizes;
    }

    /// A client that had nothing here comes last in the round.
    void add(const QByteArray &client, Entry entry)
    {
        auto lane = std::find_if(m_lanes.begin(), m_lanes.end(), is(client));
        if (lane == m_lanes.end())
            lane = m_lanes.insert(lane, Lane{client, {}});
        lane->entries.push_back(std::move(entry));
    }

    /// The entry whose turn it is. There must be one.
    Entry takeNext()
    {
        Lane &lane = m_lanes.front();
        Entry next = std::move(lane.entries.front());
        lane.entries.pop_front();
        if (lane.entries.empty())
            m_lanes.pop_front();
        else
            m_lanes.splice(m_lanes.end(), m_lanes, m_lanes.begin());
        return next;
    }

    /// The client with the most entries, if these are more than \a least.
    std::optional<QByteArray> greediest(qsizetype least) const
    {
        const auto most = std::max_element(m_lanes.begin(), m_lanes.end(),
                                           [](const Lane &a, const Lane &b) { return a.size() < b.size(); });
        if (most == m_lanes.end() || most->size() <= least)
            return std::nullopt;
        return most->client;
    }

    /// The last entry of \a client, which must have one.
    Entry takeLastOf(const QByteArray &client)
    {
        const auto lane = std::find_if(m_lanes.begin(), m_lanes.end(), is(client));
        Entry last = std::move(lane->entries.back());
        lane->entries.pop_back();
        if (lane->entries.empty())
            m_lanes.erase(lane);
        return last;
    }

    template <typename Predicate>
    std::vector<Entry> takeIf(Predicate predicate)
    {
        std::vector<Entry> taken;
        for (Lane &lane : m_lanes) {
            std::deque<Entry> kept;
            for (Entry &entry : lane.entries) {
                if (predicate(entry))
                    taken.push_back(std::move(entry));
                else
                    kept.push_back(std::move(entry));
            }
            lane.entries.swap(kept);
        }
        m_lanes.remove_if([](const Lane &lane) { return lane.entries.empty(); });
        return taken;
    }

    /// How many of those that wait now are served before the first entry that \a predicate is true for.
    template <typename Predicate>
    std::optional<qsizetype> position(Predicate predicate) const
    {
        std::optional<qsizetype> best;
        for (auto lane = m_lanes.begin(); lane != m_lanes.end(); ++lane) {
            const auto entry = std::find_if(lane->entries.begin(), lane->entries.end(), predicate);
            if (entry == lane->entries.end())
                continue;
            const auto round = static_cast<qsizetype>(entry - lane->entries.begin());
            qsizetype ahead = round; // its own
            for (auto other = m_lanes.begin(); other != m_lanes.end(); ++other) {
                if (other != lane)
                    ahead += std::min(other->size(), isBefore(other, lane) ? round + 1 : round);
            }
            best = std::min(best.value_or(ahead), ahead);
        }
        return best;
    }

private:
    struct Lane {
        QByteArray client;
        std::deque<Entry> entries; ///< never empty
        qsizetype size() const { return static_cast<qsizetype>(entries.size()); }
    };
    using Lanes = std::list<Lane>;
    static auto is(const QByteArray &client)
    {
        return [&client](const Lane &lane) { return lane.client == client; };
    }
    bool isBefore(typename Lanes::const_iterator a, typename Lanes::const_iterator b) const
    {
        return std::distance(m_lanes.begin(), a) < std::distance(m_lanes.begin(), b);
    }

    Lanes m_lanes; ///< the one whose turn it is first
};
