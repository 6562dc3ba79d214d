#include "hub_answers.h"

#include "base/json.h"

#include <QUrl>

using namespace Qt::StringLiterals;

namespace {

QJsonObject with(QJsonObject object, const QJsonObject &changes)
{
    for (auto change = changes.begin(); change != changes.end(); ++change)
        object.insert(change.key(), change.value());
    return object;
}

QByteArray encoded(const QString &text)
{
    return QUrl::toPercentEncoding(text);
}

constexpr qint64 memory = 8'000'000'000;

} // namespace

QJsonObject foundRepo(const QString &name, const QJsonObject &changes)
{
    return with({{u"model"_s, name},
                 {u"author"_s, name.section(u'/', 0, 0)},
                 {u"downloads"_s, 1'240'000},
                 {u"likes"_s, 312},
                 {u"last_modified"_s, u"2026-10-08T12:00:00.000Z"_s},
                 {u"gated"_s, false},
                 {u"parameters"_s, 1'235'814'432},
                 {u"architecture"_s, u"llama"_s},
                 {u"context_length"_s, 131'072},
                 {u"estimated_size"_s, 756'936'339},
                 {u"needed_memory"_s, 1'132'629'972},
                 {u"fits"_s, true},
                 {u"installed"_s, QJsonArray()}},
                changes);
}

QJsonObject hubFile(const QString &name, const QString &quantization, qint64 bytes, const QJsonObject &changes)
{
    const qint64 needed = bytes + bytes / 10 + 300'000'000;
    return with({{u"filename"_s, name},
                 {u"kind"_s, u"model"_s},
                 {u"size"_s, bytes},
                 {u"quantization"_s, quantization},
                 {u"bits_per_weight"_s, QJsonValue()},
                 {u"shards"_s, QJsonArray()},
                 {u"complete"_s, true},
                 {u"sha256"_s, u"6f85a640a97cf2bf5b8e764087b1e83da0fdb51d7c9fab7d0fece9385611df83"_s},
                 {u"needed_memory"_s, needed},
                 {u"fits"_s, needed <= memory},
                 {u"recommended"_s, false},
                 {u"installed"_s, QJsonValue()}},
                changes);
}

QJsonObject repoFiles(const QString &name, const QJsonArray &files, const QJsonObject &changes)
{
    return with({{u"model"_s, name},
                 {u"revision"_s, u"main"_s},
                 {u"commit"_s, u"11ddd982e51914813b08feda4b4081f3c6e368d8"_s},
                 {u"page"_s, QString(u"https://hub.example/" + name)},
                 {u"gated"_s, false},
                 {u"access_page"_s, QJsonValue()},
                 {u"parameters"_s, 1'235'814'432},
                 {u"memory_limit"_s, memory},
                 {u"recommended"_s, QJsonValue()},
                 {u"reason"_s, u""_s},
                 {u"files"_s, files}},
                changes);
}

QByteArray searchLine(const QByteArray &words, const QByteArray &more, const QByteArray &cursor)
{
    QByteArray line = "GET /v1/api/search?";
    if (!words.isEmpty())
        line += "q=" + words.toPercentEncoding() + '&';
    line += (more.isEmpty() ? QByteArray("sort=downloads") : more) + '&';
    if (!cursor.isEmpty())
        line += "cursor=" + cursor + '&';
    return line + "limit=50";
}

QByteArray filesLine(const QString &model)
{
    return "GET /v1/api/files?model=" + encoded(model);
}

QByteArray cardLine(const QString &model)
{
    return "GET /v1/api/card?model=" + encoded(model);
}

void answerSearch(ScriptedServer &server, const QByteArray &line, const QJsonArray &repos, const QString &next)
{
    server.api().answer(line,
                        toJson({{u"models"_s, repos},
                                {u"next_cursor"_s, next.isEmpty() ? QJsonValue() : QJsonValue(next)},
                                {u"memory_limit"_s, memory}}));
}

void answerFiles(ScriptedServer &server, const QString &name, const QJsonArray &files, const QJsonObject &changes)
{
    server.api().answer(filesLine(name), toJson(repoFiles(name, files, changes)));
}

QString answerUsualRepo(ScriptedServer &server, const QString &address)
{
    const QString name = u"bartowski/Llama-3.2-1B-Instruct-GGUF"_s;
    const auto file = [](const char *tag, qint64 bytes, double bits, const QJsonObject &changes = {}) {
        const QString quantization = QLatin1StringView(tag);
        return with(hubFile(u"Llama-3.2-1B-Instruct-%1.gguf"_s.arg(quantization), quantization, bytes,
                            {{u"bits_per_weight"_s, bits}}),
                    changes);
    };
    const QJsonArray files{file("Q4_K_M", 807'694'464, 5.23, {{u"recommended"_s, true}}),
                           file("Q8_0", 1'321'083'008, 8.55), file("IQ3_M", 656'000'000, 4.25),
                           file("F16", 16'479'490'560, 16.04)};
    const QJsonObject listing =
        repoFiles(name, files,
                  {{u"recommended"_s, u"Llama-3.2-1B-Instruct-Q4_K_M.gguf"_s},
                   {u"reason"_s, u"Q4_K_M, the preferred one of those that fit, needs about 1.2 GB of 8.0 GB"_s}});
    server.api().answer(filesLine(address.isEmpty() ? name : address), toJson(listing));
    return name;
}
