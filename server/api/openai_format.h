#pragma once

#include "api/generation_answer.h"

/// Both of OpenAI's shapes for a generation: they differ in the names of things and in where the text stands.
class OpenAiFormat final : public GenerationFormat {
public:
    enum class Shape { Chat, Completion };

    /// \a model is answered as the client called it.
    OpenAiFormat(Shape shape, QString model, bool includeUsage, const Clock &clock);

    QJsonObject whole(const QList<GenerationSummary> &summaries) const override;
    QByteArray opening(int promptTokens) const override;
    QByteArray text(int index, const QString &text) const override;
    QByteArray ended(int index, const GenerationSummary &summary) const override;
    QByteArray closing(const QList<GenerationSummary> &summaries) const override;
    QByteArray failure(const Error &error) const override;

private:
    bool isChat() const { return m_shape == Shape::Chat; }
    QString chunkObject() const;
    QJsonObject envelope(const QString &object, const QJsonArray &choices) const;
    QByteArray chunk(int index, const QJsonValue &content, const QJsonValue &finishReason) const;

    const Shape m_shape;
    const QString m_model;
    const bool m_includeUsage;
    const QString m_id;
    const qint64 m_created;
};
