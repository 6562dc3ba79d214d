#include "client/api_bytes.h"

#include "client/server_error.h"

#include <QNetworkReply>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 aheadBytes = 4LL << 20;
constexpr qsizetype maxRefusalBytes = 1 << 20;

} // namespace

ApiBytes::ApiBytes(QNetworkReply *reply, QUrl server)
    : m_reply(reply)
    , m_server(std::move(server))
{
    reply->setReadBufferSize(aheadBytes);
    connect(reply, &QNetworkReply::readyRead, this, &ApiBytes::handleArrival);
    connect(reply, &QNetworkReply::finished, this, &ApiBytes::handleFinished);
}

ApiBytes::~ApiBytes()
{
    if (!m_reply)
        return;
    m_reply->disconnect(this);
    m_reply->abort();
    m_reply->deleteLater(); // it may be what has called us
}

QByteArray ApiBytes::read(qint64 maxBytes)
{
    return m_reply && !isRefused() ? m_reply->read(maxBytes) : QByteArray();
}

bool ApiBytes::isOver() const
{
    return m_isFinished && (m_error || (m_reply && m_reply->bytesAvailable() == 0));
}

qint64 ApiBytes::totalBytes() const
{
    return m_reply ? m_reply->header(QNetworkRequest::ContentLengthHeader).toLongLong() : 0;
}

QString ApiBytes::suggestedName() const
{
    static const QRegularExpression pattern(u"filename\\*=UTF-8''([^;]*)$"_s);
    static const QRegularExpression harmless(u"^[A-Za-z0-9_][A-Za-z0-9._+-]{0,200}$"_s);
    if (!m_reply)
        return {};
    const auto field = pattern.match(QString::fromLatin1(m_reply->rawHeader("Content-Disposition")));
    const QString name = QUrl::fromPercentEncoding(field.captured(1).toLatin1());
    return harmless.match(name).hasMatch() ? name : QString();
}

bool ApiBytes::isRefused() const
{
    return m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() >= 300;
}

void ApiBytes::handleArrival()
{
    if (!isRefused()) {
        Q_EMIT changed();
        return;
    }
    m_refusal += m_reply->readAll();
    if (m_refusal.size() > maxRefusalBytes)
        m_reply->abort(); // nobody has that much to say
}

void ApiBytes::handleFinished()
{
    if (isRefused() && m_reply->isOpen())
        m_refusal += m_reply->readAll();
    m_error = apiError(*m_reply, m_refusal, m_server);
    m_isFinished = true;
    Q_EMIT changed();
}
