#pragma once

#include "access/access.h"
#include "base/result.h"
#include "http/http_request.h"

class KeyRing;

/// Who may do what. Pure but for the ring it looks at, which must outlive it.
class Authorization {
public:
    /// \a inferenceOpen: what generates, and the list of models, needs no key.
    Authorization(const KeyRing &ring, bool inferenceOpen)
        : m_ring(ring)
        , m_inferenceOpen(inferenceOpen)
    {
    }
    /// The name of the key that \a request came with, empty when it needed none and had none. A key is sent as
    /// "Authorization: Bearer KEY", as OpenAI's clients do, or as "x-api-key: KEY", as Anthropic's do.
    /// Error: InvalidApiKey, InsufficientScope.
    Result<QByteArray> check(const HttpRequest &request, Access access) const;

private:
    const KeyRing &m_ring;
    bool m_inferenceOpen;
};
