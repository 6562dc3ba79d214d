#include "shimmy/line_splitter.h"

QStringList LineSplitter::add(const QByteArray &bytes)
{
    QStringList lines;
    m_rest += bytes;
    qsizetype start = 0;
    for (qsizetype end; (end = m_rest.indexOf('\n', start)) >= 0; start = end + 1) {
        const QByteArray line = m_rest.mid(start, qMin(end - start, maxLineBytes)).trimmed();
        if (!line.isEmpty())
            lines += QString::fromUtf8(line);
    }
    m_rest.remove(0, start);
    if (m_rest.size() > maxLineBytes) {
        lines += QString::fromUtf8(m_rest);
        m_rest.clear();
    }
    return lines;
}
