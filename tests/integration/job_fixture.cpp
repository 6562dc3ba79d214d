#include "job_fixture.h"

#include "tiny_gguf.h"

#include <QDirIterator>
#include <QJsonDocument>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

const QString JobFixture::repo = u"org/jobs-GGUF"_s;

QByteArray JobFixture::offer(const QString &name, qint64 bytes)
{
    const QByteArray content = tinyGgufBytes({.minimumBytes = bytes, .name = name.toLatin1()});
    hub.addFile(repo, name + u".gguf", content);
    return content;
}

QString JobFixture::begin(const QString &name, int priority) const
{
    const QJsonObject body{
        {u"model"_s, repo}, {u"filename"_s, QString(name + u".gguf")}, {u"queue"_s, true}, {u"priority"_s, priority}};
    BlockingHttp client(port());
    client.send(pullRequest(QJsonDocument(body).toJson(QJsonDocument::Compact)));
    QByteArray first;
    client.read(false, [&first](const QByteArray &piece) {
        first += piece;
        return !first.contains('\n');
    });
    return QJsonDocument::fromJson(first.left(first.indexOf('\n'))).object().value("id"_L1).toString();
}

QJsonObject JobFixture::job(const QString &id) const
{
    return httpGet(port(), "/v1/api/downloads/" + id.toLatin1()).json();
}

QString JobFixture::state(const QString &id) const
{
    return job(id).value("state"_L1).toString();
}

QList<QJsonObject> JobFixture::jobs() const
{
    QList<QJsonObject> jobs;
    for (const auto &job : httpGet(port(), "/v1/api/downloads").json().value("downloads"_L1).toArray())
        jobs += job.toObject();
    return jobs;
}

HttpAnswer JobFixture::post(const QString &id, const QByteArray &verb, const QJsonObject &body) const
{
    return httpPost(port(), "/v1/api/downloads/" + id.toLatin1() + '/' + verb, body);
}

HttpAnswer JobFixture::cancel(const QString &id, const QByteArray &query) const
{
    return httpRequest(port(), "DELETE", "/v1/api/downloads/" + id.toLatin1() + query);
}

qint64 JobFixture::partBytes() const
{
    qint64 bytes = 0;
    for (QDirIterator files(modelsDirectory() + u"/.shimmyd/parts"_s, QDir::Files, QDirIterator::Subdirectories);
         files.hasNext();) {
        struct stat status { };
        if (::stat(QFile::encodeName(files.next()).constData(), &status) == 0)
            bytes += status.st_blocks * 512;
    }
    return bytes;
}

QString JobFixture::partData() const
{
    QDirIterator files(modelsDirectory() + u"/.shimmyd/parts"_s, {u"data"_s}, QDir::Files,
                       QDirIterator::Subdirectories);
    return files.hasNext() ? files.next() : QString();
}
