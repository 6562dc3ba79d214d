#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

/// One turn of a conversation.
struct PromptMessage {
    enum class Role { System, User, Assistant };
    Role role = Role::User;
    QString content;
};

/// How a model was taught to read a conversation. GGUF files carry that as a Jinja program from anybody, which is never
/// run: it is recognised by the markers in it, and what those families write is written here.
class ChatTemplate {
public:
    /// The families that are known. Qwen's is ChatMl.
    enum class Family { ChatMl, Phi4, Llama3, Gemma, Phi3, Zephyr, Llama2, Mistral, MistralSystem };

    /// Nothing: \a jinja is of none of them. \a endOfSequence is the text of the model's token for it; "</s>" if empty.
    static std::optional<ChatTemplate> recognise(const QString &jinja, const QString &endOfSequence);
    /// For a model without a template that is known: a family whose marks are among the model's \a tokens, or else
    /// what Shimmy assumes, Llama 3 by the name, ChatML for others.
    static ChatTemplate assumedFor(const QString &modelName, const QStringList &tokens);

    Family family() const { return m_family; }
    /// The prompt for \a messages, at whose end the assistant's next turn begins; with \a continueLast the last
    /// message, which is the assistant's, goes on instead. Without the token that begins a sequence: the tokenizer adds
    /// it.
    QString render(const QList<PromptMessage> &messages, bool continueLast = false) const;
    /// What ends the assistant's turn, when a model spells it out instead of giving the token.
    QStringList stops() const;

private:
    explicit ChatTemplate(Family family);

    QString renderTurns(const QList<PromptMessage> &messages, bool continueLast) const;
    QString renderInstructions(const QList<PromptMessage> &messages, bool continueLast) const;
    QString openingOf(PromptMessage::Role role) const;
    QString closingOf(PromptMessage::Role role) const;
    QList<PromptMessage> withoutSystem(const QList<PromptMessage> &messages) const;

    Family m_family;
    QString m_endOfSequence;
    QString m_defaultSystem; ///< said when the conversation has none
    QString m_systemPrefix; ///< said before the system's message, and also when there is none
    bool m_hasLineBreaks = true; ///< Phi 3: after the role and after a turn
    bool m_systemInLastTurn = false; ///< Mistral
    QString m_instructionPad; ///< Mistral: after [INST]
    QString m_instructionEndPad; ///< Mistral: before [/INST]
    QString m_answerPad; ///< Mistral: before an answer
};

/// End markers of all families, which no model means as text.
QStringList commonStops();
