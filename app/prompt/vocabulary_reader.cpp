#include "prompt/vocabulary_reader.h"

#include "prompt/pre_tokenizer.h"
#include "store/durable_file.h"
#include "store/gguf_source.h"
#include "store/gguf_types.h"

#include <QtEndian>

#include <fcntl.h>
#include <sys/stat.h>

#include <bit>
#include <cmath>

using namespace Qt::StringLiterals;

namespace {

constexpr quint64 keptTemplateBytes = 1 << 20;
constexpr quint64 keptNameBytes = 1000;
constexpr quint64 maxTokenBytes = 64 << 10;
// Of all tokens, and of all merges: the largest vocabularies have 4 MB.
constexpr qint64 maxTextBytes = 16 << 20;

constexpr auto control = static_cast<char>(Vocabulary::TokenType::Control);
constexpr auto userDefined = static_cast<char>(Vocabulary::TokenType::UserDefined);
constexpr auto unknownType = static_cast<char>(Vocabulary::TokenType::Unknown);

} // namespace

std::shared_ptr<const Vocabulary> VocabularyReader::read()
{
    m_made.reset(new Vocabulary); // its constructor is private
    const GgufPreamble preamble = readGgufPreamble(m_reader, m_reader.u32());
    for (GgufKeys keys(m_reader, preamble.keyCount); keys.next();)
        readKey(keys);
    if (!m_reader.failed())
        finish();
    return m_reader.failed() ? nullptr : std::move(m_made);
}

void VocabularyReader::readKey(GgufKeys &keys)
{
    const QByteArray &key = keys.key();
    if (key == "general.architecture")
        m_made->m_architecture = keys.readText();
    else if (key == "general.name")
        m_name = keys.readBytes(keptNameBytes).toLower();
    else if (key.endsWith(".context_length") && key.count('.') == 1)
        m_made->m_contextLength = std::max<qint64>(keys.readInteger().value_or(0), 0);
    else if (key == "tokenizer.chat_template")
        m_made->m_chatTemplate = keys.readBytes(keptTemplateBytes + 1);
    else if (key == "tokenizer.ggml.model")
        m_made->m_model = keys.readBytes(keptNameBytes);
    else if (key == "tokenizer.ggml.pre")
        m_made->m_preTokenizer = keys.readBytes(keptNameBytes);
    else if (key == "tokenizer.ggml.tokens")
        readTokens(keys);
    else if (key == "tokenizer.ggml.merges")
        readMerges(keys);
    else if (key == "tokenizer.ggml.scores")
        readScores(keys);
    else if (key == "tokenizer.ggml.token_type")
        readTypes(keys);
    else if (key == "tokenizer.ggml.add_bos_token")
        m_addsBos = keys.readFlag();
    else if (key == "tokenizer.ggml.add_eos_token")
        m_addsEos = keys.readFlag();
    else if (key == "tokenizer.ggml.add_space_prefix")
        m_addsSpacePrefix = keys.readFlag();
    else if (!readTokenNumber(keys))
        keys.skipValue();
}

/// Reads the value if it is the number of a token.
bool VocabularyReader::readTokenNumber(GgufKeys &keys)
{
    struct Named {
        QByteArrayView key;
        Role role;
    };
    static constexpr Named named[] = {
        {"eot_token_id", EndOfTurn},         {"eom_token_id", EndOfMessage},     {"fim_pre_token_id", FimPrefix},
        {"prefix_token_id", FimPrefix},      {"fim_suf_token_id", FimSuffix},    {"suffix_token_id", FimSuffix},
        {"fim_mid_token_id", FimMiddle},     {"middle_token_id", FimMiddle},     {"fim_pad_token_id", FimPad},
        {"fim_rep_token_id", FimRepository}, {"fim_sep_token_id", FimSeparator},
    };
    static constexpr QByteArrayView prefix = "tokenizer.ggml.";
    if (!keys.key().startsWith(prefix))
        return false;
    const QByteArrayView name = QByteArrayView(keys.key()).sliced(prefix.size());
    if (name == "bos_token_id")
        return m_bos = keys.readInteger(), true;
    if (name == "eos_token_id")
        return m_eos = keys.readInteger(), true;
    if (name == "unknown_token_id")
        return m_unknown = keys.readInteger(), true;
    for (const Named &entry : named) {
        if (name != entry.key)
            continue;
        const auto number = keys.readInteger();
        m_isNamed[entry.role] = m_isNamed[entry.role] || number;
        if (entry.role == EndOfTurn)
            m_eot = number;
        return true;
    }
    return false;
}

