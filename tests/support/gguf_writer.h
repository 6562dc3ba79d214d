#pragma once

#include <QByteArray>
#include <QList>

#include <optional>

/// Writes GGUF version 3, little-endian. Independent of the product's reader on purpose.
class GgufWriter {
public:
    void addText(const QByteArray &key, const QByteArray &value);
    void addNumber(const QByteArray &key, quint32 value);
    void addShort(const QByteArray &key, quint16 value);
    void addSigned(const QByteArray &key, qint32 value);
    void addFloat(const QByteArray &key, float value);
    void addFlag(const QByteArray &key, bool value);
    void addTexts(const QByteArray &key, const QList<QByteArray> &values);
    void addFloats(const QByteArray &key, const QList<float> &values);
    void addNumbers(const QByteArray &key, const QList<qint32> &values);
    /// A key with a type and bytes of the caller's choice.
    void addRaw(const QByteArray &key, quint32 type, const QByteArray &value);
    /// An F32 tensor; \a shape begins with the fastest dimension. \a bytes may be empty: the data is then zeros that
    /// the caller provides.
    void addTensor(const QByteArray &name, const QList<quint64> &shape, const QByteArray &bytes);
    /// The same with a type of the caller's choice, and with an offset that need not be where the bytes are.
    void addTypedTensor(const QByteArray &name, const QList<quint64> &shape, quint32 type, const QByteArray &bytes,
                        std::optional<quint64> offset = {});
    /// Adds general.alignment and pads by it. To be called first.
    void setAlignment(quint32 alignment);

    /// The whole file. \a tensorCount and \a keyCount replace the true ones when not 0.
    QByteArray bytes(quint64 tensorCount = 0, quint64 keyCount = 0, quint32 version = 3) const;
    /// The shards that llama-gguf-split makes: shard i has the next \a tensorsPerShard[i] tensors, the first one all
    /// keys, and each the three keys that number it.
    QList<GgufWriter> split(const QList<qsizetype> &tensorsPerShard) const;

    template <class T>
    static QByteArray number(T value);
    static QByteArray text(const QByteArray &value);

private:
    struct Tensor {
        QByteArray name;
        QList<quint64> shape;
        QByteArray data;
        quint32 type = 0; // F32
        std::optional<quint64> offset;
    };
    QByteArray padded(const QByteArray &bytes) const;

    QByteArray m_keys;
    quint64 m_keyCount = 0;
    QList<Tensor> m_tensors;
    quint32 m_alignment = 32;
};
