#pragma once

#include "prompt/tokenizer.h"

#include <array>

/// SentencePiece as llama.cpp does it: of all neighbours whose texts together are a token, those with the best score
/// are joined first; what is no token in the end becomes tokens of single bytes.
class SpmTokenizer final : public Tokenizer {
public:
    explicit SpmTokenizer(std::shared_ptr<const Vocabulary> vocabulary);

protected:
    void append(QByteArrayView text, bool followsSpecial, QList<qint32> &tokens) const override;

private:
    std::array<qint32, 256> m_bytes{}; // the tokens of single bytes
};