void VocabularyReader::readTokens(GgufKeys &keys)
{
    const auto array = keys.readArrayHead();
    if (!array || array->type != GgufValue::String)
        return m_reader.refuse(u"its tokens are no texts"_s);
    for (quint64 i = 0; i < array->count; ++i) {
        QByteArray token = m_reader.string(maxTokenBytes);
        if (m_reader.failed())
            return;
        if (token.isEmpty())
            token = "[EMPTY_" + QByteArray::number(i) + ']'; // as llama.cpp calls it
        m_made->m_longestTokenBytes = std::max(m_made->m_longestTokenBytes, token.size());
        if (m_made->m_pieces.textBytes() + token.size() > maxTextBytes)
            return m_reader.refuse(u"its tokens have more than %1 bytes"_s.arg(maxTextBytes));
        if (m_made->m_pieces.add(token) < 0) // llama.cpp ends the program
            return m_reader.refuse(u"it has the token %1 twice"_s.arg(quoted(token)));
    }
}

void VocabularyReader::readMerges(GgufKeys &keys)
{
    const auto array = keys.readArrayHead();
    if (!array || array->type != GgufValue::String)
        return m_reader.refuse(u"its merges are no texts"_s);
    m_made->m_hasMerges = true;
    for (quint64 i = 0; i < array->count && !m_reader.failed(); ++i) {
        m_mergeBytes += m_reader.string(2 * maxTokenBytes);
        if (m_mergeBytes.size() > maxTextBytes)
            return m_reader.refuse(u"its merges have more than %1 bytes"_s.arg(maxTextBytes));
        m_mergeEnds += static_cast<quint32>(m_mergeBytes.size());
    }
}

void VocabularyReader::readScores(GgufKeys &keys)
{
    const auto array = keys.readArrayHead();
    if (!array || array->type != GgufValue::F32)
        return m_reader.refuse(u"its tokens' scores are no numbers"_s);
    for (quint64 i = 0; i < array->count && !m_reader.failed(); ++i) {
        const auto score = std::bit_cast<float>(m_reader.u32());
        if (std::isnan(score))
            return m_reader.refuse(u"the score of the token %1 is no number"_s.arg(i));
        m_made->m_scores += score;
    }
}

void VocabularyReader::readTypes(GgufKeys &keys)
{
    const auto array = keys.readArrayHead();
    if (!array || (array->type != GgufValue::I32 && array->type != GgufValue::U32))
        return m_reader.refuse(u"its tokens' types are no numbers"_s);
    for (quint64 i = 0; i < array->count && !m_reader.failed(); ++i) {
        const quint32 type = m_reader.u32();
        m_made->m_types += static_cast<char>(type <= quint32(Vocabulary::TokenType::Byte) ? type : 0);
    }
}

void VocabularyReader::finish()
{
    const qsizetype tokens = m_made->m_pieces.size();
    if (m_made->m_types.isEmpty())
        m_made->m_types = QByteArray(tokens, static_cast<char>(Vocabulary::TokenType::Normal));
    // llama.cpp reads as many of both as there are tokens, and would read behind their end.
    if (m_made->m_types.size() < tokens || (!m_made->m_scores.isEmpty() && m_made->m_scores.size() < tokens))
        return m_reader.refuse(u"it has %1 tokens, but fewer types or scores"_s.arg(tokens));
    m_made->m_types.truncate(tokens);
    if (static_cast<quint64>(m_made->m_chatTemplate.size()) > keptTemplateBytes)
        m_made->m_chatTemplate.clear();
    applyDefaults();
    correctTypes();
    if (m_made->m_model == "gpt2")
        linkMerges();
    m_made->m_pieces.squeeze();
    m_made->m_scores.squeeze();
    m_made->m_types.squeeze();
}

