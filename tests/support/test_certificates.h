#pragma once

#include "fake_hub_types.h"

#include <QTemporaryDir>

/// A certificate authority of the test's own, and what it has signed; made by the openssl program.
class TestCertificates {
public:
    /// Takes half a second. Ends the test program when openssl is missing.
    TestCertificates();

    /// File with the authority's certificate, for whom shall trust it.
    QString authorityPath() const { return path(QStringLiteral("authority.pem")); }
    /// A directory with the authority in it under the name by which OpenSSL looks for it (SSL_CERT_DIR).
    QString authorityDirectory() const { return path(QStringLiteral("trusted")); }
    /// For localhost and 127.0.0.1.
    HubTls good() const { return read(QStringLiteral("good")); }
    /// For the same, but its time is over.
    HubTls expired() const { return read(QStringLiteral("expired")); }
    /// Good, but for other.invalid.
    HubTls wrongHost() const { return read(QStringLiteral("wrong-host")); }
    /// For localhost and 127.0.0.1, signed by itself.
    HubTls selfSigned() const { return read(QStringLiteral("self-signed")); }

private:
    QString path(const QString &name) const { return m_directory.filePath(name); }
    HubTls read(const QString &name) const;
    void openssl(const QStringList &arguments) const;
    void sign(const QString &name, const QString &hosts, const QString &from, const QString &until) const;
    void write(const QString &name, const QByteArray &text) const;

    QTemporaryDir m_directory;
};
