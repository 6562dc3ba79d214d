// fake-hub --root DIR: offers every DIR/OWNER/REPO/** as a repo of a Hub stand-in, for demos and outside clients.
#include "base/sha256.h"
#include "fake_hub.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 gitFileBytes = 1 << 20; // the real Hub holds larger files outside of git

QByteArray hashOf(const QString &path)
{
    QFile file(path);
    Sha256Hasher hasher;
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(path));
    for (QByteArray piece = file.read(1 << 20); !piece.isEmpty(); piece = file.read(1 << 20))
        hasher.add(piece);
    return hasher.finish().toHex().toLatin1();
}

/// hub.json in a repo's folder says who may see it: {"access": "private"|"gated-auto"|"gated-manual"|"disabled",
/// "moved_to": …}.
void readAccess(FakeHub &hub, const QString &repo, const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return;
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    const QString access = json.value("access"_L1).toString();
    if (access == "private"_L1)
        hub.setAccess(repo, HubAccess::Private);
    else if (access == "gated-auto"_L1)
        hub.setAccess(repo, HubAccess::GatedAuto);
    else if (access == "gated-manual"_L1)
        hub.setAccess(repo, HubAccess::GatedManual);
    else if (access == "disabled"_L1)
        hub.setAccess(repo, HubAccess::Disabled);
    if (json.contains("moved_to"_L1))
        hub.moveRepo(repo, json.value("moved_to"_L1).toString());
}

void addRepos(FakeHub &hub, const QDir &root)
{
    for (const QString &owner : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        for (const QString &name : QDir(root.filePath(owner)).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            const QString repo = owner + u'/' + name;
            const QDir folder(root.filePath(repo));
            for (QDirIterator files(folder.path(), QDir::Files, QDirIterator::Subdirectories); files.hasNext();) {
                const QString path = files.next();
                const QString relative = folder.relativeFilePath(path);
                if (relative == "hub.json"_L1)
                    continue;
                QFile file(path);
                if (relative.endsWith(".gguf"_L1) || file.size() > gitFileBytes)
                    hub.addLocalFile(repo, relative, path, hashOf(path));
                else if (file.open(QIODevice::ReadOnly))
                    hub.addGitFile(repo, relative, file.readAll());
            }
            readAccess(hub, repo, folder.filePath(u"hub.json"_s));
        }
    }
}

struct Options {
    const QCommandLineOption root{u"root"_s, u"Folder with OWNER/REPO/files."_s, u"dir"_s};
    const QCommandLineOption port{u"port"_s, u"Port on 127.0.0.1 (default: any)."_s, u"port"_s, u"0"_s};
    const QCommandLineOption portFile{u"port-file"_s, u"File to write the port to."_s, u"file"_s};
    const QCommandLineOption token{u"token"_s, u"A token that may see private and gated repos."_s, u"token"_s};
    const QCommandLineOption page{u"page"_s, u"Entries a page."_s, u"count"_s, u"1000"_s};
    const QCommandLineOption cdnUrl{u"cdn-url"_s,
                                    u"Send clients to URL/OWNER/REPO/PATH instead of the own file server."_s, u"URL"_s};
    const QCommandLineOption rate{
        u"rate"_s, u"Bytes a second of the own file server, a connection (default: no limit)."_s, u"bytes"_s, u"0"_s};
    const QCommandLineOption linkSeconds{u"link-seconds"_s, u"How long signed links live."_s, u"seconds"_s, u"3600"_s};
    const QCommandLineOption tlsCert{u"tls-cert"_s, u"PEM certificate: speak https."_s, u"file"_s};
    const QCommandLineOption tlsKey{u"tls-key"_s, u"PEM key of the certificate (RSA)."_s, u"file"_s};

    QList<QCommandLineOption> all() const
    {
        return {root, port, portFile, token, page, cdnUrl, rate, linkSeconds, tlsCert, tlsKey};
    }
};

QByteArray contentsOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("fake-hub: cannot read %s", qPrintable(path));
    return file.readAll();
}

FakeHubOptions listening(const QCommandLineParser &parser, const Options &options)
{
    FakeHubOptions made;
    made.port = static_cast<quint16>(parser.value(options.port).toUInt());
    if (parser.isSet(options.tlsCert))
        made.hubTls = HubTls{contentsOf(parser.value(options.tlsCert)), contentsOf(parser.value(options.tlsKey))};
    made.cdnTls = made.hubTls;
    return made;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    const Options options;
    parser.setApplicationDescription(u"A local stand-in for the HuggingFace Hub."_s);
    parser.addOptions(options.all());
    parser.addHelpOption();
    parser.process(application);
    if (!parser.isSet(options.root) || !QDir(parser.value(options.root)).exists()) {
        std::fputs("fake-hub: give --root a folder with OWNER/REPO/files\n", stderr);
        return 2;
    }
    if (parser.isSet(options.tlsCert) != parser.isSet(options.tlsKey)) {
        std::fputs("fake-hub: --tls-cert and --tls-key go together\n", stderr);
        return 2;
    }
    FakeHub hub(listening(parser, options));
    if (!hub.isListening()) {
        std::fputs("fake-hub: the port is taken\n", stderr);
        return 1;
    }
    hub.setPageSize(parser.value(options.page).toInt());
    hub.setLinkSeconds(parser.value(options.linkSeconds).toInt());
    hub.setBytesPerSecond(parser.value(options.rate).toLongLong());
    hub.setCdn(parser.value(options.cdnUrl));
    if (parser.isSet(options.token))
        hub.addToken(parser.value(options.token).toUtf8());
    addRepos(hub, QDir(QDir(parser.value(options.root)).absolutePath()));
    std::printf("%s\n", qPrintable(hub.url()));
    std::fflush(stdout);
    if (parser.isSet(options.portFile)) {
        QFile file(parser.value(options.portFile));
        if (!file.open(QIODevice::WriteOnly))
            return 1;
        file.write(hub.url().section(u':', -1).toLatin1() + '\n');
    }
    return QCoreApplication::exec();
}
