#include "downloads/downloads_view.h"

DownloadsView::DownloadsView(ServerConnection &connection, Preferences &preferences, QWidget *parent)
    : View(parent)
    , m_connection(connection)
    , m_preferences(preferences)
{
}

void DownloadsView::showJob(const QString & /*jobId*/) { }
