#include "setup/setup_view.h"

SetupView::SetupView(ServerConnection &connection, Preferences &preferences, QWidget *parent)
    : View(parent)
    , m_connection(connection)
    , m_preferences(preferences)
{
}
