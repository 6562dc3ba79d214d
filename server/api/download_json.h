#pragma once

#include <QJsonObject>

class Download;
class DownloadQueue;

/// A download as the API shows it; \a detailed with its connections.
QJsonObject downloadJson(const Download &download, const DownloadQueue &queue, bool detailed);
