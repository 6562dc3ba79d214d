#pragma once

#include "http/http_head.h"
#include "http/http_limits.h"
#include "http/refusal.h"

/// Reads the head of an HTTP/1.x request as strictly as RFC 9112 allows, from pieces of any size. What two parsers
/// could read differently is refused, so that nothing behind this one can be made to see another request.
/// Pure: no socket, no time.
class HeadParser {
public:
    enum class Progress { NeedsMore, Complete, Refused };

    /// \a limits must outlive the parser.
    explicit HeadParser(const HttpLimits &limits);

    /// Takes \a bytes up to the end of the head. What is wrong is refused at the first byte that shows it.
    Progress feed(QByteArrayView bytes);
    /// How many bytes of the last feed() belong to the head.
    qsizetype taken() const { return m_taken; }
    /// Whether anything of a head, more than empty lines before it, has come.
    bool hasBegun() const { return m_hasRequestLine || (!m_line.isEmpty() && m_line != "\r"); }
    /// Complete: the head. Refused: what had been read of it.
    const HttpHead &head() const { return m_head; }
    const Refusal &refusal() const { return m_refusal; }
    /// Ready for the next request.
    void reset();

private:
    Progress takePiece(QByteArrayView piece);
    Progress takeLine(QByteArrayView line);
    Progress takeRequestLine(QByteArrayView line);
    Progress takeTarget(QByteArrayView target);
    Progress takePath(QByteArrayView path);
    Progress takeField(QByteArrayView line);
    Progress takeContentLength(const QByteArray &value);
    Progress finish();
    Progress refuse(int status, const QString &code, const QString &message, const QString &hint = {});
    Progress badRequest(const QString &message);

    const HttpLimits &m_limits;
    HttpHead m_head;
    Refusal m_refusal;
    QByteArray m_line; ///< an unfinished line
    QByteArray m_authority; ///< of an absolute target
    qsizetype m_size = 0;
    qsizetype m_taken = 0;
    int m_hosts = 0;
    int m_contentLengths = 0;
    int m_transferEncodings = 0;
    bool m_hasRequestLine = false;
};
