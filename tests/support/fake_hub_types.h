#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <utility>

using HubHeaders = QList<std::pair<QByteArray, QByteArray>>;

/// Who may see a repo.
enum class HubAccess { Public, Private, GatedAuto, GatedManual, Disabled };

/// Misbehaviour on command.
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
        Drip, ///< `rate` bytes a second
        HtmlPage, ///< 200 with a web page
        Gzip, ///< claims Content-Encoding: gzip
        NoLength, ///< 200 or 206 without Content-Length, ended by close
        Length, ///< Content-Length is `value`
        Status, ///< `status` with `headers`
        Redirect, ///< 302 to `value`
        RedirectLoop, ///< 302 to itself
    };
    Kind kind;
    QByteArray path; ///< requests whose target contains this
    bool onCdn = true; ///< on the file server; false: on the Hub itself
    int times = 1; ///< applies to that many answers; -1: for ever
    qint64 at = 0; ///< offset in the file
    qint64 rate = 0;
    int status = 0;
    QByteArray value = {};
    HubHeaders headers = {};
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
