#pragma once

#include "fake_hub_types.h"

#include <QHash>
#include <QMutex>
#include <QSet>

#include <map>
#include <optional>

/// A file the stand-in holds.
struct HubFile {
    QByteArray bytes;
    QString localPath; ///< instead of bytes
    qint64 size = 0;
    QByteArray sha256; ///< hex; empty for files that git holds
    QByteArray gitOid;
};

struct HubRepo {
    std::map<QString, HubFile> files; ///< by path, sorted as the Hub lists them
    QByteArray commit;
    HubAccess access = HubAccess::Public;
    QString movedTo;
    int commits = 0;
};

/// What a connection has read of one request.
struct HubRequest {
    bool cdn = false;
    QByteArray method;
    QByteArray target; ///< raw
    QByteArray path; ///< raw, without the query
    QByteArray query;
    HubHeaders headers; ///< names in lower case
    QByteArray body;

    QByteArray header(const QByteArray &lowerName) const;
    QByteArray queryValue(const QByteArray &name) const;
    QList<QByteArray> queryValues(const QByteArray &name) const;
};

/// What a connection sends.
struct HubReply {
    int status = 200;
    HubHeaders headers;
    QByteArray body;
    std::optional<HubFile> file; ///< instead of body: its bytes from `offset`, `length` of them
    qint64 offset = 0;
    qint64 length = 0;
    bool announceLength = true;
    // faults of the body, by offset in the file
    std::optional<HubFault> fault;

    void setHeader(const QByteArray &name, const QByteArray &value);
};

/// Everything the stand-in knows, behind one mutex.
class FakeHubState {
public:
    mutable QMutex mutex;
    QHash<QString, HubRepo> repos;
    QSet<QByteArray> tokens;
    QList<HubFault> faults;
    QList<HubRequestLog> log;
    quint16 hubPort = 0;
    quint16 cdnPort = 0;
    int linkSeconds = 3600;
    int pageSize = 1000;
    int etagGeneration = 0;
    qint64 cdnBytes = 0;

    /// Answers \a request. Takes the mutex.
    HubReply answer(const HubRequest &request);

private:
    HubReply answerHub(const HubRequest &request);
    HubReply answerApi(const HubRequest &request);
    HubReply search(const HubRequest &request);
    HubReply repoInfo(const HubRequest &request, const QString &name, const HubRepo &repo);
    HubReply tree(const HubRequest &request, const QString &name, const HubRepo &repo, const QString &folder);
    HubReply pathsInfo(const HubRequest &request, const HubRepo &repo);
    HubReply resolve(const HubRequest &request);
    HubReply resolveCache(const HubRequest &request);
    HubReply answerCdn(const HubRequest &request);
    HubReply serve(const HubRequest &request, const HubFile &file, const QByteArray &etag);
    std::optional<HubReply> refusal(const HubRequest &request, const QString &name, bool files) const;
    bool hasToken(const HubRequest &request) const;
    bool knowsRevision(const HubRepo &repo, const QString &revision) const;
    QByteArray signedLink(const QString &repo, const QString &path) const;
    std::optional<HubFault> takeFault(const HubRequest &request);
    HubReply applyFault(const HubRequest &request, const HubFault &fault, HubReply reply);
};

/// An error as the Hub words it.
HubReply hubErrorReply(int status, const QByteArray &code, const QByteArray &message, bool html = false);
HubReply hubJsonReply(const QByteArray &json);
