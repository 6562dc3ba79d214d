#include "download/download_request.h"

using namespace Qt::StringLiterals;

bool DownloadRequest::wantsSameAs(const DownloadRequest &other) const
{
    return repo == other.repo && path == other.path && revision == other.revision
        && (path || quantization == other.quantization);
}

QString DownloadRequest::toString() const
{
    if (path)
        return repo.toString() + u'/' + path->toString();
    return repo.toString() + u':' + (quantization ? quantization->toString() : u"auto"_s);
}
