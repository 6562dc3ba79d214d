#!/bin/sh
# trixie.sh: inside the Debian 13 root that ./dev check prepares: builds /src on Qt 6.8 and runs all tests.
set -eu

root=/src
cache=/var/cache/shimmy-manager
HOME=/root
export HOME
mkdir -p "$cache"
# shellcheck source=packaging/dev/setup.sh
. "$root/packaging/dev/setup.sh"

need_packages "$build_packages $test_packages"
update-ca-certificates > /dev/null
SHIMMY_BIN=/given/shimmy
SHIMMY_STOCK_BIN=/given/stock-shimmy
# shellcheck disable=SC2119 # without a name it means the packages of the tests
SHIMMY_MANAGER_PYTHON=$(python_path)
SHIMMY_MANAGER_GEMMA=/given/gemma.gguf
export SHIMMY_BIN SHIMMY_STOCK_BIN SHIMMY_MANAGER_PYTHON SHIMMY_MANAGER_GEMMA

build=/var/tmp/build
{
    cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG=-g0 -DSHIMMY_MANAGER_WERROR=ON \
        -DSHIMMY_MANAGER_PRECOMPILE=ON -DCMAKE_CXX_FLAGS= -DCMAKE_CXX_COMPILER_LAUNCHER=ccache \
        -DCMAKE_EXE_LINKER_FLAGS=-fuse-ld=mold && ninja -C "$build"
} > "$build.log" 2>&1 || {
    cat "$build.log" >&2
    exit 1
}
# Left out: chaos, a storm and the rate that two cores hold, and what other programs say of our output, whatever Qt's
# version is.
ctest --test-dir "$build" --output-on-failure -j $(($(nproc) + 1)) \
    -E '^(chaos|storm|availability|api_document|shimmyctl|tokenizer_peers|observability|mirror_llama)$'
