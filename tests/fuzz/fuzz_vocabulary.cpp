#include "prompt/token_count.h"
#include "prompt/tokenizer.h"
#include "require.h"
#include "store/gguf_source.h"

#include <algorithm>

namespace {

void checkTokens(const Tokenizer &tokenizer, QByteArrayView text)
{
    const QList<qint32> tokens = tokenizer.tokenize(text);
    // A token that the file names is one that it has; 11 is what is added where it names none.
    const qint32 size = std::max(tokenizer.vocabulary().size(), 12);
    REQUIRE(std::all_of(tokens.begin(), tokens.end(), [size](qint32 token) { return token >= 0 && token < size; }));
    // What is not UTF-8 grows to three bytes, each of which may be written as two; a space, and two tokens are added.
    REQUIRE(tokens.size() <= 6 * text.size() + 5);
    REQUIRE(tokenizer.longestRegexMatch(text) <= text.size());
}

} // namespace

/// The input is a file, with a text behind it, and the length of that in its last byte.
extern "C" int LLVMFuzzerTestOneInput(const quint8 *input, size_t size);

int LLVMFuzzerTestOneInput(const quint8 *input, size_t size)
{
    const QByteArrayView bytes(input, static_cast<qsizetype>(size));
    GgufPrefixSource source(QByteArray::fromRawData(bytes.data(), bytes.size()), bytes.size());
    const auto vocabulary = Vocabulary::read(source);
    if (!vocabulary)
        return 0;
    REQUIRE((*vocabulary)->chatTemplate().size() <= 1 << 20 && (*vocabulary)->contextLength() >= 0);
    REQUIRE((*vocabulary)->controlTokens().size() <= (*vocabulary)->size());
    for (qint32 token = 0; token < (*vocabulary)->size(); ++token)
        REQUIRE((*vocabulary)->find((*vocabulary)->text(token)) == token);
    const QByteArrayView text =
        bytes.chopped(1).last(std::min<qsizetype>(bytes.size() - 1, static_cast<quint8>(bytes.back())));
    const auto tokenizer = Tokenizer::create(*vocabulary);
    if (tokenizer)
        checkTokens(*tokenizer, text);
    REQUIRE(countTokens(tokenizer.get(), vocabulary->get(), text).tokens >= 0);
    return 0;
}
