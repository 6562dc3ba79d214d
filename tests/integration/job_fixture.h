#pragma once

#include "pull_fixture.h"

/// What the tests of jobs need beside a service with a Hub: to begin pulls without waiting for them, and to look at the
/// jobs behind them.
class JobFixture : public PullFixture {
public:
    using PullFixture::PullFixture;

    /// Adds a model of its own content to the Hub, of about \a bytes, as org/jobs-GGUF/NAME.gguf; its bytes.
    QByteArray offer(const QString &name, qint64 bytes);
    /// Begins to pull it with "queue", reads the first line and leaves; the job's id.
    QString begin(const QString &name, int priority = 0) const;
    QJsonObject job(const QString &id) const;
    QString state(const QString &id) const;
    QList<QJsonObject> jobs() const;
    HttpAnswer post(const QString &id, const QByteArray &verb, const QJsonObject &body = {}) const;
    HttpAnswer cancel(const QString &id, const QByteArray &query = {}) const;
    /// Bytes that the file system has allocated for parts.
    qint64 partBytes() const;
    /// The data file of the only part; empty when there is none.
    QString partData() const;

    static const QString repo;
};
