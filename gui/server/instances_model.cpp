#include "server/instances_model.h"

#include "widgets/amounts.h"
#include "widgets/literal_text.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace {

QString stateText(const ShimmyInstance &instance)
{
    static const QHash<QString, QString> states{
        {u"starting"_s, InstancesModel::tr("Starting")},
        {u"ready"_s, InstancesModel::tr("Ready")},
        {u"busy"_s, InstancesModel::tr("Generating")},
        {u"draining"_s, InstancesModel::tr("Ending after its answers")},
        {u"ending"_s, InstancesModel::tr("Ending")},
        {u"exited"_s, InstancesModel::tr("Ended")},
    };
    const QString state = states.value(instance.state, instance.state);
    if (instance.role == "next"_L1)
        return InstancesModel::tr("%1, to take over").arg(state);
    if (instance.role == "old"_L1 && instance.state != "draining"_L1)
        return InstancesModel::tr("%1, replaced").arg(state);
    return state;
}

QString cellText(const ShimmyInstance &instance, int column)
{
    switch (column) {
    case InstancesModel::Instance: return QLocale().toString(instance.slot + 1);
    case InstancesModel::State: return stateText(instance);
    case InstancesModel::Generations: return QLocale().toString(instance.generations);
    case InstancesModel::Memory: return instance.residentBytes ? bytesText(*instance.residentBytes) : QString();
    case InstancesModel::Since: return QLocale().toString(instance.startedAt.toLocalTime(), QLocale::ShortFormat);
    case InstancesModel::Port: return QString::number(instance.port);
    case InstancesModel::Process: return instance.processId ? QString::number(*instance.processId) : QString();
    case InstancesModel::Models: return instance.models.join(u", "_s);
    }
    return {};
}

} // namespace

QString shimmyStateText(const QString &word)
{
    static const QHash<QString, QString> states{
        {u"stopped"_s, InstancesModel::tr("Stopped")},
        {u"starting"_s, InstancesModel::tr("Starting")},
        {u"ready"_s, InstancesModel::tr("Ready")},
        {u"busy"_s, InstancesModel::tr("Generating")},
        {u"replacing"_s, InstancesModel::tr("Being replaced")},
        {u"backing_off"_s, InstancesModel::tr("Waiting to start again")},
        {u"failed"_s, InstancesModel::tr("Failed")},
        {u"draining"_s, InstancesModel::tr("Ending")},
    };
    return states.value(word, word);
}

void InstancesModel::setInstances(const QList<ShimmyInstance> &instances)
{
    if (m_instances == instances)
        return;
    if (m_instances.size() == instances.size()) { // the selection stays
        m_instances = instances;
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
        return;
    }
    beginResetModel();
    m_instances = instances;
    endResetModel();
}

int InstancesModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_instances.size());
}

int InstancesModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant InstancesModel::data(const QModelIndex &index, int role) const
{
    const ShimmyInstance &instance = m_instances[index.row()];
    switch (role) {
    case Qt::DisplayRole: return cellText(instance, index.column());
    case Qt::ToolTipRole:
        if (index.column() == Models)
            return literalText(instance.models.join(u'\n'));
        return instance.lastLines.isEmpty()
            ? QString()
            : literalText(tr("Its last output:\n%1").arg(instance.lastLines.join(u'\n')));
    default: return {};
    }
}

QVariant InstancesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Instance: return tr("Instance");
    case State: return tr("State");
    case Generations: return tr("Answers in progress");
    case Memory: return tr("Memory");
    case Since: return tr("Running since");
    case Port: return tr("Port");
    case Process: return tr("Process");
    case Models: return tr("Models");
    default: return {};
    }
}
