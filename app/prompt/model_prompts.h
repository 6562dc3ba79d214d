#pragma once

#include "base/result.h"
#include "prompt/chat_template.h"
#include "store/model.h"

#include <QObject>
#include <QPointer>
#include <QThreadPool>

#include <functional>
#include <memory>

class Tokenizer;
class Vocabulary;

/// What a model is to be asked: a text as it is, or a conversation in the model's own template.
struct PromptRequest {
    std::optional<QString> text;
    QList<PromptMessage> messages; ///< when there is no text
    bool continueLast = false; ///< the last message is the assistant's, and goes on
};

/// A prompt as Shimmy gets it.
struct Prompt {
    QString text;
    QStringList stops; ///< what ends an answer to it, beside the model's own tokens
    qint64 tokens = 0; ///< with those that the tokenizer adds
    bool isExact = false; ///< tokens was counted; else estimated
    qint64 longestRun = 0; ///< of characters without a break, where that is more than Shimmy survives; else 0
};

/// Knows how each installed model is spoken to: its template and its vocabulary, read from its file once and kept for
/// the models that were used last. Lives on the core's thread; files are read, and long prompts counted, on others.
class ModelPrompts final : public QObject {
    Q_OBJECT

public:
    explicit ModelPrompts(QObject *parent = nullptr);
    ~ModelPrompts() override;

    /// Calls \a prepared with the prompt for \a model; before this returns when the model is known and the prompt is
    /// short. Dropped when \a context dies. A file that cannot be read for it is no failure: the prompt is then
    /// estimated.
    void prepare(const Model &model, PromptRequest request, QObject *context, std::function<void(Prompt)> prepared);

    /// Reads in the background what \a model's first prompt would have to wait for.
    void warmUp(const Model &model);

private:
    struct Profile {
        std::shared_ptr<const Vocabulary> vocabulary; ///< nothing: it could not be read
        std::shared_ptr<const Tokenizer> tokenizer; ///< nothing: of a kind that is not known
        ChatTemplate chat;
    };
    using ProfilePtr = std::shared_ptr<const Profile>;
    struct Waiter {
        QPointer<QObject> context;
        std::function<void(ProfilePtr)> ready;
    };
    /// What changes when another file takes the place of one, or it is written to.
    struct Stamp {
        quint64 inode = 0;
        qint64 bytes = 0;
        qint64 modifiedAt = 0; ///< in nanoseconds
        friend bool operator==(const Stamp &, const Stamp &) = default;
        static Stamp of(const QString &path);
    };
    struct Entry {
        QString path;
        Stamp stamp;
        ProfilePtr profile; ///< nothing: being read
        std::vector<Waiter> waiters;
    };

    static ProfilePtr readProfile(const QString &path, const QString &name);
    static Prompt make(const Profile &profile, const PromptRequest &request);
    void withProfile(const Model &model, QObject *context, std::function<void(ProfilePtr)> ready);

    std::vector<std::shared_ptr<Entry>> m_entries; ///< the one that was used last comes last
    QThreadPool m_readers;
};
