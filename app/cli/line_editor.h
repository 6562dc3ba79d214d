#pragma once

#include <QString>

#include <memory>

/// Lines from a terminal, with the keys that shells have and the lines before within reach. Blocks while it reads.
class LineEditor {
public:
    enum class End { Line, EndOfInput, Interrupted };
    struct Input {
        End end;
        QString line; ///< without its line feed
    };

    LineEditor();
    ~LineEditor();
    /// Ctrl-C gives Interrupted, and Ctrl-D in an empty line EndOfInput.
    Input read(const QString &prompt);

private:
    struct State;
    const std::unique_ptr<State> m_state;
};
