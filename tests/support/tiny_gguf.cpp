#include "tiny_gguf.h"

#include "gguf_writer.h"

#include <QFile>
#include <QHash>

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

// The width must hold one dimension a token, and be a multiple of the head's 64.
constexpr int width = 512;
constexpr int smallestFeedForward = 64;

/// The vocabulary, and which token follows which.
class Chain {
public:
    enum Kind : qint32 { Normal = 1, Unknown = 2, Control = 3, Byte = 6 };

    explicit Chain(bool runsOn)
    {
        token("<unk>", Unknown, 0);
        token("<s>", Control, 0);
        end = token("</s>", Control, 0);
        for (int byte = 0; byte < 256; ++byte)
            token("<0x" + QByteArray::number(byte, 16).toUpper().rightJustified(2, '0') + '>', Byte, 0);
        for (const char *control : {"<|im_start|>", "<|im_end|>", "<|ctl|>", "<|start_header_id|>", "<|end_header_id|>",
                                    "<|eot_id|>", "<|begin_of_text|>"})
            token(control, Control, -10);
        token("▁");
        for (const char c : QByteArray("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;!?<>|_/-"))
            token(QByteArray(1, c));

        follow(index("<0x0A>"), {token("▁Hello"), token(",▁"), token("world"), token("!!")});
        QList<int> words;
        for (int i = 0; i < 80; ++i)
            words += token("▁w" + QByteArray::number(i));
        follow(index("L"), words);
        follower[words.last()] = words.first();
        if (runsOn)
            follower[index("<0x0A>")] = words.first();
        follow(index("E"),
               {token("▁emoji:"), index("<0xF0>"), index("<0x9F>"), index("<0x98>"), index("<0x80>"), token("▁after")});
        follow(index("C"), {token("▁before"), index("<|ctl|>"), token("▁afterctl")});
        follow(index("I"), {token("▁imend"), index("<|im_end|>"), token("▁afterimend")});
        follow(index("N"), {token("▁line1"), token("\nline2\n\nline4")});
        follow(index("X"), {token("▁text"), token("<|im"), token("_end|>"), token("▁tail")});
        follow(index("U"), {token("▁stop"), token("ST"), token("OP"), token("▁ustail")});
    }

    int size() const { return static_cast<int>(texts.size()); }
    int follows(int previous) const { return follower.value(previous, end); }

    QList<QByteArray> texts;
    QList<qint32> kinds;
    QList<float> scores;

private:
    int token(const QByteArray &text, Kind kind = Normal, float score = -10)
    {
        positions.insert(text, size());
        texts += text;
        kinds += kind;
        scores += score;
        return size() - 1;
    }
    int index(const QByteArray &text) const { return positions.value(text, -1); }
    void follow(int start, const QList<int> &tokens)
    {
        int previous = start;
        for (const int next : tokens) {
            follower[previous] = next;
            previous = next;
        }
        follower[previous] = end;
    }

    QHash<QByteArray, int> positions;
    QHash<int, int> follower;
    int end = 0;
};

QByteArray matrix(int rows, int columns)
{
    return QByteArray(qsizetype(rows) * columns * qsizetype(sizeof(float)), '\0');
}

void set(QByteArray &matrix, int columns, int row, int column, float value)
{
    reinterpret_cast<float *>(matrix.data())[qsizetype(row) * columns + column] = value;
}

QByteArray ones(int count)
{
    QByteArray vector = matrix(1, count);
    for (int i = 0; i < count; ++i)
        set(vector, count, 0, i, 1);
    return vector;
}

void addModelKeys(GgufWriter &writer, const TinyGgufOptions &options, const Chain &chain, quint32 feedForward)
{
    writer.addText("general.architecture", "llama");
    writer.addText("general.name", options.name);
    writer.addNumber("llama.context_length", 8192);
    writer.addNumber("llama.embedding_length", width);
    writer.addNumber("llama.block_count", 1);
    writer.addNumber("llama.feed_forward_length", feedForward);
    writer.addNumber("llama.attention.head_count", width / 64);
    writer.addNumber("llama.attention.head_count_kv", width / 64);
    writer.addNumber("llama.rope.dimension_count", 64);
    writer.addFloat("llama.attention.layer_norm_rms_epsilon", 1e-5f);
    writer.addFloat("llama.rope.freq_base", 10000);
    writer.addNumber("llama.vocab_size", static_cast<quint32>(chain.size()));
    writer.addText("tokenizer.ggml.model", "llama");
    writer.addTexts("tokenizer.ggml.tokens", chain.texts);
    writer.addFloats("tokenizer.ggml.scores", chain.scores);
    writer.addNumbers("tokenizer.ggml.token_type", chain.kinds);
    writer.addNumber("tokenizer.ggml.bos_token_id", 1);
    writer.addNumber("tokenizer.ggml.eos_token_id", 2);
    writer.addNumber("tokenizer.ggml.unknown_token_id", 0);
    writer.addFlag("tokenizer.ggml.add_bos_token", true);
    writer.addFlag("tokenizer.ggml.add_eos_token", false);
    writer.addFlag("tokenizer.ggml.add_space_prefix", false);
    if (!options.chatTemplate.isEmpty())
        writer.addText("tokenizer.chat_template", options.chatTemplate);
}

