// Preloaded into shimmyd: kills it, or cuts its disk's power, at a chosen system call. strace could inject the same,
// but it counts each thread by itself, so the second call of a thread is never the eleventh of the process: with
// when=1, 2, 3 … some calls are never met. This counts them all together, and can strike after a call as well.
#include "strike_board.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

namespace {

StrikeBoard *board = nullptr;

__attribute__((constructor)) void openBoard()
{
    const char *path = std::getenv("CHAOS_STRIKE_BOARD");
    const int file = path ? ::open(path, O_RDWR | O_CLOEXEC) : -1;
    if (file < 0)
        return;
    void *mapped = ::mmap(nullptr, sizeof(StrikeBoard), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    ::close(file);
    if (mapped != MAP_FAILED)
        board = static_cast<StrikeBoard *>(mapped);
}

void strike()
{
    if (board->disk[0] != 0) {
        constexpr unsigned long shutdownRequest = 0x8004587d; // EXT4_IOC_SHUTDOWN
        constexpr std::uint32_t withoutFlushing = 2; // EXT4_GOING_FLAGS_NOLOGFLUSH
        const int disk = ::open(board->disk.data(), O_RDONLY | O_CLOEXEC);
        ::ioctl(disk, shutdownRequest, &withoutFlushing);
    }
    ::kill(::getpid(), SIGKILL);
    while (true)
        ::pause();
}

bool isSync(DiskCall call)
{
    return call == DiskCall::Sync || call == DiskCall::DataSync;
}

template <class... Arguments>
long counted(DiskCall call, long number, Arguments... arguments)
{
    if (!board)
        return ::syscall(number, arguments...);
    const std::uint32_t turn = ++board->made[static_cast<std::size_t>(call)];
    const bool strikes = board->call == call && board->at == turn;
    if (strikes && board->after == 0)
        strike();
    const long result = board->deaf != 0 && isSync(call) ? 0 : ::syscall(number, arguments...);
    if (strikes)
        strike();
    return result;
}

} // namespace

// The C library's names, by labels: its headers declare some of them with attributes that differ between versions.
#define IN_PLACE_OF(name, ...) extern "C" __attribute__((visibility("default"))) __VA_ARGS__ __asm__(name)

IN_PLACE_OF("mkdir", int strikeMkdir(const char *path, unsigned mode));
IN_PLACE_OF("ftruncate", int strikeTruncate(int file, long bytes));
IN_PLACE_OF("ftruncate64", int strikeTruncate64(int file, long bytes));
IN_PLACE_OF("fallocate", int strikeAllocate(int file, int mode, long begin, long bytes));
IN_PLACE_OF("fallocate64", int strikeAllocate64(int file, int mode, long begin, long bytes));
IN_PLACE_OF("pwrite", long strikeWrite(int file, const void *bytes, unsigned long count, long at));
IN_PLACE_OF("pwrite64", long strikeWrite64(int file, const void *bytes, unsigned long count, long at));
IN_PLACE_OF("fdatasync", int strikeDataSync(int file));
IN_PLACE_OF("fsync", int strikeSync(int file));
IN_PLACE_OF("rename", int strikeRename(const char *from, const char *to));
IN_PLACE_OF("renameat2", int strikeRenameAt(int fromAt, const char *from, int toAt, const char *to, unsigned flags));
IN_PLACE_OF("unlink", int strikeUnlink(const char *path));
IN_PLACE_OF("unlinkat", int strikeUnlinkAt(int at, const char *path, int flags));
IN_PLACE_OF("rmdir", int strikeRmdir(const char *path));

int strikeMkdir(const char *path, unsigned mode)
{
    return static_cast<int>(counted(DiskCall::Mkdir, SYS_mkdirat, AT_FDCWD, path, mode));
}

int strikeTruncate(int file, long bytes)
{
    return static_cast<int>(counted(DiskCall::Truncate, SYS_ftruncate, file, bytes));
}

int strikeTruncate64(int file, long bytes)
{
    return strikeTruncate(file, bytes);
}

int strikeAllocate(int file, int mode, long begin, long bytes)
{
    return static_cast<int>(counted(DiskCall::Allocate, SYS_fallocate, file, mode, begin, bytes));
}

int strikeAllocate64(int file, int mode, long begin, long bytes)
{
    return strikeAllocate(file, mode, begin, bytes);
}

long strikeWrite(int file, const void *bytes, unsigned long count, long at)
{
    return counted(DiskCall::Write, SYS_pwrite64, file, bytes, count, at);
}

long strikeWrite64(int file, const void *bytes, unsigned long count, long at)
{
    return strikeWrite(file, bytes, count, at);
}

int strikeDataSync(int file)
{
    return static_cast<int>(counted(DiskCall::DataSync, SYS_fdatasync, file));
}

int strikeSync(int file)
{
    return static_cast<int>(counted(DiskCall::Sync, SYS_fsync, file));
}

int strikeRename(const char *from, const char *to)
{
    return static_cast<int>(counted(DiskCall::Rename, SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0U));
}

int strikeRenameAt(int fromAt, const char *from, int toAt, const char *to, unsigned flags)
{
    return static_cast<int>(counted(DiskCall::Rename, SYS_renameat2, fromAt, from, toAt, to, flags));
}

int strikeUnlink(const char *path)
{
    return static_cast<int>(counted(DiskCall::Remove, SYS_unlinkat, AT_FDCWD, path, 0));
}

int strikeUnlinkAt(int at, const char *path, int flags)
{
    return static_cast<int>(counted(DiskCall::Remove, SYS_unlinkat, at, path, flags));
}

int strikeRmdir(const char *path)
{
    return static_cast<int>(counted(DiskCall::Remove, SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR));
}
