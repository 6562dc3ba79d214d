#include "models/model_orders.h"

#include "connection/model_list.h"
#include "connection/server_connection.h"

using namespace Qt::StringLiterals;

ModelOrders::ModelOrders(ServerConnection &connection, QObject *parent)
    : QObject(parent)
    , m_connection(connection)
{
}

void ModelOrders::setPinned(const ModelDetails &model, bool isPinned)
{
    const ApiCall call = orderModelCall(model.id, isPinned ? u"pin"_s : u"unpin"_s);
    m_connection.api().ask(call, &ModelDetails::fromJson, this, [this](const Result<ModelDetails> &answer) {
        if (!answer)
            Q_EMIT failed(answer.error());
        m_connection.models().refresh(); // the feed does not tell of pins
    });
}

void ModelOrders::check(const ModelDetails &model)
{
    ApiCall call = orderModelCall(model.id, u"check"_s);
    call.patience = std::chrono::minutes(1); // the Hub is asked, too
    m_connection.api().ask(call, &UpdateCheck::fromJson, this, [this, model](const Result<UpdateCheck> &answer) {
        if (!answer)
            return Q_EMIT failed(answer.error());
        m_connection.models().refresh();
        Q_EMIT checked(model, *answer);
    });
}

void ModelOrders::update(const ModelDetails &model)
{
    PullOrder order;
    order.model = model.repo;
    order.filename = model.repoPath;
    order.revision = model.revision;
    order.force = true;
    m_connection.startPull(order, this, [this, model](const Result<PullEvent> &event) {
        if (!event)
            return Q_EMIT failed(event.error());
        Q_EMIT updateBegun(model, event->jobId);
    });
}

void ModelOrders::remove(const ModelDetails &model)
{
    const ApiCall call = deleteModelCall(model.id);
    m_connection.api().ask(call, &ModelDeletion::fromJson, this, [this, model](const Result<ModelDeletion> &answer) {
        if (!answer)
            return Q_EMIT failed(answer.error());
        m_connection.models().refresh();
        Q_EMIT removed(model, *answer);
    });
}
