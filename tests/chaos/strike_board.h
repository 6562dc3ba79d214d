#pragma once

#include <array>
#include <atomic>
#include <cstdint>

// What a test and a shimmyd that is to die share, by a file that both map: it survives the death.

/// The system calls by which the store changes the disk.
enum class DiskCall : std::uint32_t {
    Mkdir,
    Truncate,
    Allocate,
    Write,
    DataSync,
    Sync,
    Rename,
    Remove,
};
constexpr std::size_t diskCalls = 8;

struct StrikeBoard {
    static constexpr std::uint32_t never = 0;

    std::array<std::atomic<std::uint32_t>, diskCalls> made; ///< calls of each kind so far, of all threads together
    DiskCall call = DiskCall::Sync; ///< the strike comes at this call's
    std::uint32_t at = never; ///< turn, from 1,
    std::uint32_t after = 0; ///< when it is done; 0: before it
    std::uint32_t deaf = 0; ///< the syncs say that they were done, and do nothing: to see that a test notices
    std::array<char, 512> disk = {}; ///< where to cut the power first; empty: nowhere
};
