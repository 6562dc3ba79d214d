#include "server/key_box.h"

#include "preferences/secret_store.h"
#include "widgets/inline_message.h"
#include "widgets/secret_field.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QRandomGenerator>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace {

/// What shimmyd takes for a key.
constexpr qsizetype shortestKey = 16;
constexpr qsizetype longestKey = 512;

bool isKey(const QByteArray &text)
{
    const auto isPart = [](char letter) { return letter > ' ' && letter <= '~' && letter != ':'; };
    return text.size() >= shortestKey && text.size() <= longestKey && std::all_of(text.begin(), text.end(), isPart);
}

} // namespace

KeyBox::KeyBox(SecretStore &secrets, QWidget *parent)
    : SecretBox(secrets, serviceKeyName(), u"key"_s,
                {tr("API key"), tr("New API key"), tr("&Save"), tr("Rem&ove"),
                 tr("Not set. Every program on this computer may use the service.")},
                parent)
{
    auto *make = new QPushButton(tr("Ma&ke one"));
    make->setObjectName(u"keyMake"_s);
    row().insertWidget(1, make);
    connect(make, &QPushButton::clicked, this, &KeyBox::makeKey);
}

void KeyBox::take(const Secret &key)
{
    if (!isKey(key.reveal())) {
        return message().tell(InlineMessage::Kind::Warning,
                              tr("A key has %1 to %2 letters, digits and signs, without spaces and colons.")
                                  .arg(QLocale().toString(shortestKey), QLocale().toString(longestKey)),
                              tr("Let one be made that nobody guesses"));
    }
    message().tell(InlineMessage::Kind::Information,
                   tr("Programs that use the service must send this key from now on."));
    keep(key);
}

/// Shown, so that it can be copied: later it is not.
void KeyBox::makeKey()
{
    std::array<quint32, 8> random{};
    QRandomGenerator::system()->fillRange(random.data(), qsizetype(random.size()));
    const auto bytes = QByteArray::fromRawData(reinterpret_cast<const char *>(random.data()), sizeof random);
    const QByteArray text = bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    field().setText(u"shm_"_s + QString::fromLatin1(text));
    field().showSecret();
    field().setFocus();
    field().selectAll();
    message().tell(InlineMessage::Kind::Information, tr("Copy it for your programs, then save it."));
}
