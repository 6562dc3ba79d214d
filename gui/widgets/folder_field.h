#pragma once

#include <QThreadPool>
#include <QWidget>

#include <optional>

class QLabel;
class QLineEdit;

/// The path of a folder, to be typed or chosen, with the space that is free there. The folder may be new.
class FolderField final : public QWidget {
    Q_OBJECT

public:
    /// \a name is of the field itself, as a screen reader says it.
    explicit FolderField(const QString &name, QWidget *parent = nullptr);
    ~FolderField() override;

    /// Absolute and without a slash at its end; empty when what was typed is no absolute path.
    QString folder() const;
    void setFolder(const QString &folder);
    /// Bytes; nothing until it is known.
    std::optional<qint64> freeBytes() const { return m_freeBytes; }

Q_SIGNALS:
    /// By the user, with each key.
    void edited();
    /// The user has named one, and means it.
    void chosen();

private:
    void choose();
    void take(const QString &folder);
    void measure();
    void showSpace();

    QLineEdit *m_path;
    QLabel *m_space;
    QThreadPool m_disk; ///< a network disk may take its time
    std::optional<qint64> m_freeBytes;
    QString m_measured;
};
