#include "browse/repo_text.h"

#include "widgets/amounts.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace {

/// \a source with \a count in place of %1; \a count also chooses the language's plural.
QString counted(const char *source, qint64 count)
{
    const int plural = static_cast<int>(std::min<qint64>(count, 1'000'000));
    return QCoreApplication::translate("Repo", source, nullptr, plural).arg(countText(count));
}

} // namespace

QStringList repoFacts(const FoundRepo &repo, const QDateTime &now)
{
    QStringList facts;
    if (repo.parameters > 0)
        facts += counted(QT_TRANSLATE_N_NOOP("Repo", "%1 parameters"), repo.parameters);
    facts += counted(QT_TRANSLATE_N_NOOP("Repo", "%1 downloads"), repo.downloads);
    facts += counted(QT_TRANSLATE_N_NOOP("Repo", "%1 likes"), repo.likes);
    if (repo.lastModified.isValid())
        facts += QCoreApplication::translate("Repo", "updated %1").arg(agoText(repo.lastModified, now));
    return facts;
}

QStringList repoMarks(const FoundRepo &repo, bool isInstalled)
{
    QStringList marks;
    if (isInstalled)
        marks += QCoreApplication::translate("Repo", "Installed");
    if (repo.gated)
        marks += QCoreApplication::translate("Repo", "Gated");
    return marks;
}

QString factsLine(const QStringList &facts)
{
    return facts.join(u" \u00b7 "_s);
}
