#pragma once

#include "base/secret.h"

#include <QLineEdit>

/// A field for a token or key: hidden while it is typed, unless one looks.
class SecretField final : public QLineEdit {
    Q_OBJECT

public:
    /// \a name is what a screen reader says.
    explicit SecretField(const QString &name, QWidget *parent = nullptr);

    /// Without the space around it that copying brings.
    Secret secret() const;
    /// For something that was not typed, and has to be copied.
    void showSecret();
    /// As it was at first: nobody looks at the next secret unasked.
    void hideSecret();

private:
    void setShown(bool isShown);

    QAction *m_look;
};
