#include "hub/repo_id.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

Result<RepoId> RepoId::parse(QStringView text)
{
    // The Hub's own rule: ASCII word characters, dots and dashes, at most 96 a segment.
    static const QRegularExpression shape(u"\\A[A-Za-z0-9_.-]{1,96}(?:/[A-Za-z0-9_.-]{1,96})?\\z"_s);
    const QString id = text.toString();
    bool valid =
        shape.match(id).hasMatch() && !id.contains("--"_L1) && !id.contains(".."_L1) && !id.endsWith(".git"_L1);
    for (const QString &segment : id.split(u'/')) {
        valid = valid && !segment.startsWith(u'-') && !segment.startsWith(u'.') && !segment.endsWith(u'-')
            && !segment.endsWith(u'.');
    }
    if (!valid) {
        return fail(ErrorKind::InvalidArgument, u"\"%1\" is not the name of a repo"_s.arg(id.left(200)),
                    u"a repo is named owner/name, as in TheBloke/phi-2-GGUF"_s);
    }
    return RepoId(id);
}
