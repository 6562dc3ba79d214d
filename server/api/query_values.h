#pragma once

#include "base/result.h"
#include "base/secret.h"
#include "http/http_request.h"

#include <QHash>
#include <QStringList>

/// The members of a request's query, decoded once.
class QueryValues {
public:
    /// Reads the query of \a request, which may have the members \a known, each once. Error: InvalidArgument naming
    /// the member that is unknown, comes twice or is no UTF-8.
    static Result<QueryValues> parse(const HttpRequest &request, const QStringList &known);

    /// Empty when it is not there.
    QString text(QLatin1StringView name) const { return m_values.value(name); }
    /// Nothing when it is not there. Error: InvalidArgument.
    Result<std::optional<bool>> flag(QLatin1StringView name) const;
    /// \a otherwise when it is not there. Error: InvalidArgument, also for what is below \a least or above \a most.
    Result<int> number(QLatin1StringView name, int least, int most, int otherwise) const;

private:
    QHash<QString, QString> m_values;
};

/// The Hub token that comes with \a request in X-HF-Token; empty when none does. Error: InvalidArgument.
Result<Secret> hubTokenOf(const HttpRequest &request);
