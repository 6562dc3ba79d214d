#include "access/key_ring.h"

#include "base/logging.h"

#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qint64 mostBytes = 1 << 20;
constexpr auto settling = 200ms; ///< an editor writes a file in several steps

tl::unexpected<Error> inFile(const QString &file, const Error &error)
{
    return fail(error.kind, u"the key file %1: %2"_s.arg(file, error.message), error.hint);
}

Result<QByteArray> contentOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorKind::InvalidArgument, u"it cannot be read: %1"_s.arg(file.errorString()));
    const QByteArray text = file.read(mostBytes + 1);
    if (text.size() > mostBytes)
        return fail(ErrorKind::InvalidArgument, u"it is larger than a mebibyte"_s);
    return text;
}

} // namespace

KeyRing::KeyRing(QString file, ApiKeys fixed, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_file(std::move(file))
    , m_fixed(std::move(fixed))
    , m_clock(clock)
    , m_keys(m_fixed)
{
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, &KeyRing::reloadSoon);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, &KeyRing::reloadSoon);
}

Result<void> KeyRing::load()
{
    if (m_file.isEmpty())
        return {};
    watch();
    const auto text = contentOf(m_file);
    if (!text)
        return inFile(m_file, text.error());
    auto keys = ApiKeys::parseFile(*text);
    if (!keys)
        return inFile(m_file, keys.error());
    if (const auto added = keys->add(m_fixed); !added)
        return inFile(m_file, added.error());
    m_keys = std::move(*keys);
    m_text = *text;
    return {};
}

void KeyRing::reload()
{
    const QByteArray before = m_text;
    if (const auto loaded = load(); !loaded) {
        qCCritical(logAudit).noquote() << loaded.error().message << "- the keys of before stay valid;"
                                       << loaded.error().hint;
        return;
    }
    if (m_text == before)
        return;
    QStringList names;
    for (const ApiKey &key : m_keys.all())
        names += QString::fromLatin1(key.name + '(' + key.scopes.toText() + ')');
    qCInfo(logAudit).noquote() << "the keys have changed; valid are now:" << names.join(u' ');
}

/// Both, because a file that is replaced is another file, and because a symbolic link, which is how Kubernetes shows a
/// secret, changes in its directory.
void KeyRing::watch()
{
    for (const QString &path : {m_file, QFileInfo(m_file).absolutePath()}) {
        if (QFileInfo::exists(path) && !m_watcher.files().contains(path) && !m_watcher.directories().contains(path))
            m_watcher.addPath(path);
    }
}

void KeyRing::reloadSoon()
{
    if (std::exchange(m_reloading, true))
        return;
    m_clock.callAfter(settling, this, [this] {
        m_reloading = false;
        reload();
    });
}
