#include "browse/empty_note.h"

#include <QAbstractItemView>
#include <QEvent>

using namespace Qt::StringLiterals;

EmptyNote::EmptyNote(QAbstractItemView &view)
    : QLabel(view.viewport())
    , m_ground(view.viewport())
{
    setObjectName(view.objectName() + u"Note"_s);
    setTextFormat(Qt::PlainText);
    setWordWrap(true);
    setAlignment(Qt::AlignCenter);
    setMargin(fontMetrics().height());
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setForegroundRole(QPalette::PlaceholderText);
    m_ground->installEventFilter(this);
    hide();
}

void EmptyNote::tell(const QString &text)
{
    setText(text);
    setVisible(!text.isEmpty());
    setGeometry(m_ground->rect());
}

bool EmptyNote::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_ground && event->type() == QEvent::Resize)
        setGeometry(m_ground->rect());
    return QLabel::eventFilter(watched, event);
}
