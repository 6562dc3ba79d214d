#include "prompt/chat_template.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace {

using Role = PromptMessage::Role;
using Family = ChatTemplate::Family;

/// What a Jinja string literal holds of \a text, as far as conversations need it.
QString unescaped(QString text)
{
    return text.replace("\\n"_L1, "\n"_L1);
}

/// The one text that \a pattern captures in \a jinja; empty when it is not there.
QString captured(const QString &jinja, const QString &pattern)
{
    const auto match = QRegularExpression(pattern).match(jinja);
    return match.hasMatch() ? unescaped(match.captured(1)) : QString();
}

std::optional<Family> familyOf(const QString &jinja)
{
    const auto has = [&jinja](QLatin1StringView marker) { return jinja.contains(marker); };
    if (has("<|im_start|>"_L1))
        return has("<|im_sep|>"_L1) ? Family::Phi4 : Family::ChatMl;
    if (has("<|start_header_id|>"_L1) && has("<|end_header_id|>"_L1))
        return Family::Llama3;
    if (has("<start_of_turn>"_L1))
        return Family::Gemma;
    if (has("[INST]"_L1)) {
        if (has("[SYSTEM_PROMPT]"_L1))
            return Family::MistralSystem;
        return has("<<SYS>>"_L1) ? Family::Llama2 : Family::Mistral;
    }
    if (has("[gMASK]"_L1)) // GLM: the same marks, another order
        return std::nullopt;
    const bool namesRoles = has("<|assistant|>"_L1) && (has("<|user|>"_L1) || has("'<|'"_L1));
    if (namesRoles && has("<|end|>"_L1))
        return Family::Phi3;
    if (namesRoles && (has("eos_token"_L1) || has("</s>"_L1)))
        return Family::Zephyr;
    return std::nullopt;
}

