#include "http/descriptor_reserve.h"

#include <QDir>

#include <sys/resource.h>

namespace {

constexpr int plenty = 1 << 20;

int descriptorLimit()
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur > static_cast<rlim_t>(plenty))
        return plenty;
    return static_cast<int>(limit.rlim_cur);
}

} // namespace

DescriptorReserve::DescriptorReserve(int reserve)
    : m_reserve(reserve)
{
}

bool DescriptorReserve::isTouched(int newest)
{
    // The system hands out the lowest free number, so a high one says at once that little is left. A low one says
    // nothing about those above it: they are counted, though not for every connection.
    const int limit = descriptorLimit();
    if (newest >= limit - m_reserve)
        return true;
    if (m_recount.hasExpired()) {
        const QDir open(QStringLiteral("/proc/self/fd"));
        m_free =
            limit - static_cast<int>(open.entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size());
        m_recount.setRemainingTime(std::chrono::milliseconds(250));
    } else {
        --m_free;
    }
    return m_free < m_reserve;
}
