#include "prompt/token_count.h"

#include "prompt/tokenizer.h"

TokenCount countTokens(const Tokenizer *tokenizer, const Vocabulary *vocabulary, QByteArrayView utf8)
{
    if (tokenizer)
        return {tokenizer->tokenize(utf8).size(), tokenizer->isExact()};
    constexpr qint64 bytesPerToken = 4;
    const qint64 added = vocabulary ? int(vocabulary->addsBos()) + int(vocabulary->addsEos()) : 1;
    return {(utf8.size() + bytesPerToken - 1) / bytesPerToken + added, false};
}
