#pragma once

#include <QMenu>
#include <QSystemTrayIcon>

class ServerConnection;
struct Job;

/// The icon in the desktop's tray, where there is one: what is being downloaded, and what has ended. Lives as long as
/// the program does, so that downloads go on while the window is hidden.
class Tray final : public QObject {
    Q_OBJECT

public:
    /// \a connection must outlive it.
    explicit Tray(ServerConnection &connection, QObject *parent = nullptr);

    /// Whether the window may be hidden without being lost.
    bool isAvailable() const;
    /// As the user wants it; at first it is not shown.
    void setShown(bool isShown);
    bool isShown() const { return m_icon.isVisible(); }
    /// Tells the user something wherever the desktop shows such things.
    void notify(const QString &title, const QString &text);

Q_SIGNALS:
    void windowRequested();
    void quitRequested();
    /// A download has ended, well or not: what the desktop was told.
    void notified(const QString &title, const QString &text);

private:
    void look(const Job &job);
    void lookAtAll();
    void tellOf(const Job &job);
    void showRate();

    ServerConnection &m_connection;
    QHash<QString, QString> m_states; ///< of the server's jobs, as they were known last
    QMenu m_menu;
    QSystemTrayIcon m_icon;
};
