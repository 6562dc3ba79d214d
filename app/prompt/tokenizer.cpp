#include "prompt/tokenizer.h"

#include "prompt/bpe_tokenizer.h"
#include "prompt/pre_tokenizer.h"
#include "prompt/spm_tokenizer.h"

#include <algorithm>

Tokenizer::Tokenizer(std::shared_ptr<const Vocabulary> vocabulary)
    : m_vocabulary(std::move(vocabulary))
    , m_specialTokens(*m_vocabulary)
{
    // These take white space in front of <mask> along.
    const QString &architecture = m_vocabulary->architecture();
    const bool stripsInFront = architecture.contains(QLatin1StringView("nomic-bert-moe"))
        || architecture.contains(QLatin1StringView("jina-bert-v3"));
    m_isExact = m_vocabulary->isUnambiguous() && m_specialTokens.isComplete() && !stripsInFront;
}

std::unique_ptr<Tokenizer> Tokenizer::create(std::shared_ptr<const Vocabulary> vocabulary)
{
    if (!vocabulary || vocabulary->size() == 0)
        return nullptr;
    if (vocabulary->model() == "llama")
        return std::make_unique<SpmTokenizer>(std::move(vocabulary));
    const auto preTokenizer = preTokenizerNamed(vocabulary->preTokenizer());
    if (vocabulary->model() == "gpt2" && vocabulary->hasMerges() && preTokenizer)
        return std::make_unique<BpeTokenizer>(std::move(vocabulary), *preTokenizer);
    return nullptr;
}

QList<qint32> Tokenizer::tokenize(QByteArrayView utf8) const
{
    QList<qint32> tokens;
    if (m_vocabulary->addsBos() && m_vocabulary->bosToken() != Vocabulary::none)
        tokens += m_vocabulary->bosToken();
    bool followsSpecial = true;
    for (const SpecialTokens::Fragment &fragment : m_specialTokens.partition(utf8)) {
        if (fragment.token != Vocabulary::none)
            tokens += fragment.token;
        else
            append(fragment.text, followsSpecial, tokens);
        followsSpecial = fragment.token != Vocabulary::none;
    }
    if (m_vocabulary->addsEos() && m_vocabulary->eosToken() != Vocabulary::none)
        tokens += m_vocabulary->eosToken();
    return tokens;
}

qsizetype Tokenizer::longestRegexMatch(QByteArrayView utf8) const
{
    qsizetype longest = 0;
    for (const SpecialTokens::Fragment &fragment : m_specialTokens.partition(utf8)) {
        if (fragment.token == Vocabulary::none)
            longest = std::max(longest, regexMatchIn(fragment.text));
    }
    return longest;
}

qsizetype Tokenizer::regexMatchIn(QByteArrayView) const
{
    return 0;
}
