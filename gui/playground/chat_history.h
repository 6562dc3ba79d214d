#pragma once

#include "playground/conversation.h"

#include <QDir>
#include <QObject>
#include <QThreadPool>

#include <functional>

/// What the list of past chats needs to know of one.
struct ChatSummary {
    QString id;
    QString title; ///< for people; never empty
    QString model;
    QDateTime changedAt; ///< UTC
    bool isUnanswered = false; ///< its last prompt, so far or for good
    QString said; ///< the beginning of what was asked and of what was answered, to be searched

    static ChatSummary of(const Conversation &conversation);
    bool operator==(const ChatSummary &) const = default;
};

/// The chats on disk, one JSON file each in a folder that only the user may read. Files are read and written on a
/// thread of its own, in the order of the calls; what was saved is written before this is gone.
class ChatHistory final : public QObject {
    Q_OBJECT

public:
    /// The folder is made when there is something to keep.
    explicit ChatHistory(const QString &folder, QObject *parent = nullptr);
    ~ChatHistory() override;

    /// The latest first. Known some time after load().
    const QList<ChatSummary> &chats() const { return m_chats; }

    /// Reads the folder; what is no chat in it is passed over.
    void load();
    /// Without turns there is nothing to keep.
    void save(const Conversation &conversation);
    /// An empty \a title: the first prompt stands for it again.
    void rename(const QString &id, const QString &title);
    void remove(const QString &id);
    /// As it was saved last. Error: DiskFailed, InvalidArgument.
    void open(const QString &id, QObject *context, std::function<void(Result<Conversation>)> callback);

Q_SIGNALS:
    void listed();
    void renamed(const QString &id, const QString &title);
    void removed(const QString &id);
    /// Something was written.
    void kept();
    /// Something could not be kept or removed.
    void failed(const Error &error);

private:
    void write(const Conversation &conversation);
    void put(const ChatSummary &summary);
    void sort();

    const QDir m_folder;
    QList<ChatSummary> m_chats;
    QHash<QString, int> m_saves; ///< how often each was saved since the start
    QThreadPool m_disk; ///< of one thread, so that what is asked last is done last
};
