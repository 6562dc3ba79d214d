#include "playground/playground_view.h"

PlaygroundView::PlaygroundView(ServerConnection &connection, Preferences &preferences, QWidget *parent)
    : View(parent)
    , m_connection(connection)
    , m_preferences(preferences)
{
}

void PlaygroundView::startWith(const QString & /*model*/) { }
