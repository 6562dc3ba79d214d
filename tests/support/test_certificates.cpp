#include "test_certificates.h"

#include <QDir>
#include <QFile>
#include <QProcess>

using namespace Qt::StringLiterals;

namespace {

const QString loopback = u"DNS:localhost,IP:127.0.0.1"_s;

// `openssl ca` is the only command of all supported versions that takes dates, and so makes an expired certificate.
constexpr char configuration[] = R"([ca]
default_ca = test
[test]
dir = .
database = index.txt
new_certs_dir = .
serial = serial
private_key = authority.key
certificate = authority.pem
default_md = sha256
policy = anything
copy_extensions = copy
unique_subject = no
[anything]
commonName = supplied
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
)";

} // namespace

TestCertificates::TestCertificates()
{
    write(u"openssl.cnf"_s, configuration);
    write(u"index.txt"_s, {});
    write(u"serial"_s, "1000\n");
    openssl({u"req"_s, u"-x509"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s, u"-config"_s, u"openssl.cnf"_s,
             u"-extensions"_s, u"authority"_s, u"-subj"_s, u"/CN=Test authority"_s, u"-days"_s, u"3650"_s, u"-keyout"_s,
             u"authority.key"_s, u"-out"_s, u"authority.pem"_s});
    sign(u"good"_s, loopback, u"20200101000000Z"_s, u"20491231000000Z"_s);
    sign(u"expired"_s, loopback, u"20200101000000Z"_s, u"20200102000000Z"_s);
    sign(u"wrong-host"_s, u"DNS:other.invalid"_s, u"20200101000000Z"_s, u"20491231000000Z"_s);
    openssl({u"req"_s, u"-x509"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s, u"-config"_s, u"openssl.cnf"_s, u"-subj"_s,
             u"/CN=localhost"_s, u"-addext"_s, u"subjectAltName="_s + loopback, u"-days"_s, u"3650"_s, u"-keyout"_s,
             u"self-signed.key"_s, u"-out"_s, u"self-signed.pem"_s});
    QDir(m_directory.path()).mkdir(u"trusted"_s);
    QFile::copy(authorityPath(), path(u"trusted/authority.pem"_s));
    openssl({u"rehash"_s, u"trusted"_s});
}

HubTls TestCertificates::read(const QString &name) const
{
    QFile certificate(path(name + u".pem"_s));
    QFile key(path(name + u".key"_s));
    if (!certificate.open(QIODevice::ReadOnly) || !key.open(QIODevice::ReadOnly))
        qFatal("the test's certificate %s is missing", qPrintable(name));
    return {certificate.readAll(), key.readAll()};
}

void TestCertificates::openssl(const QStringList &arguments) const
{
    QProcess process;
    process.setWorkingDirectory(m_directory.path());
    process.start(u"openssl"_s, arguments);
    if (!process.waitForFinished(60'000) || process.exitCode() != 0)
        qFatal("openssl %s failed: %s", qPrintable(arguments.value(0)), process.readAllStandardError().constData());
}

void TestCertificates::sign(const QString &name, const QString &hosts, const QString &from, const QString &until) const
{
    openssl({u"req"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s, u"-config"_s, u"openssl.cnf"_s, u"-subj"_s,
             u"/CN="_s + name, u"-addext"_s, u"subjectAltName="_s + hosts, u"-keyout"_s, name + u".key"_s, u"-out"_s,
             name + u".csr"_s});
    openssl({u"ca"_s, u"-batch"_s, u"-notext"_s, u"-config"_s, u"openssl.cnf"_s, u"-startdate"_s, from, u"-enddate"_s,
             until, u"-in"_s, name + u".csr"_s, u"-out"_s, name + u".pem"_s});
}

void TestCertificates::write(const QString &name, const QByteArray &text) const
{
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("cannot write %s", qPrintable(file.fileName()));
}
