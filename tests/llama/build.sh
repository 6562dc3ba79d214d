#!/bin/sh
# build.sh SOURCES PROGRAM: builds llama.cpp's downloader alone, of the tree in SOURCES, which takes a minute or two. Nothing of it runs a
# model, so ggml and llama are not linked: what wants them is left out as never called.
set -eu
here=$(dirname "$0")
sources=$1 program=$2
objects=$(mktemp -d)
trap 'rm -rf "$objects"' EXIT
for file in "$here/llama_hf.cpp" "$sources/common/download.cpp" "$sources/common/hf-cache.cpp" "$sources/common/common.cpp" \
    "$sources/common/log.cpp" "$sources/common/json.cpp" "$sources/vendor/cpp-httplib/httplib.cpp"; do
    g++ -std=c++17 -O0 -ffunction-sections -fdata-sections -I "$sources/common" -I "$sources/include" -I "$sources/ggml/include" \
        -I "$sources/vendor" -c "$file" -o "$objects/$(basename "$file" .cpp).o"
done
g++ "$objects"/*.o -o "$program" -pthread -Wl,--gc-sections
