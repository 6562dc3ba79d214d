#include "prompt/special_tokens.h"

#include <queue>

#include <algorithm>
#include <vector>

namespace {

// Nobody's is longer than 60; and finding them takes as many steps a byte at the worst.
constexpr qsizetype maxSpecialBytes = 512;

bool isSpecial(Vocabulary::TokenType type)
{
    return type == Vocabulary::TokenType::Control || type == Vocabulary::TokenType::UserDefined
        || type == Vocabulary::TokenType::Unknown;
}

bool isSpace(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/// A token that may stand at a position; the best one on top of a heap.
struct Candidate {
    qint32 rank;
    qint32 position;

    bool operator<(const Candidate &other) const
    {
        return rank > other.rank || (rank == other.rank && position > other.position);
    }
};

} // namespace

SpecialTokens::SpecialTokens(const Vocabulary &vocabulary)
    : m_vocabulary(vocabulary)
{
    for (qint32 token = 0; token < vocabulary.size(); ++token) {
        if (!isSpecial(vocabulary.type(token)))
            continue;
        if (vocabulary.text(token).size() <= maxSpecialBytes)
            m_sorted += token;
        else
            m_isComplete = false;
    }
    // The order of tokens of one length is that of std::sort, which is not stable but the same for everyone.
    QList<qint32> byLength = m_sorted;
    std::sort(byLength.begin(), byLength.end(),
              [&vocabulary](qint32 a, qint32 b) { return vocabulary.text(a).size() > vocabulary.text(b).size(); });
    QList<qint32> rankOf(vocabulary.size(), 0);
    for (qint32 rank = 0; rank < byLength.size(); ++rank)
        rankOf[byLength.at(rank)] = rank;
    std::sort(m_sorted.begin(), m_sorted.end(),
              [&vocabulary](qint32 a, qint32 b) { return vocabulary.text(a) < vocabulary.text(b); });
    for (const qint32 token : std::as_const(m_sorted)) {
        const QByteArrayView text = vocabulary.text(token);
        m_ranks += rankOf.at(token);
        m_strips +=
            vocabulary.stripsBehindSpecialTokens() && text != "<unk>" && text != "<s>" && text != "<|endoftext|>";
        ++m_firsts[static_cast<uchar>(text.front()) + 1u];
    }
    for (size_t byte = 1; byte < m_firsts.size(); ++byte)
        m_firsts[byte] += m_firsts[byte - 1];
}

/// The longest token that \a text begins with.
SpecialTokens::Match SpecialTokens::longestAt(QByteArrayView text) const
{
    Match match;
    if (text.isEmpty())
        return match;
    const auto first = static_cast<uchar>(text.front());
    qint32 low = m_firsts[first];
    qint32 high = m_firsts[first + 1u];
    // Within low to high all entries begin with the first `depth` bytes of the text.
    for (qsizetype depth = 1; low < high; ++depth) {
        if (m_vocabulary.text(m_sorted.at(low)).size() == depth)
            match = {low++, depth};
        if (depth == text.size())
            break;
        const auto byte = static_cast<uchar>(text[depth]);
        const auto byteOf = [&](qint32 token) { return static_cast<uchar>(m_vocabulary.text(token)[depth]); };
        const auto begin = m_sorted.cbegin();
        const auto from = std::partition_point(begin + low, begin + high, [&](qint32 t) { return byteOf(t) < byte; });
        const auto to = std::partition_point(from, begin + high, [&](qint32 t) { return byteOf(t) == byte; });
        low = static_cast<qint32>(from - begin);
        high = static_cast<qint32>(to - begin);
    }
    return match;
}

QList<SpecialTokens::Fragment> SpecialTokens::partition(QByteArrayView text) const
{
    // A token can only be taken where nothing better took a part of its text: then a shorter one may fit there.
    std::vector<Candidate> found;
    for (qsizetype at = 0; at < text.size(); ++at) {
        if (const Match match = longestAt(text.sliced(at)); match.entry >= 0)
            found.push_back({m_ranks.at(match.entry), static_cast<qint32>(at)});
    }
    if (found.empty())
        return text.isEmpty() ? QList<Fragment>() : QList<Fragment>{{Vocabulary::none, text}};

    struct Taken {
        qsizetype at;
        qsizetype end; ///< white space that is dropped included
        qint32 token;
    };
    std::vector<Taken> taken;
    std::vector<bool> isTaken(static_cast<size_t>(text.size()), false);
    const auto freeEnd = [&](qsizetype from, qsizetype most) {
        qsizetype end = from;
        while (end < most && !isTaken[static_cast<size_t>(end)])
            ++end;
        return end;
    };
    std::priority_queue<Candidate> candidates({}, std::move(found));
    while (!candidates.empty()) {
        const Candidate best = candidates.top();
        candidates.pop();
        const qsizetype at = best.position;
        const qsizetype room = freeEnd(at, std::min(text.size(), at + maxSpecialBytes)) - at;
        const Match match = longestAt(text.sliced(at, room));
        if (match.entry < 0)
            continue;
        if (const qint32 rank = m_ranks.at(match.entry); rank != best.rank) {
            candidates.push({rank, best.position});
            continue;
        }
        qsizetype end = at + match.bytes;
        while (m_strips.at(match.entry) && end < text.size() && isSpace(text[end])
               && !isTaken[static_cast<size_t>(end)])
            ++end;
        std::fill(isTaken.begin() + at, isTaken.begin() + end, true);
        taken.push_back({at, end, m_sorted.at(match.entry)});
    }

    std::sort(taken.begin(), taken.end(), [](const Taken &a, const Taken &b) { return a.at < b.at; });
    QList<Fragment> fragments;
    qsizetype done = 0;
    for (const Taken &token : taken) {
        if (token.at > done)
            fragments.append(Fragment{Vocabulary::none, text.sliced(done, token.at - done)});
        fragments.append(Fragment{token.token, {}});
        done = token.end;
    }
    if (done < text.size())
        fragments.append(Fragment{Vocabulary::none, text.sliced(done)});
    return fragments;
}
