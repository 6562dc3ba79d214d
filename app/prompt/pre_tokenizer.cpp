#include "prompt/pre_tokenizer.h"

#include "prompt/character_class.h"

#include <QByteArray>

#include <algorithm>
#include <iterator>

namespace {

constexpr char32_t replacement = 0xfffd;
constexpr char32_t lastCharacter = 0x10ffff;

/// A character of a text; its class is End behind the last one.
struct Character {
    char32_t code = 0;
    qsizetype bytes = 0;
    CharacterClass kind = CharacterClass::End;

    bool isLineEnd() const { return kind == CharacterClass::Space && (code == '\r' || code == '\n'); }
};

/// How many bytes a character takes by its first one; 0: none begins so.
qsizetype announcedBytes(uchar first)
{
    if (first < 0x80)
        return 1;
    if (first < 0xc0)
        return 0;
    return first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 0;
}

/// The character at \a at, which is within \a text. Overlong forms and surrogates count as characters.
Character decode(QByteArrayView text, qsizetype at)
{
    const auto first = static_cast<uchar>(text[at]);
    const qsizetype bytes = announcedBytes(first);
    if (bytes == 1)
        return {first, 1};
    if (bytes == 0 || bytes > text.size() - at)
        return {replacement, 1};
    char32_t code = first & (0x7fu >> bytes);
    for (qsizetype i = 1; i < bytes; ++i) {
        const auto byte = static_cast<uchar>(text[at + i]);
        if ((byte & 0xc0) != 0x80)
            return {replacement, 1};
        code = code << 6 | (byte & 0x3f);
    }
    return code > lastCharacter ? Character{replacement, 1} : Character{code, bytes};
}

void append(QByteArray &text, char32_t code)
{
    if (code < 0x80) {
        text += static_cast<char>(code);
        return;
    }
    const int following = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    text += static_cast<char>((0xff00u >> (following + 1) & 0xff) | code >> 6 * following);
    for (int i = following - 1; i >= 0; --i)
        text += static_cast<char>(0x80 | (code >> 6 * i & 0x3f));
}

/// A text and the characters from which a word of it begins.
class Word {
public:
    explicit Word(QByteArrayView text)
        : m_text(text)
    {
    }

    qsizetype bytesByGpt2() const;
    qsizetype bytesByLlama3(int numbersAtOnce) const;

private:
    Character at(qsizetype position) const
    {
        if (position >= m_text.size())
            return {};
        Character character = decode(m_text, position);
        character.kind = characterClass(character.code);
        return character;
    }
    qsizetype runEnd(qsizetype from, CharacterClass kind) const
    {
        Character next = at(from);
        for (; next.kind == kind; next = at(from))
            from += next.bytes;
        return from;
    }
    qsizetype contractionBytes(bool anyCase) const;
    qsizetype spaceBytes(bool endsAtLines) const;

    QByteArrayView m_text;
};

/// 's 't 're 've 'm 'll 'd at the start; 0: none of them.
qsizetype Word::contractionBytes(bool anyCase) const
{
    if (!m_text.startsWith('\''))
        return 0;
    const auto letter = [&](qsizetype position) {
        const char c = position < m_text.size() ? m_text[position] : '\0';
        return anyCase && c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    };
    const char first = letter(1);
    if (first == 's' || first == 't' || first == 'm' || first == 'd')
        return 2;
    const char second = letter(2);
    const bool isPair =
        (first == 'r' && second == 'e') || (first == 'v' && second == 'e') || (first == 'l' && second == 'l');
    return isPair ? 3 : 0;
}

/// A run of white space: all of it where the text ends, otherwise but the last character, which belongs to what comes
/// next. If \a endsAtLines, up to the last line feed or carriage return in it, if there is one.
qsizetype Word::spaceBytes(bool endsAtLines) const
{
    qsizetype end = 0;
    qsizetype lastBegin = 0;
    qsizetype lineEnd = 0;
    Character next = at(0);
    for (; next.kind == CharacterClass::Space; next = at(end)) {
        lastBegin = end;
        end += next.bytes;
        if (next.isLineEnd())
            lineEnd = end;
    }
    if (endsAtLines && lineEnd > 0)
        return lineEnd;
    return lastBegin > 0 && next.kind != CharacterClass::End ? lastBegin : end;
}

/// 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
qsizetype Word::bytesByGpt2() const
{
    if (const qsizetype bytes = contractionBytes(false); bytes > 0)
        return bytes;
    const qsizetype begin = m_text.startsWith(' ') ? 1 : 0;
    const CharacterClass kind = at(begin).kind;
    if (kind != CharacterClass::Space && kind != CharacterClass::End)
        return runEnd(begin, kind);
    return spaceBytes(false);
}

/// (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,n}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
/// without the letters outside of ASCII that are an s in another case: llama.cpp does not know them.
qsizetype Word::bytesByLlama3(int numbersAtOnce) const
{
    if (const qsizetype bytes = contractionBytes(true); bytes > 0)
        return bytes;
    const Character first = at(0);
    if (first.kind == CharacterClass::Number) {
        qsizetype end = 0;
        for (int i = 0; i < numbersAtOnce && at(end).kind == CharacterClass::Number; ++i)
            end += at(end).bytes;
        return end;
    }
    if (first.kind == CharacterClass::Letter || (!first.isLineEnd() && at(first.bytes).kind == CharacterClass::Letter))
        return runEnd(first.bytes, CharacterClass::Letter);
    const qsizetype begin = m_text.startsWith(' ') ? 1 : 0;
    if (at(begin).kind == CharacterClass::Other) {
        qsizetype end = runEnd(begin, CharacterClass::Other);
        while (at(end).isLineEnd())
            ++end;
        return end;
    }
    return spaceBytes(true);
}

} // namespace

