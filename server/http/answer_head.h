#pragma once

#include "http/http_request.h"

/// How the end of an answer's body is known.
enum class AnswerFraming {
    None, ///< there is no body and no length (204, 304)
    Length, ///< Content-Length
    Chunked,
    Close, ///< the connection's end
};

/// The head of an answer. Pure.
struct AnswerHead {
    int status = 200;
    HttpFields fields;
    AnswerFraming framing = AnswerFraming::None;
    qint64 bodyBytes = 0; ///< with AnswerFraming::Length
    bool closes = false;
    int minorVersion = 1; ///< of the request

    /// The first field \a lowerName is there.
    bool has(QByteArrayView lowerName) const;
    /// As sent, with the empty line. Fields that say how the answer is framed are ours: those in \a fields are left
    /// out, as is one whose name is not a valid word. Control characters in values become spaces, so that no value
    /// can begin another field.
    QByteArray toBytes() const;
};