GgufWriter build(const TinyGgufOptions &options, int feedForward)
{
    const Chain chain(options.runsOn);
    const int vocabulary = chain.size();
    Q_ASSERT(vocabulary <= width);
    GgufWriter writer;
    addModelKeys(writer, options, chain, static_cast<quint32>(feedForward));

    QByteArray embedding = matrix(vocabulary, width);
    QByteArray table = matrix(vocabulary, width);
    for (int previous = 0; previous < vocabulary; ++previous) {
        set(embedding, width, previous, previous, 1);
        set(table, width, chain.follows(previous), previous, 1);
    }
    const quint64 w = width;
    const auto f = static_cast<quint64>(feedForward);
    writer.addTensor("token_embd.weight", {w, quint64(vocabulary)}, embedding);
    writer.addTensor("output.weight", {w, quint64(vocabulary)}, table);
    writer.addTensor("output_norm.weight", {w}, ones(width));
    writer.addTensor("blk.0.attn_norm.weight", {w}, ones(width));
    writer.addTensor("blk.0.ffn_norm.weight", {w}, ones(width));
    for (const char *name : {"attn_q", "attn_k", "attn_v", "attn_output"})
        writer.addTensor(QByteArray("blk.0.") + name + ".weight", {w, w}, matrix(width, width));
    writer.addTensor("blk.0.ffn_gate.weight", {w, f}, matrix(feedForward, width));
    writer.addTensor("blk.0.ffn_up.weight", {w, f}, matrix(feedForward, width));
    writer.addTensor("blk.0.ffn_down.weight", {f, w}, matrix(width, feedForward));
    return writer;
}

GgufWriter smallWriter()
{
    GgufWriter writer;
    writer.addText("general.architecture", "llama");
    return writer;
}

} // namespace

QByteArray tinyGgufBytes(const TinyGgufOptions &options)
{
    const QByteArray smallest = build(options, smallestFeedForward).bytes();
    if (smallest.size() >= options.minimumBytes)
        return smallest;
    constexpr qint64 bytesPerFeedForward = qint64(3) * width * qint64(sizeof(float));
    const qint64 wider = (options.minimumBytes - smallest.size() + bytesPerFeedForward - 1) / bytesPerFeedForward;
    return build(options, smallestFeedForward + static_cast<int>((wider + 31) / 32 * 32)).bytes();
}

QList<QByteArray> tinyGgufShards(const QList<qsizetype> &tensorsPerShard)
{
    QList<QByteArray> shards;
    for (const GgufWriter &shard : build({}, smallestFeedForward).split(tensorsPerShard))
        shards += shard.bytes();
    return shards;
}

bool writeTinyGguf(const QString &path, const TinyGgufOptions &options)
{
    QFile file(path);
    const QByteArray bytes = tinyGgufBytes(options);
    return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

bool writeSparseGguf(const QString &path, qint64 totalBytes)
{
    // The head's length depends on the tensor's size by nothing: both are fixed-width numbers.
    const auto headFor = [](quint64 weights) {
        GgufWriter writer = smallWriter();
        writer.addTensor("blk.0.weight", {weights}, {});
        return writer.bytes();
    };
    const qint64 headBytes = headFor(1).size();
    const qint64 dataBytes = totalBytes - headBytes;
    if (totalBytes < 4096 || totalBytes % 32 != 0)
        return false;
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(headFor(static_cast<quint64>(dataBytes / 4))) == headBytes
        && file.flush() && ::ftruncate(file.handle(), totalBytes) == 0;
}

QByteArray damagedGgufBytes(DamagedGguf damage)
{
    GgufWriter writer = smallWriter();
    writer.addTensor("w", {8}, QByteArray(32, '\0'));
    QByteArray good = writer.bytes();
    switch (damage) {
    case DamagedGguf::Truncated: return tinyGgufBytes().chopped(1024);
    case DamagedGguf::WrongMagic: return "NOPE" + good.sliced(4);
    case DamagedGguf::OnlyMagic: return "GGUF";
    case DamagedGguf::Version1: return writer.bytes(0, 0, 1);
    case DamagedGguf::BigEndian: return writer.bytes(0, 0, 3u << 24);
    case DamagedGguf::AbsurdTensorCount: return writer.bytes(quint64(1) << 61);
    case DamagedGguf::AbsurdKeyCount: return writer.bytes(0, quint64(1) << 61);
    case DamagedGguf::EndlessString:
        writer.addRaw("general.name", 8, GgufWriter::number(quint64(1) << 60));
        return writer.bytes();
    case DamagedGguf::NestedArrays:
        writer.addRaw("x", 9,
                      GgufWriter::number(quint32(9)) + GgufWriter::number(quint64(1)) + GgufWriter::number(quint32(4))
                          + GgufWriter::number(quint64(0)));
        return writer.bytes();
    case DamagedGguf::OddAlignment: writer.addNumber("general.alignment", 24); return writer.bytes();
    case DamagedGguf::OverflowingShape: {
        GgufWriter huge = smallWriter();
        huge.addTensor("w", {quint64(1) << 62, 16}, QByteArray(32, '\0'));
        return huge.bytes();
    }
    case DamagedGguf::FiveDimensions: {
        GgufWriter deep = smallWriter();
        deep.addTensor("w", {2, 2, 2, 1, 1}, QByteArray(32, '\0'));
        return deep.bytes();
    }
    }
    Q_UNREACHABLE();
}
