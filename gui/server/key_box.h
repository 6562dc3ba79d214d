#pragma once

#include "server/secret_box.h"

class SecretStore;

/// The API key of the service inside this process, which its other users on this computer must then send.
class KeyBox final : public SecretBox {
    Q_OBJECT

public:
    /// \a secrets must outlive it.
    explicit KeyBox(SecretStore &secrets, QWidget *parent = nullptr);

private:
    void take(const Secret &key) override;
    void makeKey();
};
