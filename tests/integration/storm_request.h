#pragma once

#include "blocking_http.h"

/// One of the many different requests for a generation that a storm sends, and what may come of it. All of it follows
/// from its number.
class StormRequest {
public:
    /// \a volatileModel is one that may be deleted at any time; the others are for "present".
    StormRequest(int number, const QString &volatileModel);

    bool leaves() const { return m_leaves; }
    /// Sends it to \a port and waits for the answer, or leaves in the middle of it. Empty when the answer was right, or
    /// an error that the documentation allows here; else what was wrong. \a outcome gets one word for the statistics.
    QString run(quint16 port, QString &outcome) const;

private:
    enum class Vendor { Shimmy, OpenAiChat, OpenAiText, Anthropic };
    QJsonObject body(const QString &model) const;
    QByteArray path() const;
    int documentedStatus(const QJsonObject &error) const;
    QString judgeError(int status, const QJsonObject &body, bool saysWhen, QString &outcome) const;
    QString judgeWhole(const HttpAnswer &answer, QString &outcome) const;
    QString judgeStream(const HttpAnswer &answer, QString &outcome) const;

    int m_number;
    Vendor m_vendor;
    bool m_streams;
    bool m_leaves;
    bool m_overLong;
    bool m_mayBeGone; ///< its model
    QString m_model;
};
