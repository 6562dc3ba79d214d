#include "prompt/bpe_tokenizer.h"

#include <algorithm>

namespace {

/// Bytes of Latin-1 that are printed stand for themselves, the others for the characters from U+0100 on, in order.
bool standsForItself(uint byte)
{
    return (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte != 0xad);
}

/// A piece that a byte without one of its own has: it merges with nothing, and is no token.
constexpr qint32 lonePiece(size_t byte)
{
    return -2 - static_cast<qint32>(byte);
}

} // namespace

BpeTokenizer::BpeTokenizer(std::shared_ptr<const Vocabulary> source, const PreTokenizer &preTokenizer)
    : Tokenizer(std::move(source))
    , m_preTokenizer(preTokenizer)
{
    uint next = 0x100;
    for (uint byte = 0; byte < 256; ++byte) {
        m_byteTexts[byte] = QString(QChar(standsForItself(byte) ? byte : next++)).toUtf8();
        const qint32 piece = vocabulary().findPiece(m_byteTexts[byte]);
        m_bytePieces[byte] = piece >= 0 ? piece : lonePiece(byte);
    }
}

/// The token that \a word is as a whole, or none.
qint32 BpeTokenizer::wholeWord(QByteArrayView word) const
{
    if (word.size() > vocabulary().longestTokenBytes())
        return Vocabulary::none;
    QByteArray text;
    for (const char byte : word)
        text += m_byteTexts[static_cast<uchar>(byte)];
    return vocabulary().find(text);
}

/// Queues \a left and the one behind it if they merge.
void BpeTokenizer::consider(Work &work, qint32 left) const
{
    const Symbol &first = work.symbols[static_cast<size_t>(left)];
    const qint32 rank = vocabulary().findMerge(first.piece, work.symbols[static_cast<size_t>(first.next)].piece);
    if (rank < 0)
        return;
    work.pairs.push_back({rank, left});
    std::push_heap(work.pairs.begin(), work.pairs.end());
}

void BpeTokenizer::merge(Work &work) const
{
    const auto symbol = [&work](qint32 index) -> Symbol & { return work.symbols[static_cast<size_t>(index)]; };
    for (qint32 left = 0; left + 1 < static_cast<qint32>(work.symbols.size()); ++left)
        consider(work, left);
    while (!work.pairs.empty()) {
        std::pop_heap(work.pairs.begin(), work.pairs.end());
        const Pair pair = work.pairs.back();
        work.pairs.pop_back();
        const Vocabulary::Merge &rule = vocabulary().merge(pair.rank);
        Symbol &left = symbol(pair.left);
        if (left.piece != rule.left || left.next < 0 || symbol(left.next).piece != rule.right)
            continue; // one of them has changed
        Symbol &right = symbol(left.next);
        left.piece = rule.merged;
        left.next = right.next;
        right.piece = -1;
        if (left.next >= 0)
            symbol(left.next).previous = pair.left;
        if (left.previous >= 0)
            consider(work, left.previous);
        if (left.next >= 0)
            consider(work, pair.left);
    }
}

/// Appends the token that \a piece is; else those of its text's bytes, as far as there are any, which drops the others.
void BpeTokenizer::appendPiece(qint32 piece, QList<qint32> &tokens) const
{
    if (piece >= 0 && piece < vocabulary().size()) {
        tokens += piece;
        return;
    }
    const QByteArrayView text =
        piece < 0 ? m_byteTexts[static_cast<size_t>(-2 - piece)] : QByteArrayView(vocabulary().piece(piece));
    for (const char &byte : text) {
        if (const qint32 token = vocabulary().find(QByteArrayView(&byte, 1)); token != Vocabulary::none)
            tokens += token;
    }
}

void BpeTokenizer::append(QByteArrayView text, bool, QList<qint32> &tokens) const
{
    const QByteArray repaired = repairedUtf8(text);
    WordSplitter words(repaired, m_preTokenizer.rule);
    Work work;
    for (QByteArrayView word = words.next(); !word.isEmpty(); word = words.next()) {
        if (m_preTokenizer.ignoresMerges) {
            if (const qint32 token = wholeWord(word); token != Vocabulary::none) {
                tokens += token;
                continue;
            }
        }
        work.symbols.clear();
        for (const char byte : word) {
            const auto index = static_cast<qint32>(work.symbols.size());
            work.symbols.push_back({index - 1, index + 1, m_bytePieces[static_cast<uchar>(byte)]});
        }
        work.symbols.back().next = -1;
        merge(work);
        for (qint32 i = 0; i >= 0; i = work.symbols[static_cast<size_t>(i)].next)
            appendPiece(work.symbols[static_cast<size_t>(i)].piece, tokens);
    }
}

qsizetype BpeTokenizer::regexMatchIn(QByteArrayView text) const
{
    if (m_preTokenizer.rule != WordRule::Qwen2) // the others are matched by hand there, too
        return 0;
    const QByteArray repaired = repairedUtf8(text);
    WordSplitter words(repaired, m_preTokenizer.rule);
    qsizetype longest = 0;
    for (QByteArrayView word = words.next(); !word.isEmpty(); word = words.next()) {
        const auto characters = std::count_if(word.begin(), word.end(),
                                              [](char byte) { return (static_cast<uchar>(byte) & 0xc0) != 0x80; });
        longest = std::max<qsizetype>(longest, characters);
    }
    return longest;
}
