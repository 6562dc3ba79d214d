#include "server/checks_model.h"

#include "widgets/icons.h"
#include "widgets/literal_text.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace {

QString titleOf(const QString &name)
{
    static const QHash<QString, QString> titles{
        {u"dns"_s, ChecksModel::tr("Name of the Hub")}, {u"proxy"_s, ChecksModel::tr("Proxy")},
        {u"ca"_s, ChecksModel::tr("Certificate")},      {u"hub"_s, ChecksModel::tr("Hub")},
        {u"token"_s, ChecksModel::tr("Hub token")},     {u"clock"_s, ChecksModel::tr("Clock")},
        {u"disk"_s, ChecksModel::tr("Disk")},           {u"models"_s, ChecksModel::tr("Models")},
        {u"shimmy"_s, ChecksModel::tr("Shimmy")},       {u"generation"_s, ChecksModel::tr("Answer of a model")},
    };
    return titles.value(name, name);
}

struct Look {
    QString icon;
    QString text;
};

Look lookOf(ServerCheck::Status status)
{
    switch (status) {
    case ServerCheck::Status::Ok: return {u"dialog-positive"_s, ChecksModel::tr("Works")};
    case ServerCheck::Status::Warning: return {u"dialog-warning"_s, ChecksModel::tr("Warning")};
    case ServerCheck::Status::Failure: return {u"dialog-error"_s, ChecksModel::tr("Fails")};
    case ServerCheck::Status::Skipped: return {u"list-remove"_s, ChecksModel::tr("Left out")};
    }
    return {};
}

} // namespace

void ChecksModel::setChecks(const QList<ServerCheck> &checks)
{
    beginResetModel();
    m_checks = checks;
    endResetModel();
}

QString ChecksModel::report() const
{
    QString text;
    for (const ServerCheck &check : m_checks) {
        text += titleOf(check.name) + u": "_s + lookOf(check.status).text + u": "_s + check.seen + u'\n';
        if (!check.remedy.isEmpty())
            text += u"    "_s + check.remedy + u'\n';
    }
    return text;
}

int ChecksModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_checks.size());
}

int ChecksModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ChecksModel::data(const QModelIndex &index, int role) const
{
    const ServerCheck &check = m_checks[index.row()];
    if (role == Qt::DecorationRole && index.column() == Status)
        return namedIcon(lookOf(check.status).icon);
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(Qt::AlignTop | Qt::AlignLeading);
    if (role == Qt::ToolTipRole)
        return literalText(data(index, Qt::DisplayRole).toString());
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Name: return titleOf(check.name);
    case Status: return lookOf(check.status).text;
    case Seen: return check.seen;
    case Remedy: return check.remedy;
    default: return {};
    }
}

QVariant ChecksModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return QStringList{tr("What"), tr("Result"), tr("Seen"), tr("What to do")}.value(section);
}
