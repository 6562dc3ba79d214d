#pragma once

#include "fake_hub_types.h"

#include <QHash>
#include <QJsonArray>
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

/// A state of a repo that stays as it is.
struct HubCommit {
    QByteArray id;
    std::map<QString, HubFile> files; ///< by path, sorted as the Hub lists them

    /// Null when there is none.
    const HubFile *file(const QString &path) const;
};

struct HubRepo {
    QList<HubCommit> commits; ///< the newest last
    HubAccess access = HubAccess::Public;
    HubRepoFacts facts;
    QString movedTo;

    /// The commit of the main branch; one without files when nothing was added.
    const HubCommit &head() const;
    /// The commit that \a revision names; null when there is none.
    const HubCommit *commitAt(const QString &revision) const;
};

/// What a connection has read of one request.
struct FakeHubRequest {
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
    enum class Framing {
        Length,
        Close, ///< the body ends with the connection
        Chunks,
    };
    int status = 200;
    HubHeaders headers;
    QByteArray body;
    std::optional<HubFile> file; ///< instead of body: its bytes from `offset`, `length` of them
    qint64 offset = 0;
    qint64 length = 0;
    Framing framing = Framing::Length;
    qint64 bytesPerSecond = 0; ///< of the body; 0: as fast as it goes
    // faults of the body, by offset in the file
    std::optional<HubFault> fault;

    void setHeader(const QByteArray &name, const QByteArray &value);
    void removeHeader(const QByteArray &name);
    bool hasFault(HubFault::Kind kind) const { return fault && fault->kind == kind; }
};

/// Everything the stand-in knows, behind one mutex.
class FakeHubState {
public:
    mutable QMutex mutex;
    QHash<QString, HubRepo> repos;
    QSet<QByteArray> tokens;
    QList<HubFault> faults;
    QList<HubRequestLog> log;
    QByteArray hubUrl; ///< scheme, host and port
    QByteArray cdnUrl;
    QByteArray otherCdnUrl; ///< links lead to that server, unsigned, when not empty
    int linkSeconds = 3600;
    int pageSize = 1000;
    int etagGeneration = 0;
    qint64 cdnBytes = 0;
    qint64 cdnBytesPerSecond = 0; ///< a connection; 0: as fast as it goes

    /// Answers \a request. Takes the mutex. An answer of the file server counts as on its way until cdnAnswerEnded().
    HubReply answer(const FakeHubRequest &request);
    void cdnAnswerEnded();
    void countCdnBytes(qint64 bytes);

private:
    static HubReply conditional(const FakeHubRequest &request, HubReply reply);
    HubReply answerHub(const FakeHubRequest &request);
    HubReply answerApi(const FakeHubRequest &request);
    HubReply search(const FakeHubRequest &request);
    HubReply repoInfo(const FakeHubRequest &request, const QString &name, const HubRepo &repo, const HubCommit &commit);
    HubReply tree(const FakeHubRequest &request, const HubCommit &commit, const QString &folder);
    HubReply pageOf(const FakeHubRequest &request, const QJsonArray &rows) const;
    HubReply pathsInfo(const FakeHubRequest &request, const HubCommit &commit);
    HubReply resolve(const FakeHubRequest &request);
    HubReply resolveCache(const FakeHubRequest &request);
    HubReply answerCdn(const FakeHubRequest &request);
    HubReply serve(const FakeHubRequest &request, const HubFile &file, const QByteArray &etag);
    std::optional<HubReply> refusal(const FakeHubRequest &request, const QString &name, bool files) const;
    bool hasToken(const FakeHubRequest &request) const;
    QByteArray link(const QString &repo, const HubCommit &commit, const QString &path) const;
    std::optional<HubFault> takeFault(const FakeHubRequest &request);
    HubReply applyFault(const FakeHubRequest &request, const HubFault &fault, HubReply reply);
    HubReply applyModifiers(const FakeHubRequest &request, HubReply reply);
    bool applies(const HubFault &fault, const FakeHubRequest &request) const;

    int m_cdnAnswers = 0; ///< on their way
};

/// An error as the Hub words it.
HubReply hubErrorReply(int status, const QByteArray &code, const QByteArray &message);
HubReply hubJsonReply(const QByteArray &json);
