#include "models/models_view.h"

ModelsView::ModelsView(ServerConnection &connection, Preferences &preferences, QWidget *parent)
    : View(parent)
    , m_connection(connection)
    , m_preferences(preferences)
{
}

void ModelsView::showModel(const QString & /*model*/) { }
