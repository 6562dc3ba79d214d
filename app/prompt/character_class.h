#pragma once

#include <QtGlobal>

/// What a pre-tokenizer's regular expression asks about a character. By Unicode 15.1, whose tables llama.cpp has too:
/// Qt's own differ from version to version, and a character that became a letter since would be counted otherwise.
enum class CharacterClass {
    End, ///< there is no character
    Letter, ///< \p{L}
    Number, ///< \p{N}
    Space, ///< \s
    Other,
};

CharacterClass characterClass(char32_t character);
