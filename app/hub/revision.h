#pragma once

#include "base/result.h"

#include <QString>

/// A branch, tag, pull request ref or commit of a repo.
class Revision {
public:
    /// Error: InvalidArgument.
    static Result<Revision> parse(QStringView text);
    /// The branch that is meant when none is named.
    static Revision main();

    const QString &toString() const { return m_text; }
    /// A commit never changes; a branch may.
    bool isCommit() const;
    friend bool operator==(const Revision &, const Revision &) = default;

private:
    explicit Revision(QString text)
        : m_text(std::move(text))
    {
    }
    QString m_text;
};
