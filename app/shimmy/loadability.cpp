#include "shimmy/loadability.h"

#include <QSet>

using namespace Qt::StringLiterals;

namespace {

/// What the llama.cpp inside Shimmy 1.8 knows (its table of architectures, read in the crate that Shimmy builds).
const QSet<QString> &knownArchitectures()
{
    static const auto names =
        u"llama llama4 deci falcon grok gpt2 gptj gptneox mpt baichuan starcoder refact bloom stablelm qwen qwen2 "
        "qwen2moe qwen2vl qwen3 qwen3moe phi2 phi3 phimoe plamo plamo2 codeshell orion internlm2 minicpm minicpm3 "
        "gemma "
        "gemma2 gemma3 gemma3n starcoder2 mamba mamba2 jamba falcon-h1 xverse command-r cohere2 dbrx olmo olmo2 olmoe "
        "openelm arctic deepseek deepseek2 chatglm glm4 glm4moe bitnet t5 jais nemotron nemotron_h exaone exaone4 "
        "rwkv6 "
        "rwkv6qwen2 rwkv7 arwkv7 granite granitemoe granitehybrid chameleon plm bailingmoe dots1 arcee ernie4_5 "
        "ernie4_5-moe hunyuan-moe hunyuan-dense smollm3 gpt-oss lfm2 dream smallthinker llada llada-moe seed_oss "
        "grovemoe "
        "apertus"_s.split(u' ');
    static const QSet<QString> set(names.begin(), names.end());
    return set;
}

/// Known too, but with nothing to say: they turn text into numbers or numbers into sound.
bool isEncoder(const QString &architecture)
{
    return architecture.contains("bert"_L1) || architecture == "t5encoder"_L1 || architecture == "gemma-embedding"_L1
        || architecture == "wavtokenizer-dec"_L1;
}

} // namespace

std::optional<QString> whyNotLoadable(const GgufHeader &header)
{
    const QString &architecture = header.architecture;
    if (architecture.isEmpty())
        return u"it is of a format from before GGUF, which Shimmy no longer reads"_s;
    if (architecture == "clip"_L1)
        return u"it is a projector for images, which is of use only beside its model"_s;
    if (isEncoder(architecture))
        return u"it is an encoder (%1), which generates no text"_s.arg(architecture);
    if (!knownArchitectures().contains(architecture))
        return u"its architecture, %1, is not known to the llama.cpp in Shimmy 1.8"_s.arg(architecture);
    return std::nullopt;
}
