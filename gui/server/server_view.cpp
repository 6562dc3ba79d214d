#include "server/server_view.h"

ServerView::ServerView(ServerConnection &connection, Preferences &preferences, QWidget *parent)
    : View(parent)
    , m_connection(connection)
    , m_preferences(preferences)
{
}
