#include "connection/server_probe.h"

#include "client/limits.h"
#include "connection/server_access.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto patience = 10s; // somebody is looking

} // namespace

ServerProbe::ServerProbe(QObject *parent)
    : QObject(parent)
{
}

ServerProbe::~ServerProbe()
{
    cancel();
}

void ServerProbe::cancel()
{
    m_callback = {};
    m_question.reset();
    if (m_client)
        m_client.release()->deleteLater(); // one of its replies may be what has called us
}

void ServerProbe::ask(const ServerEntry &server, Callback callback)
{
    cancel();
    m_callback = std::move(callback);
    m_question = std::make_unique<QObject>();
    m_client = clientFor(server);
    if (!server.caFile.isEmpty() && !QFileInfo(server.caFile).isReadable()) {
        end(fail(ErrorKind::InvalidArgument, tr("The file %1 cannot be read").arg(server.caFile),
                 tr("Choose the certificate of the authority, in PEM format")));
        return;
    }
    ApiCall call = ApiCall::get(u"/"_s);
    call.patience = patience;
    m_client->call(call, m_question.get(), [this](const Result<QJsonObject> &answer) {
        if (!answer)
            return end(failWith(answer));
        const ServiceFacts facts = ServiceFacts::fromJson(*answer);
        if (!facts.manager.startsWith("shimmyd"_L1)) {
            return end(fail(ErrorKind::Unsupported, tr("There is a web server at this address, but no shimmyd"),
                            tr("Check the port; shimmyd usually listens on 8080")));
        }
        askForKey(facts);
    });
}

/// The first call is open to everybody; this one wants a key where there are keys.
void ServerProbe::askForKey(const ServiceFacts &facts)
{
    ApiCall call = limitsCall();
    call.patience = patience;
    m_client->call(call, m_question.get(), [this, facts](const Result<QJsonObject> &answer) {
        end(answer ? Result<ServiceFacts>(facts) : failWith(answer));
    });
}

void ServerProbe::end(const Result<ServiceFacts> &result)
{
    const Callback callback = std::exchange(m_callback, {});
    cancel();
    if (!callback)
        return;
    if (result || result.error().kind != ErrorKind::NetworkFailed)
        return callback(result);
    Error error = result.error();
    error.hint = tr("Check the address, and that a shimmyd runs there and listens on more than localhost");
    callback(tl::unexpected(error));
}
