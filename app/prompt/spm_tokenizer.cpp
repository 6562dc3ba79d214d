#include "prompt/spm_tokenizer.h"

#include <queue>

#include <algorithm>
#include <vector>

namespace {

constexpr QByteArrayView space = "▁";

/// Bytes of a character by its first one. Nothing checks that the others are right.
qsizetype characterBytes(char first)
{
    const auto byte = static_cast<uchar>(first);
    return byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

/// A piece of the text, in a chain with its neighbours.
struct Symbol {
    qint32 previous;
    qint32 next;
    qint32 begin;
    qint32 bytes; ///< 0: it was joined to the one before
    qint32 token; ///< Vocabulary::none: it is no token
};

/// Two neighbours that would be a token.
struct Pair {
    float score;
    qint32 left; ///< the one behind it is its next
    qint32 bytes; ///< of both together: another number by now means that one of them has changed
    qint32 token;

    bool operator<(const Pair &other) const
    {
        return score < other.score || (score == other.score && left > other.left);
    }
};

/// The joining of one text.
class Joining {
public:
    Joining(const Vocabulary &vocabulary, QByteArrayView text)
        : m_vocabulary(vocabulary)
        , m_text(text)
    {
        split();
        for (qint32 left = 0; left + 1 < static_cast<qint32>(m_symbols.size()); ++left)
            consider(left);
    }

    /// Joins until nothing can be joined; what is left is the chain that begins with the first symbol.
    const std::vector<Symbol> &run()
    {
        while (!m_pairs.empty()) {
            const Pair pair = m_pairs.top();
            m_pairs.pop();
            Symbol &left = symbol(pair.left);
            if (left.bytes == 0 || left.next < 0 || left.bytes + symbol(left.next).bytes != pair.bytes)
                continue;
            join(left, pair);
            if (left.previous >= 0)
                consider(left.previous);
            if (left.next >= 0)
                consider(pair.left);
        }
        return m_symbols;
    }

private:
    Symbol &symbol(qint32 index) { return m_symbols[static_cast<size_t>(index)]; }

    void split()
    {
        qint32 index = 0;
        for (qsizetype at = 0; at < m_text.size(); ++index) {
            const qsizetype bytes = std::min(characterBytes(m_text[at]), m_text.size() - at);
            m_symbols.push_back({index - 1, index + 1, static_cast<qint32>(at), static_cast<qint32>(bytes),
                                 m_vocabulary.find(m_text.sliced(at, bytes))});
            at += bytes;
        }
        if (!m_symbols.empty())
            m_symbols.back().next = -1;
    }

    void join(Symbol &left, const Pair &pair)
    {
        Symbol &right = symbol(left.next);
        right.bytes = 0;
        left.bytes = pair.bytes;
        left.token = pair.token;
        left.next = right.next;
        if (right.next >= 0)
            symbol(right.next).previous = pair.left;
    }

    /// Queues \a left and the one behind it if they can be joined.
    void consider(qint32 left)
    {
        const Symbol &first = symbol(left);
        const qint32 bytes = first.bytes + symbol(first.next).bytes;
        const qint32 token = m_vocabulary.find(m_text.sliced(first.begin, bytes));
        if (token != Vocabulary::none)
            m_pairs.push({m_vocabulary.score(token), left, bytes, token});
    }

    const Vocabulary &m_vocabulary;
    QByteArrayView m_text;
    std::vector<Symbol> m_symbols;
    std::priority_queue<Pair> m_pairs;
};

/// \a text with its spaces as SentencePiece writes them.
QByteArray escaped(QByteArrayView text, bool withPrefix)
{
    QByteArray result;
    result.reserve(text.size() + text.count(' ') * (space.size() - 1) + space.size());
    if (withPrefix)
        result += space;
    for (const char c : text) {
        if (c == ' ')
            result += space;
        else
            result += c;
    }
    return result;
}

} // namespace

SpmTokenizer::SpmTokenizer(std::shared_ptr<const Vocabulary> source)
    : Tokenizer(std::move(source))
{
    for (size_t byte = 0; byte < m_bytes.size(); ++byte) {
        const QByteArray hex = QByteArray::number(static_cast<uint>(byte), 16).toUpper().rightJustified(2, '0');
        const QByteArray text = "<0x" + hex + '>';
        qint32 token = vocabulary().find(text);
        if (token == Vocabulary::none) {
            const char itself = static_cast<char>(byte);
            token = vocabulary().find(QByteArrayView(&itself, 1));
        }
        if (token == Vocabulary::none) { // llama.cpp ends the program when a text needs it
            makeInexact();
            token = std::max(vocabulary().unknownToken(), 0);
        }
        m_bytes[byte] = token;
    }
}

void SpmTokenizer::append(QByteArrayView text, bool followsSpecial, QList<qint32> &tokens) const
{
    const QByteArray escapedText = escaped(text, followsSpecial && vocabulary().addsSpacePrefix());
    Joining joining(vocabulary(), escapedText);
    const std::vector<Symbol> &symbols = joining.run();
    for (qint32 i = symbols.empty() ? -1 : 0; i >= 0; i = symbols[static_cast<size_t>(i)].next) {
        const Symbol &symbol = symbols[static_cast<size_t>(i)];
        if (symbol.token != Vocabulary::none) {
            tokens += symbol.token;
            continue;
        }
        for (const char byte : QByteArrayView(escapedText).sliced(symbol.begin, symbol.bytes))
            tokens += m_bytes[static_cast<uchar>(byte)];
    }
}