void VocabularyReader::applyDefaults()
{
    const auto preTokenizer = preTokenizerNamed(m_made->m_preTokenizer);
    const bool isSentencePiece = m_made->m_model == "llama";
    const bool isBpe = m_made->m_model == "gpt2";
    if (isSentencePiece) {
        m_made->m_bos = 1;
        m_made->m_eos = 2;
        m_made->m_unknown = 0;
        m_made->m_addsBos = true;
        m_made->m_addsSpacePrefix = true;
    } else if (isBpe) {
        m_made->m_bos = preTokenizer && !preTokenizer->hasDefaultBos ? Vocabulary::none : 11;
        m_made->m_eos = 11;
        m_made->m_addsBos = preTokenizer ? preTokenizer->addsBos : m_made->m_preTokenizer == "tekken";
    } else {
        m_made->m_addsBos = m_made->m_model == "bert";
        m_made->m_addsEos = m_made->m_model == "t5";
    }
    const auto setToken = [this](qint32 &token, std::optional<qint64> number) {
        if (number && *number >= 0 && *number < m_made->size())
            token = static_cast<qint32>(*number);
    };
    setToken(m_made->m_bos, m_bos);
    setToken(m_made->m_eos, m_eos);
    setToken(m_made->m_eot, m_eot);
    setToken(m_made->m_unknown, m_unknown);
    m_made->m_addsBos = m_addsBos.value_or(m_made->m_addsBos);
    m_made->m_addsEos = m_addsEos.value_or(m_made->m_addsEos);
    m_made->m_addsSpacePrefix = m_addsSpacePrefix.value_or(m_made->m_addsSpacePrefix);
    m_made->m_stripsBehindSpecialTokens = m_name.contains("phi-3") || m_name.contains("phi3");
}

/// Does to the types what llama.cpp does, which knows from the texts what some files have wrong.
void VocabularyReader::correctTypes()
{
    for (int role = 0; role < Roles; ++role)
        correctRole(static_cast<Role>(role));
    // What ends a generation.
    for (const char *text : {"<|eot_id|>", "<|im_end|>", "<|end|>", "<|return|>", "<|call|>", "<end_of_turn>",
                             "<|endoftext|>", "<|eom_id|>", "<EOT>", "_<EOT>", "<|end_of_text|>", "<end_of_utterance>"})
        makeControl(text);
    // What gpt-oss's answers must show.
    for (const char *text : {"<|channel|>", "<|message|>", "<|start|>", "<|constrain|>"}) {
        if (const qint32 token = m_made->find(text); token >= 0)
            m_made->m_types[token] = userDefined;
    }
    const qint32 end = m_made->find("<|end|>");
    if (end >= 0 && m_made->find("<|return|>") >= 0 && m_made->find("<|call|>") >= 0)
        m_made->m_types[end] = userDefined;
}