QByteArray repairedUtf8(QByteArrayView text)
{
    if (text.isValidUtf8())
        return text.toByteArray();
    QByteArray repaired;
    repaired.reserve(text.size());
    for (qsizetype at = 0; at < text.size();) {
        const Character character = decode(text, at);
        append(repaired, character.code);
        at += character.bytes;
    }
    return repaired;
}

WordSplitter::WordSplitter(QByteArrayView text, WordRule rule)
    : m_text(text)
    , m_part(rule == WordRule::DigitsThenGpt2 ? QByteArrayView() : text)
    , m_rule(rule)
{
}

QByteArrayView WordSplitter::next()
{
    if (m_text.isEmpty())
        return {};
    if (m_part.isEmpty()) { // by DigitsThenGpt2: the next part is a number, or reaches to one
        qsizetype end = 0;
        while (end < m_text.size()) {
            const Character character = decode(m_text, end);
            const bool isNumber = characterClass(character.code) == CharacterClass::Number;
            if (isNumber && end > 0)
                break;
            end += character.bytes;
            if (isNumber)
                break;
        }
        m_part = m_text.first(end);
    }
    const Word rest(m_part);
    const qsizetype bytes = m_rule == WordRule::Llama3 ? rest.bytesByLlama3(3)
        : m_rule == WordRule::Qwen2                    ? rest.bytesByLlama3(1)
                                                       : rest.bytesByGpt2();
    const QByteArrayView word = m_part.first(bytes);
    m_part = m_part.sliced(bytes);
    m_text = m_text.sliced(bytes);
    return word;
}

std::optional<PreTokenizer> preTokenizerNamed(QByteArrayView name)
{
    // The names that llama.cpp gives one rule, as of what Shimmy 1.8.1 is built from. Those whose special tokens take
    // white space along (jina-v2-…) are left out.
    struct Group {
        PreTokenizer preTokenizer;
        std::initializer_list<QByteArrayView> names;
    };
    static const Group groups[] = {
        {{WordRule::Llama3, true, true, true},
         {"llama-bpe", "llama3", "llama-v3", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2"}},
        {{WordRule::Llama3, false, false, true}, {"dbrx", "smaug-bpe"}},
        {{WordRule::Llama3, false, false, false}, {"glm4", "chatglm-bpe"}},
        {{WordRule::Qwen2, false, false, true},
         {"qwen2", "deepseek-r1-qwen", "megrez", "stablelm2", "hunyuan", "grok-2"}},
        {{WordRule::Gpt2, false, false, true},
         {"gpt-2", "phi-2", "mpt", "olmo", "jais", "trillion", "exaone4", "gigachat", "a.x-4.0", "mellum", "jina-es",
          "jina-de", "jina-v1-en", "roberta-bpe"}},
        {{WordRule::DigitsThenGpt2, false, false, true},
         {"smollm", "starcoder", "refact", "command-r", "codeshell", "exaone", "minerva-7b"}},
    };
    for (const Group &group : groups) {
        if (std::find(group.names.begin(), group.names.end(), name) != group.names.end())
            return group.preTokenizer;
    }
    return {};
}
