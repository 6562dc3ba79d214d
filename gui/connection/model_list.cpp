#include "connection/model_list.h"

#include "connection/server_connection.h"

#include <algorithm>

ModelList::ModelList(ServerConnection &connection)
    : QObject(&connection)
    , m_connection(connection)
{
}

const ModelDetails *ModelList::find(const QString &id) const
{
    const auto model =
        std::find_if(m_models.begin(), m_models.end(), [&](const ModelDetails &each) { return each.id == id; });
    return model == m_models.end() ? nullptr : &*model;
}

void ModelList::clear()
{
    m_isAsking = false; // what was asked belongs to the former server and never arrives
    m_mustAskAgain = false;
    m_isKnown = false;
    m_models.clear();
    Q_EMIT listed();
}

void ModelList::refresh()
{
    if (m_isAsking) {
        m_mustAskAgain = true;
        return;
    }
    m_isAsking = true;
    m_connection.api().call(listModelDetailsCall(), this, [this](const Result<QJsonObject> &answer) {
        m_isAsking = false;
        if (std::exchange(m_mustAskAgain, false))
            return refresh();
        if (!answer) {
            Q_EMIT failed(answer.error());
            return;
        }
        m_isKnown = true;
        m_models = ModelDetails::listFromJson(*answer);
        Q_EMIT listed();
    });
}
