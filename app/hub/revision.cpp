#include "hub/revision.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

Result<Revision> Revision::parse(QStringView text)
{
    static const QRegularExpression shape(u"\\A[A-Za-z0-9_][A-Za-z0-9_.+/-]{0,199}\\z"_s);
    const QString revision = text.toString();
    if (!shape.match(revision).hasMatch() || revision.contains(".."_L1) || revision.contains("//"_L1)) {
        return fail(ErrorKind::InvalidArgument, u"\"%1\" is not a revision"_s.arg(revision.left(200)),
                    u"name a branch, a tag or a commit of the repo"_s);
    }
    return Revision(revision);
}

Revision Revision::main()
{
    return Revision(u"main"_s);
}

bool Revision::isCommit() const
{
    static const QRegularExpression commit(u"\\A[0-9a-f]{40}\\z"_s);
    return commit.match(m_text).hasMatch();
}
