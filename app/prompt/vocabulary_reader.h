#pragma once

#include "prompt/vocabulary.h"
#include "store/gguf_structure.h"

#include <bitset>

/// Makes a Vocabulary of a GGUF's key-values in one pass. Damage goes to the reader.
class VocabularyReader {
public:
    explicit VocabularyReader(GgufReader &reader)
        : m_reader(reader)
    {
    }
    /// Reads the file from its start. Nothing is returned once the reader has failed.
    std::shared_ptr<const Vocabulary> read();

private:
    /// Tokens for which llama.cpp looks by their texts if the file does not name them.
    enum Role { EndOfTurn, EndOfMessage, FimPrefix, FimSuffix, FimMiddle, FimPad, FimRepository, FimSeparator, Roles };

    void readKey(GgufKeys &keys);
    bool readTokenNumber(GgufKeys &keys);
    void readTokens(GgufKeys &keys);
    void readMerges(GgufKeys &keys);
    void readScores(GgufKeys &keys);
    void readTypes(GgufKeys &keys);
    void finish();
    void applyDefaults();
    void correctTypes();
    void correctRole(Role role);
    bool makeControl(QByteArrayView text);
    void linkMerges();
    void indexMerges();

    GgufReader &m_reader;
    std::unique_ptr<Vocabulary> m_made;
    QByteArray m_name;
    QByteArray m_mergeBytes; // until all tokens are known, which may stand behind the merges
    QList<quint32> m_mergeEnds;
    std::optional<qint64> m_bos, m_eos, m_eot, m_unknown;
    std::optional<bool> m_addsBos, m_addsEos, m_addsSpacePrefix;
    std::bitset<Roles> m_isNamed;
};
