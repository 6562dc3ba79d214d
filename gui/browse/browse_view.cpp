#include "browse/browse_view.h"

BrowseView::BrowseView(ServerConnection &connection, Preferences &preferences, QWidget *parent)
    : View(parent)
    , m_connection(connection)
    , m_preferences(preferences)
{
}

void BrowseView::open(const QString & /*text*/) { }
