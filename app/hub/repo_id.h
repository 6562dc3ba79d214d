#pragma once

#include "base/result.h"

#include <QString>

/// The name of a repo on the Hub, "owner/name" or, for a few old ones, "name". Valid for ever once parsed.
class RepoId {
public:
    /// Error: InvalidArgument.
    static Result<RepoId> parse(QStringView text);
    const QString &toString() const { return m_text; }
    /// The part after the owner.
    QString name() const { return m_text.section(u'/', -1); }
    friend bool operator==(const RepoId &, const RepoId &) = default;

private:
    explicit RepoId(QString text)
        : m_text(std::move(text))
    {
    }
    QString m_text;
};
