#pragma once

#include "base/result.h"
#include "base/secret.h"

#include <QByteArray>
#include <QList>

/// What a key is good for.
struct KeyScopes {
    bool inference = false;
    bool manage = false;

    /// "inference", "manage" or both with a comma between. Error: InvalidArgument.
    static Result<KeyScopes> parse(QByteArrayView text);
    QByteArray toText() const;
    friend bool operator==(const KeyScopes &, const KeyScopes &) = default;
};

/// A key as it is kept: by its hash.
///
/// SHA-256 of salt and key is enough, and fast enough for each request, because keys are long random texts: ours have
/// 256 bits, and shorter ones than 16 characters are not taken. A password would need a slow hash.
struct ApiKey {
    QByteArray name; ///< who has it: 1 to 64 of [A-Za-z0-9._-]
    KeyScopes scopes;
    QByteArray salt; ///< hashed before the key, as it stands
    QByteArray digest; ///< 32 bytes

    /// "NAME:SCOPES:sha256:SALT:HEX"
    QByteArray toLine() const;
};

/// The keys that are valid. A value.
class ApiKeys {
public:
    /// The text of a key file: lines of ApiKey::toLine(), empty ones and those that begin with '#'.
    /// Error: InvalidArgument naming the line, never its content.
    static Result<ApiKeys> parseFile(QByteArrayView text);
    /// Keys in the clear, separated by white space: "KEY", which is called "default" and good for everything, or
    /// "NAME:SCOPES:KEY". Error: InvalidArgument.
    static Result<ApiKeys> parseClear(const Secret &text);
    /// Adds those of \a others. Error: InvalidArgument when both have a key of one name.
    Result<void> add(const ApiKeys &others);

    /// The key that \a presented is; nullptr when it is none, or longer than keys may be. Takes the same time whichever
    /// it is and how much of it is right.
    const ApiKey *find(QByteArrayView presented) const;
    const QList<ApiKey> &all() const { return m_keys; }

private:
    QList<ApiKey> m_keys;
};

/// \a presented as it is kept, with a fresh salt. \a owner: "NAME:SCOPES". Error: InvalidArgument, also for a key that
/// could be guessed or that a header cannot carry.
Result<ApiKey> hashedKey(const QByteArray &owner, const Secret &presented);

/// A key that nobody can guess: "shm_" and 43 characters.
Secret newKey();