QString nameOf(Role role)
{
    switch (role) {
    case Role::System: return u"system"_s;
    case Role::User: return u"user"_s;
    case Role::Assistant: return u"assistant"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

ChatTemplate::ChatTemplate(Family family)
    : m_family(family)
    , m_endOfSequence(u"</s>"_s)
{
}

std::optional<ChatTemplate> ChatTemplate::recognise(const QString &jinja, const QString &endOfSequence)
{
    const auto family = familyOf(jinja);
    if (!family)
        return std::nullopt;
    ChatTemplate known(*family);
    if (!endOfSequence.isEmpty())
        known.m_endOfSequence = endOfSequence;
    switch (*family) {
    case Family::ChatMl:
        // Qwen and others speak for the system when nobody does.
        known.m_defaultSystem = captured(jinja, uR"(<\|im_start\|>system\\n([^<>'"{}]+)<\|im_end\|>)"_s);
        break;
    case Family::Llama3: {
        const QString cutting = captured(jinja, u"(Cutting Knowledge Date: [^'\"{}\\\\]+)"_s);
        const QString today = captured(jinja, uR"re(date_string = ["']([^"']+)["'])re"_s);
        if (!cutting.isEmpty() && !today.isEmpty())
            known.m_systemPrefix = cutting + "\nToday Date: "_L1 + today + "\n\n"_L1;
        break;
    }
    case Family::Phi3:
        known.m_hasLineBreaks = jinja.contains(QRegularExpression(uR"(<\|assistant\|>(["'] ?\+ ?["'])?(\\n|\n))"_s));
        break;
    case Family::Mistral:
        known.m_instructionPad = captured(jinja, uR"re(\[INST\]( ?)["'])re"_s);
        known.m_instructionEndPad = captured(jinja, uR"re(["']( ?)\[/INST\])re"_s);
        known.m_answerPad = captured(jinja, uR"re(["']( )["'] ?\+ ?message\[["']content["']\])re"_s);
        known.m_systemInLastTurn = jinja.contains("loop.last and system_message"_L1);
        break;
    default: break;
    }
    return known;
}

ChatTemplate ChatTemplate::assumedFor(const QString &modelName, const QStringList &tokens)
{
    if (tokens.contains("<|im_start|>"_L1))
        return ChatTemplate(Family::ChatMl);
    if (tokens.contains("<|start_header_id|>"_L1))
        return ChatTemplate(Family::Llama3);
    if (tokens.contains("<start_of_turn>"_L1))
        return ChatTemplate(Family::Gemma);
    return ChatTemplate(modelName.contains("llama"_L1, Qt::CaseInsensitive) ? Family::Llama3 : Family::ChatMl);
}

QString ChatTemplate::openingOf(Role role) const
{
    const QString name = nameOf(role);
    const QString lineBreak = m_hasLineBreaks ? u"\n"_s : QString();
    switch (m_family) {
    case Family::ChatMl: return "<|im_start|>"_L1 + name + u'\n';
    case Family::Phi4: return "<|im_start|>"_L1 + name + "<|im_sep|>"_L1;
    case Family::Llama3: return "<|start_header_id|>"_L1 + name + "<|end_header_id|>\n\n"_L1;
    case Family::Gemma: return "<start_of_turn>"_L1 + (role == Role::Assistant ? u"model"_s : name) + u'\n';
    case Family::Phi3:
    case Family::Zephyr: return "<|"_L1 + name + "|>"_L1 + lineBreak;
    default: return {};
    }
}

QString ChatTemplate::closingOf(Role role) const
{
    Q_UNUSED(role)
    switch (m_family) {
    case Family::ChatMl: return u"<|im_end|>\n"_s;
    case Family::Phi4: return u"<|im_end|>"_s;
    case Family::Llama3: return u"<|eot_id|>"_s;
    case Family::Gemma: return u"<end_of_turn>\n"_s;
    case Family::Phi3: return m_hasLineBreaks ? u"<|end|>\n"_s : u"<|end|>"_s;
    case Family::Zephyr: return m_endOfSequence + u'\n';
    default: return {};
    }
}

/// For families that know no system: what it says stands before what a user says, first or last.
QList<PromptMessage> ChatTemplate::withoutSystem(const QList<PromptMessage> &messages) const
{
    QStringList systems;
    QList<PromptMessage> others;
    for (const PromptMessage &message : messages) {
        if (message.role == Role::System)
            systems += message.content;
        else
            others += message;
    }
    if (systems.isEmpty())
        return others;
    const auto isUser = [](const PromptMessage &message) { return message.role == Role::User; };
    const QString before = systems.join("\n\n"_L1) + "\n\n"_L1;
    if (std::none_of(others.cbegin(), others.cend(), isUser))
        others.prepend({Role::User, systems.join("\n\n"_L1)});
    else if (m_systemInLastTurn)
        std::find_if(others.rbegin(), others.rend(), isUser)->content.prepend(before);
    else
        std::find_if(others.begin(), others.end(), isUser)->content.prepend(before);
    return others;
}

QString ChatTemplate::render(const QList<PromptMessage> &messages, bool continueLast) const
{
    switch (m_family) {
    case Family::Llama2:
    case Family::Mistral:
    case Family::MistralSystem: return renderInstructions(messages, continueLast);
    default: return renderTurns(messages, continueLast);
    }
}

/// Families in which each turn says whose it is.
QString ChatTemplate::renderTurns(const QList<PromptMessage> &messages, bool continueLast) const
{
    QList<PromptMessage> turns = m_family == Family::Gemma ? withoutSystem(messages) : messages;
    const bool systemFirst = !turns.isEmpty() && turns.first().role == Role::System;
    if (!m_systemPrefix.isEmpty() && systemFirst)
        turns.first().content = m_systemPrefix + turns.first().content.trimmed();
    else if (!m_systemPrefix.isEmpty())
        turns.prepend({Role::System, m_systemPrefix});
    else if (!m_defaultSystem.isEmpty() && !systemFirst)
        turns.prepend({Role::System, m_defaultSystem});

    const bool trims = m_family == Family::Llama3 || m_family == Family::Gemma;
    QString prompt;
    for (qsizetype i = 0; i < turns.size(); ++i) {
        const PromptMessage &turn = turns[i];
        const bool isPrefix = turn.role == Role::System && turn.content == m_systemPrefix;
        prompt += openingOf(turn.role) + (trims && !isPrefix ? turn.content.trimmed() : turn.content);
        if (continueLast && i == turns.size() - 1)
            return prompt;
        prompt += closingOf(turn.role);
    }
    return prompt + openingOf(Role::Assistant);
}

/// Families in which only what a user says is marked, as an instruction.
QString ChatTemplate::renderInstructions(const QList<PromptMessage> &messages, bool continueLast) const
{
    const bool isLlama = m_family == Family::Llama2;
    QList<PromptMessage> turns = messages;
    QString prompt;
    QString system;
    if (m_family == Family::Mistral) {
        turns = withoutSystem(messages);
    } else if (!turns.isEmpty() && turns.first().role == Role::System) {
        system = turns.takeFirst().content;
        if (m_family == Family::MistralSystem)
            prompt = "[SYSTEM_PROMPT]"_L1 + system + "[/SYSTEM_PROMPT]"_L1;
        else
            system = "<<SYS>>\n"_L1 + system + "\n<</SYS>>\n\n"_L1;
    }
    const QString pad = isLlama ? u" "_s : m_instructionPad;
    const QString endPad = isLlama ? u" "_s : m_instructionEndPad;
    for (qsizetype i = 0; i < turns.size(); ++i) {
        const PromptMessage &turn = turns[i];
        if (turn.role != Role::Assistant) {
            if (isLlama && i > 0)
                prompt += "<s>"_L1;
            prompt += "[INST]"_L1 + pad + (isLlama ? std::exchange(system, {}) : QString())
                + (isLlama ? turn.content.trimmed() : turn.content) + endPad + "[/INST]"_L1;
            continue;
        }
        prompt += (isLlama ? u" "_s : m_answerPad) + (isLlama ? turn.content.trimmed() : turn.content);
        if (continueLast && i == turns.size() - 1)
            return prompt;
        prompt += (isLlama ? " "_L1 : ""_L1) + m_endOfSequence;
    }
    return prompt;
}

QStringList ChatTemplate::stops() const
{
    QStringList stops = commonStops();
    switch (m_family) {
    case Family::ChatMl:
    case Family::Phi4: stops += u"<|im_start|>"_s; break;
    case Family::Llama3: stops += u"<|start_header_id|>"_s; break;
    case Family::Gemma: stops += u"<start_of_turn>"_s; break;
    case Family::Phi3: stops += {u"<|user|>"_s, u"<|assistant|>"_s}; break;
    case Family::Zephyr: stops += {u"<|user|>"_s, u"<|assistant|>"_s, m_endOfSequence}; break;
    case Family::Llama2:
    case Family::Mistral:
    case Family::MistralSystem: stops += {u"[INST]"_s, m_endOfSequence}; break;
    }
    stops.removeDuplicates();
    return stops;
}

QStringList commonStops()
{
    return {u"<|im_end|>"_s,    u"<|eot_id|>"_s, u"<|eom_id|>"_s,   u"<|end_of_text|>"_s,
            u"<|endoftext|>"_s, u"<|end|>"_s,    u"<end_of_turn>"_s};
}
