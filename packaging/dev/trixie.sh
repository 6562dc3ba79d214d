#!/bin/sh
# trixie.sh: inside the Debian 13 root that ./dev check prepares: installs, builds with sanitizers and tests /src on
# Qt 6.8.
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
build=/var/tmp/build
cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DSHIMMY_MANAGER_WERROR=ON \
    -DCMAKE_CXX_FLAGS="-fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined" \
    -DCMAKE_CXX_COMPILER_LAUNCHER=ccache > "$build.log" 2>&1 || { cat "$build.log" >&2; exit 1; }
ninja -C "$build" > "$build.log" 2>&1 || { cat "$build.log" >&2; exit 1; }
SHIMMY_BIN=/given/shimmy
SHIMMY_STOCK_BIN=/given/stock-shimmy
SHIMMY_MANAGER_PYTHON=$(python_path)
SHIMMY_MANAGER_GEMMA=/given/gemma.gguf
export SHIMMY_BIN SHIMMY_STOCK_BIN SHIMMY_MANAGER_PYTHON SHIMMY_MANAGER_GEMMA
ctest --test-dir "$build" --output-on-failure -j "$(nproc)"
