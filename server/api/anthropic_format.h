#pragma once

#include "api/generation_answer.h"

/// Anthropic's shape of a message, and of its events.
class AnthropicFormat final : public GenerationFormat {
public:
    /// \a model is answered as the client called it.
    explicit AnthropicFormat(QString model);

    QJsonObject whole(const QList<GenerationSummary> &summaries) const override;
    QByteArray opening(int promptTokens) const override;
    QByteArray text(int index, const QString &text) const override;
    QByteArray ended(int index, const GenerationSummary &summary) const override;
    QByteArray closing(const QList<GenerationSummary> &summaries) const override;
    QByteArray failure(const Error &error) const override;

private:
    QJsonObject message(const QJsonArray &content, const QJsonObject &ending, const QJsonObject &usage) const;

    const QString m_model;
    const QString m_id;
};
