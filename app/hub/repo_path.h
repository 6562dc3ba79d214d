#pragma once

#include "base/result.h"

#include <QString>

/// Where a file is inside a repo: relative, with '/' between components, and harmless as a path on disk.
class RepoPath {
public:
    /// Any file. Error: InvalidArgument for absolute paths, "..", hidden or over-long components, control characters,
    /// backslashes, colons and percent signs, and more than 8 levels.
    static Result<RepoPath> parse(QStringView text);
    /// The same, and the name must end in ".gguf" (any case).
    static Result<RepoPath> parseGguf(QStringView text);

    const QString &toString() const { return m_text; }
    /// The last component.
    QString fileName() const { return m_text.section(u'/', -1); }
    friend bool operator==(const RepoPath &, const RepoPath &) = default;

private:
    explicit RepoPath(QString text)
        : m_text(std::move(text))
    {
    }
    QString m_text;
};
