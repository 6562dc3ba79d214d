#include "store/model_usage.h"

#include "base/background.h"
#include "base/logging.h"
#include "store/durable_file.h"

#include <QDir>
#include <QFile>

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto writeInterval = 60s;

Result<void> removeDurably(const QString &path)
{
    if (::unlink(QFile::encodeName(path).constData()) != 0 && errno != ENOENT)
        return tl::unexpected(diskError(errno, u"remove"_s, path));
    return syncDirectory(QFileInfo(path).path());
}

} // namespace

ModelUsage::ModelUsage(StoreLayout layout, Clock &clock, QObject *parent)
    : QObject(parent)
    , m_layout(std::move(layout))
    , m_clock(clock)
{
    m_disk.setMaxThreadCount(1);
    refresh();
}

ModelUsage::~ModelUsage()
{
    m_disk.waitForDone();
    for (auto use = m_uses.begin(); use != m_uses.end(); ++use) {
        if (!use->isWritten)
            write(use.key(), *use);
    }
}

void ModelUsage::refresh()
{
    const QDir directory(m_layout.usage());
    m_pinned.clear();
    for (const QFileInfo &file : directory.entryInfoList(QDir::Files)) {
        if (file.suffix() == "pinned"_L1)
            m_pinned += file.filePath();
        if (file.suffix() != "used"_L1)
            continue;
        Use &use = m_uses[file.filePath()];
        const QDateTime at = file.lastModified().toUTC();
        if (!use.at.isValid() || use.at < at)
            use.at = at;
    }
}

const ModelUsage::Marks &ModelUsage::marksOf(const QString &file) const
{
    auto marks = m_marks.find(file);
    if (marks == m_marks.end())
        marks = m_marks.insert(file, {m_layout.useMarkOf(file), m_layout.pinOf(file)});
    return *marks;
}

std::optional<QDateTime> ModelUsage::lastUsed(const QString &file) const
{
    if (m_uses.isEmpty())
        return std::nullopt;
    const auto use = m_uses.constFind(marksOf(file).use);
    return use == m_uses.cend() ? std::nullopt : std::optional(use->at);
}

bool ModelUsage::isPinned(const QString &file) const
{
    return !m_pinned.isEmpty() && m_pinned.contains(marksOf(file).pin);
}

void ModelUsage::noteUse(const QString &file)
{
    const QString mark = marksOf(file).use;
    const bool isNew = !m_uses.contains(mark);
    Use &use = m_uses[mark];
    use.at = m_clock.utc();
    use.isWritten = false;
    if (isNew || m_clock.now() - use.writtenAt >= writeInterval)
        write(mark, use);
}

void ModelUsage::write(const QString &mark, Use &use) const
{
    use.isWritten = true;
    use.writtenAt = m_clock.now();
    const auto opened = openFile(mark, O_WRONLY | O_CREAT, 0640);
    const qint64 milliseconds = use.at.toMSecsSinceEpoch();
    const timespec at{milliseconds / 1000, (milliseconds % 1000) * 1'000'000};
    const timespec times[] = {at, at};
    if (!opened || ::futimens(opened->get(), times) != 0)
        qCDebug(logStore).noquote() << "cannot note the use of a model in" << mark;
}

void ModelUsage::setPinned(const QString &file, bool pinned, QObject *context, std::function<void(Result<void>)> done)
{
    const QString pin = marksOf(file).pin;
    runInBackground(
        m_disk, this, [pin, pinned] { return pinned ? writeDurably(pin, {}) : removeDurably(pin); },
        [this, pin, pinned, guard = QPointer(context), done = std::move(done)](const Result<void> &kept) {
            if (kept && pinned)
                m_pinned += pin;
            else if (kept)
                m_pinned -= pin;
            if (guard)
                done(kept);
        });
}

void ModelUsage::forget(const QString &file)
{
    const Marks marks = marksOf(file);
    m_marks.remove(file);
    m_uses.remove(marks.use);
    m_pinned -= marks.pin;
    QFile::remove(marks.use);
    QFile::remove(marks.pin);
}
