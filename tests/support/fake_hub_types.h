#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>
#include <utility>

using HubHeaders = QList<std::pair<QByteArray, QByteArray>>;

/// Who may see a repo.
enum class HubAccess { Public, Private, GatedAuto, GatedManual, Disabled };

/// What the Hub counts and reads of a repo.
struct HubRepoFacts {
    int downloads = 10;
    int likes = 1;
    QByteArray lastModified = "2026-01-02T03:04:05.000Z";
    QByteArray createdAt = "2026-01-01T00:00:00.000Z";
    int trendingScore = 0;
    qint64 parameters = 1000; ///< of its GGUF files
    QByteArray license = {}; ///< as in the tag "license:…"; empty: none
};

/// A certificate with its key, as PEM; TestCertificates makes some.
struct HubTls {
    QByteArray certificatePem;
    QByteArray keyPem;
};

/// Where and how the stand-in listens.
struct FakeHubOptions {
    quint16 port = 0; ///< of the Hub, on 127.0.0.1; 0: any
    std::optional<HubTls> hubTls = {}; ///< https instead of http
    std::optional<HubTls> cdnTls = {};
};

/// Misbehaviour on command.
///
/// | fault of the network | made by |
/// | --- | --- |
/// | expired signed link | FakeHub::setLinkSeconds(), or Status 403 |
/// | commit moved during the pull | FakeHub::addFile() again: the older commit stays |
/// | etag changed between ranges | ChangeEtag (from now on), EtagOnce (a single answer) |
/// | 206 with the wrong range | WrongRange |
/// | 200 for a range | IgnoreRange |
/// | wrong Content-Length | Length |
/// | missing Content-Length | NoLength (ended by close), Chunked |
/// | unknown size | HideSize |
/// | truncated body | Cut (the length says more), Truncate (the length agrees) |
/// | reset in the body | Reset |
/// | wrong bytes | FlipByte |
/// | HTML with 200 | HtmlPage |
/// | gzip although identity was asked for | Gzip |
/// | redirect loop | RedirectLoop |
/// | redirect from https to http, or to a host that has no address or refuses | Redirect |
/// | redirect to another host with the token | always so, see FakeHub::cdnSawToken() |
/// | 408, 425, 429, 500, 502, 503, 504 | Status, with Retry-After or RateLimit in `headers` |
/// | 403 to very many connections | ConnectionLimit |
/// | bad certificate | FakeHubOptions with one of TestCertificates |
/// | proxy by environment | FakeProxy |
/// | an address that does not answer, IPv6 for one | SilentPort |
/// | few bytes a second | Drip, or FakeHub::setBytesPerSecond() for all |
/// | silence | NoHeaders (from the start), Stall (from `at` on) |
struct HubFault {
    enum class Kind {
        Cut, ///< ends the connection after the byte before `at`
        Reset, ///< the same with a reset
        Stall, ///< stays silent from `at` on
        NoHeaders, ///< takes the request and stays silent
        WrongRange, ///< 206 for a range one byte further
        IgnoreRange, ///< 200 with the whole file
        ChangeEtag, ///< another etag from this answer on
        FlipByte, ///< the byte at `at` is inverted
        Drip, ///< `rate` bytes a second; besides any other fault
        HtmlPage, ///< 200 with a web page
        Gzip, ///< claims Content-Encoding: gzip
        NoLength, ///< 200 or 206 without Content-Length, ended by close
        Length, ///< Content-Length is `value`
        Status, ///< `status` with `headers`
        Redirect, ///< 302 to `value`
        RedirectLoop, ///< 302 to itself
        EtagOnce, ///< another etag in this answer only
        Truncate, ///< a whole answer that ends before `at`, as its Content-Length says; Content-Range promises more
        Chunked, ///< 200 or 206 in chunks instead of a Content-Length
        ConnectionLimit, ///< 403 while `limit` other answers of the file server are on their way
        HideSize, ///< size and sha256 are said neither by resolve nor by the file server; besides any other fault
    };
    Kind kind;
    QByteArray path; ///< requests whose target contains this
    bool onCdn = true; ///< on the file server; false: on the Hub itself; HideSize is on both
    int times = 1; ///< applies to that many answers; -1: for ever
    qint64 at = 0; ///< offset in the file
    qint64 rate = 0;
    int status = 0;
    QByteArray value = {};
    HubHeaders headers = {};
    int limit = 0;
};

/// A request as it came.
struct HubRequestLog {
    bool cdn = false;
    QByteArray method;
    QByteArray target;
    QByteArray host;
    QByteArray range;
    bool hasToken = false;
    int status = 0;
};
