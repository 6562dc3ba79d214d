#include "gguf_writer.h"
#include "tiny_gguf.h"

#include <QDir>
#include <QFile>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

bool write(const QDir &directory, const QString &name, const QByteArray &bytes)
{
    QFile file(directory.filePath(name));
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

/// One value of every type, and arrays of most.
GgufWriter everyType()
{
    GgufWriter made;
    made.addText("general.architecture", "llama");
    made.addText("general.name", "name");
    made.addText("general.size_label", "7B");
    made.addText("tokenizer.chat_template", "{{ messages }}");
    made.addRaw("llama.context_length", 10, GgufWriter::number(quint64(8192)));
    made.addSigned("llama.block_count", 2);
    made.addShort("u16", 1);
    made.addFloat("f32", 1);
    made.addFlag("bool", true);
    for (const quint32 type : {0u, 1u}) // u8 and i8
        made.addRaw("of one byte, type " + QByteArray::number(type), type, "\1");
    made.addRaw("i16", 3, GgufWriter::number(quint16(1)));
    for (const quint32 type : {11u, 12u}) // i64 and f64
        made.addRaw("of eight bytes, type " + QByteArray::number(type), type, GgufWriter::number(quint64(1)));
    made.addTexts("texts", {"a", "", "bc"});
    made.addFloats("floats", {1, 2});
    made.addNumbers("numbers", {-1, 0, 1});
    return made;
}

/// Tensors of types with blocks of 1, 32, 64 and 256 weights, and of one that nobody knows.
void addTensors(GgufWriter &writer)
{
    writer.addTensor("a", {2, 3}, QByteArray(24, '\1'));
    writer.addTypedTensor("b", {32, 2}, 8, QByteArray(68, '\2'));
    writer.addTypedTensor("c", {64}, 40, QByteArray(36, '\3'));
    writer.addTypedTensor("d", {256, 1, 1, 1}, 12, QByteArray(144, '\4'));
    writer.addTypedTensor("e", {}, 30, QByteArray(2, '\5'));
    writer.addTypedTensor("f", {7}, 77, QByteArray(9, '\6'));
}

QList<GgufWriter> models()
{
    QList<GgufWriter> all;
    for (const quint32 alignment : {0u, 8u, 64u}) {
        GgufWriter made = everyType();
        if (alignment != 0)
            made.setAlignment(alignment);
        addTensors(made);
        all += made;
    }
    return all;
}

/// Shards as tests/fuzz/fuzz_gguf_join.cpp takes them: the heads, and files that are longer.
QByteArray joinInput(const QList<GgufWriter> &shards)
{
    constexpr quint32 fourLonger = 4 << 5; // not moved by any bits
    QByteArray input;
    for (const GgufWriter &shard : shards) {
        const QByteArray bytes = shard.bytes();
        input += GgufWriter::number(static_cast<quint16>(bytes.size())) + GgufWriter::number(fourLonger) + bytes;
    }
    return input;
}

bool writeHeaders(const QDir &corpus)
{
    const QDir directory(corpus.filePath(u"gguf_header"_s));
    bool written = QDir().mkpath(directory.path());
    int number = 0;
    for (const GgufWriter &model : models())
        written = written && write(directory, u"model-%1"_s.arg(number++), model.bytes());
    for (int damage = 0; damage <= static_cast<int>(DamagedGguf::FiveDimensions); ++damage) {
        const QByteArray bytes = damagedGgufBytes(static_cast<DamagedGguf>(damage));
        if (bytes.size() < 10'000)
            written = written && write(directory, u"damaged-%1"_s.arg(damage), bytes);
    }
    written = written && write(directory, u"legacy"_s, "lmgg");
    return written;
}

bool writeJoins(const QDir &corpus)
{
    const QDir directory(corpus.filePath(u"gguf_join"_s));
    bool written = QDir().mkpath(directory.path());
    int number = 0;
    for (const GgufWriter &model : models()) {
        for (const QList<qsizetype> &layout :
             QList<QList<qsizetype>>{{6}, {3, 3}, {0, 2, 4}, {1, 1, 1, 1, 1, 1}, {6, 0}}) {
            written = written && write(directory, u"split-%1"_s.arg(number++), joinInput(model.split(layout)));
        }
    }
    return written;
}

/// Vocabularies of the tokenizers that are followed, with a text behind, as tests/fuzz/fuzz_vocabulary.cpp takes them.
bool writeVocabularies(const QDir &corpus)
{
    const QDir directory(corpus.filePath(u"vocabulary"_s));
    bool written = QDir().mkpath(directory.path());
    for (const char *kind : {"llama", "gpt-2", "llama-bpe", "qwen2", "smollm"}) {
        const bool isSpm = QByteArray(kind) == "llama";
        GgufWriter made;
        made.addText("general.architecture", "llama");
        made.addText("general.name", "phi-3");
        made.addText("tokenizer.chat_template", "{{ messages }}");
        made.addText("tokenizer.ggml.model", isSpm ? "llama" : "gpt2");
        made.addText("tokenizer.ggml.pre", kind);
        made.addTexts("tokenizer.ggml.tokens",
                      {"<unk>", "<s>", "</s>", "a", "b", "▁", "Ġ", "ab", "▁a", "Ġa", "<|end|>", ""});
        made.addFloats("tokenizer.ggml.scores", {0, 0, 0, -4, -5, -3, -6, -1, -2, -2, 0, 0});
        made.addNumbers("tokenizer.ggml.token_type", {2, 3, 3, 1, 1, 1, 1, 1, 1, 1, 4, 5});
        made.addTexts("tokenizer.ggml.merges", {"a b", "Ġ a", "b c", "x"});
        made.addNumber("tokenizer.ggml.bos_token_id", 1);
        made.addNumber("tokenizer.ggml.eos_token_id", 2);
        made.addFlag("tokenizer.ggml.add_eos_token", true);
        made.addFlag("tokenizer.ggml.add_space_prefix", true);
        const QByteArray text = " abab <|end|> \n12345 a's é \xff\xc3";
        const QByteArray bytes = made.bytes();
        written = written && write(directory, QString::fromLatin1(kind), bytes + text + char(text.size()));
    }
    return written;
}

} // namespace

/// Makes what the fuzzers begin with: make_fuzz_corpus DIRECTORY, which is tests/fuzz/corpus. The other files there
/// are what the fuzzers found on their way, as ./dev fuzz leaves it.
int main(int count, char **arguments)
{
    if (count != 2)
        return 2;
    const QDir corpus(QString::fromLocal8Bit(arguments[1]));
    if (!writeHeaders(corpus) || !writeJoins(corpus) || !writeVocabularies(corpus)) {
        std::fprintf(stderr, "cannot write to %s\n", arguments[1]);
        return 1;
    }
    return 0;
}