/// Which of several candidates llama.cpp takes depends on its hash table. That changes what is counted only if one of
/// them was no special token before.
void VocabularyReader::correctRole(Role role)
{
    static const QList<QByteArrayView> texts[Roles] = {
        {"<|eot_id|>", "<|im_end|>", "<|end|>", "<end_of_turn>", "<|endoftext|>", "<EOT>", "_<EOT>",
         "<｜end▁of▁sentence｜>", "<end_of_utterance>"},
        {"<|eom_id|>"},
        {"<|fim_prefix|>", "<fim-prefix>", "<fim_prefix>", "<｜fim▁begin｜>", "<PRE>", "▁<PRE>", "<|code_prefix|>"},
        {"<|fim_suffix|>", "<fim-suffix>", "<fim_suffix>", "<｜fim▁hole｜>", "<SUF>", "▁<SUF>", "<|code_suffix|>"},
        {"<|fim_middle|>", "<fim-middle>", "<fim_middle>", "<｜fim▁end｜>", "<MID>", "▁<MID>", "<|code_middle|>"},
        {"<|fim_pad|>", "<fim-pad>", "<fim_pad>", "<PAD>"},
        {"<|fim_repo|>", "<|repo_name|>", "<fim-repo>", "<REPO>", "<reponame>"},
        {"<|file_sep|>"},
    };
    if (m_isNamed[role])
        return;
    QList<qint32> found;
    bool isOneNew = false;
    for (const QByteArrayView text : texts[role]) {
        const qint32 token = m_made->find(text);
        if (token < 0)
            continue;
        found += token;
        const char type = m_made->m_types.at(token);
        isOneNew = isOneNew || (type != control && type != userDefined && type != unknownType);
    }
    if (found.isEmpty())
        return;
    if (role == EndOfTurn)
        m_made->m_eot = found.first();
    if (found.size() == 1)
        m_made->m_types[found.first()] = control;
    else if (isOneNew)
        m_made->m_isUnambiguous = false;
}

bool VocabularyReader::makeControl(QByteArrayView text)
{
    const qint32 token = m_made->find(text);
    if (token >= 0)
        m_made->m_types[token] = control;
    return token >= 0;
}

void VocabularyReader::linkMerges()
{
    quint32 begin = 0;
    for (const quint32 end : std::as_const(m_mergeEnds)) {
        const QByteArrayView text(m_mergeBytes.constData() + begin, static_cast<qsizetype>(end - begin));
        begin = end;
        Vocabulary::Merge merge;
        const qsizetype space = text.size() > 1 ? text.indexOf(' ', 1) : -1; // the first character may be one
        if (space > 0) {
            const QByteArrayView left = text.first(space);
            const QByteArrayView right = text.sliced(space + 1);
            merge.left = m_made->m_pieces.intern(left);
            merge.right = m_made->m_pieces.intern(right);
            const QByteArray joined = left.toByteArray().append(right);
            merge.merged = m_made->m_pieces.intern(joined);
        }
        m_made->m_merges += merge; // also one that merges nothing: it has its rank
    }
    m_mergeBytes = {};
    m_mergeEnds = {};
    m_made->m_merges.squeeze();
    indexMerges();
}

void VocabularyReader::indexMerges()
{
    const auto slots = std::bit_ceil(static_cast<quint64>(m_made->m_merges.size()) * 4 / 3 + 1);
    m_made->m_mergeSlots = QList<qint32>(static_cast<qsizetype>(slots), 0);
    for (qint32 rank = 0; rank < m_made->m_merges.size(); ++rank) {
        const Vocabulary::Merge &merge = m_made->m_merges.at(rank);
        if (merge.left < 0)
            continue;
        qint32 &slot = m_made->m_mergeSlots[m_made->mergeSlot(merge.left, merge.right)];
        if (slot == 0) // the first of two equal ones holds
            slot = rank + 1;
    }
}

Result<std::shared_ptr<const Vocabulary>> Vocabulary::read(GgufSource &source)
{
    GgufReader reader(source, maxGgufHeaderBytes);
    auto vocabulary = VocabularyReader(reader).read();
    if (vocabulary)
        return vocabulary;
    if (reader.state() == GgufReader::State::Unreadable)
        return fail(ErrorKind::DiskFailed, u"the model file cannot be read to the end of its header"_s,
                    u"check the disk; the file may also have been cut meanwhile"_s);
    return fail(ErrorKind::NotGguf, u"the model file has no vocabulary that could be read"_s, reader.reason());
}

Result<std::shared_ptr<const Vocabulary>> Vocabulary::read(const QString &ggufPath)
{
    const auto file = openFile(ggufPath, O_RDONLY);
    if (!file)
        return failWith(file);
    struct stat status { };
    if (::fstat(file->get(), &status) != 0 || !S_ISREG(status.st_mode))
        return fail(ErrorKind::DiskFailed, u"%1 is not a regular file"_s.arg(ggufPath));
    GgufFileSource source(file->get(), status.st_size);
    return read(source);
}
