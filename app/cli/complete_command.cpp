#include "cli/complete_command.h"

#include "base/byte_count.h"
#include "cli/terminal.h"
#include "client/api_client.h"
#include "client/hub_listing.h"
#include "client/job.h"

#include <QSet>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 1500ms; ///< somebody holds the Tab key

/// \a call, for a shell.
ApiCall soon(ApiCall call)
{
    call.patience = patience;
    return call;
}

} // namespace

CommandSpec completeSpec()
{
    return {"Program",
            "__complete",
            "Print what could follow",
            "",
            {{"WORDS", "The words after the program's name", false, true}},
            {},
            {},
            [](const Words &words) -> Result<CommandMaker> {
                return CommandMaker([completion = completionOf(words.all("WORDS"))](const Session &session) {
                    return std::make_unique<CompleteCommand>(session, completion);
                });
            },
            true,
            [](const Words &words) { return completionOf(words.all("WORDS")).server; }};
}

CompleteCommand::CompleteCommand(const Session &session, Completion completion)
    : m_session(session)
    , m_completion(std::move(completion))
{
}

void CompleteCommand::start()
{
    switch (m_completion.asks) {
    case Completes::Models: askForModels(); break;
    case Completes::Jobs: askForJobs(); break;
    case Completes::Repos: askForRepos(); break;
    case Completes::Quantizations:
        if (!m_completion.repo.isEmpty())
            askForQuantizations(m_completion.repo, {});
        break;
    case Completes::Files: m_session.terminal.print(u":files\n"_s); return Q_EMIT ended(ExitCode::Success);
    case Completes::Nothing:
    case Completes::Choices:
    case Completes::Commands: break;
    }
    if (m_open == 0)
        finish();
}

void CompleteCommand::askForModels()
{
    ++m_open;
    m_session.client.call(soon(ApiCall::get(u"/v1/models"_s)), this, [this](const Result<QJsonObject> &answer) {
        for (const InstalledModel &model : InstalledModel::listFromJson(answer.value_or(QJsonObject())))
            m_completion.candidates += {model.id, formatByteCount(model.bytes)};
        --m_open;
        finish();
    });
}

void CompleteCommand::askForJobs()
{
    ++m_open;
    m_session.client.call(soon(listJobsCall()), this, [this](const Result<QJsonObject> &answer) {
        for (const Job &job : Job::listFromJson(answer.value_or(QJsonObject()))) {
            if (!job.isOver() || job.state == "failed"_L1)
                m_completion.candidates += {job.id, QString(job.state + u' ' + job.filename)};
        }
        --m_open;
        finish();
    });
}

void CompleteCommand::askForRepos()
{
    if (const qsizetype colon = m_completion.typed.indexOf(u':'); colon > 0 && m_completion.typed.contains(u'/')) {
        const QString repo = m_completion.typed.left(colon);
        return askForQuantizations(repo, repo + u':');
    }
    m_open += 2;
    m_session.client.call(soon(ApiCall::get(u"/v1/models"_s)), this, [this](const Result<QJsonObject> &answer) {
        for (const InstalledModel &model : InstalledModel::listFromJson(answer.value_or(QJsonObject()))) {
            if (!model.repo.isEmpty())
                m_completion.candidates += {model.repo, u"installed"_s};
        }
        --m_open;
        finish();
    });
    m_session.client.call(soon(listJobsCall()), this, [this](const Result<QJsonObject> &answer) {
        for (const Job &job : Job::listFromJson(answer.value_or(QJsonObject())))
            m_completion.candidates += {job.repo, job.state};
        --m_open;
        finish();
    });
}

void CompleteCommand::askForQuantizations(const QString &repo, const QString &before)
{
    ++m_open;
    m_session.client.call(soon(listFilesCall(repo, {}, {})), this, [this, before](const Result<QJsonObject> &answer) {
        for (const OfferedFile &file : RepoOffer::fromJson(answer.value_or(QJsonObject())).files) {
            if (!file.quantization.isEmpty() && file.kind == "model"_L1)
                m_completion.candidates += {QString(before + file.quantization), formatByteCount(file.bytes)};
        }
        --m_open;
        finish();
    });
}

void CompleteCommand::finish()
{
    if (m_open > 0)
        return;
    QSet<QString> told;
    for (const Candidate &candidate : std::as_const(m_completion.candidates)) {
        // A line each, whatever a name has in it.
        if (!candidate.word.startsWith(m_completion.typed) || printable(candidate.word) != candidate.word
            || candidate.word.contains(u'\n') || candidate.word.contains(u'\t') || told.contains(candidate.word))
            continue;
        told.insert(candidate.word);
        m_session.terminal.print(candidate.word + u'\t' + printable(candidate.meaning).replace(u'\n', u' ') + u'\n');
    }
    Q_EMIT ended(ExitCode::Success);
}
