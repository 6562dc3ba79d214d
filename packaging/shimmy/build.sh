#!/bin/sh
# Builds Shimmy from crates.io with its own lock file, for any x86-64-v3 CPU.
#
#   build.sh PREFIX     installs PREFIX/stock/shimmy and PREFIX/streaming/shimmy
#
# `streaming` is stock plus streaming.patch (the patch says why). Both come from one target directory,
# so that llama.cpp is compiled once. Needs cargo >= 1.82, a C++ compiler, cmake, clang and libclang.
# The target directory is PREFIX/target; it is removed at the end.
set -eu

version=1.8.1
here=$(cd "$(dirname "$0")" && pwd)
prefix=$1
jobs=${SHIMMY_BUILD_JOBS:-$(nproc)}

# A default build asks for the CPU it runs on; SOURCE_DATE_EPOCH without -march would drop SIMD.
if [ "$(uname -m)" = x86_64 ]; then
    export CFLAGS=-march=x86-64-v3 CXXFLAGS=-march=x86-64-v3
fi
export SOURCE_DATE_EPOCH=1

mkdir -p "$prefix/source"
prefix=$(cd "$prefix" && pwd)
cd "$prefix/source"

# cargo knows where its registry is and checks the package's checksum; ask it for the source.
mkdir -p fetch/src
: > fetch/src/lib.rs
printf '[package]\nname = "fetch"\nversion = "0.0.0"\nedition = "2021"\n[dependencies]\nshimmy = { version = "=%s", default-features = false }\n' \
    "$version" > fetch/Cargo.toml
manifest=$(cargo metadata --format-version 1 --manifest-path fetch/Cargo.toml |
    tr ',' '\n' | sed -n "s|.*\"manifest_path\":\"\(.*/shimmy-$version/Cargo.toml\)\".*|\1|p" | head -n 1)
[ -n "$manifest" ] || { echo "build.sh: cargo did not deliver shimmy $version" >&2; exit 1; }

export CARGO_TARGET_DIR="$prefix/target"
for variant in stock streaming; do
    rm -rf "$variant"
    cp -R "$(dirname "$manifest")" "$variant"
    chmod -R u+w "$variant"
    if [ "$variant" = streaming ]; then
        patch -s -d "$variant" -p1 < "$here/streaming.patch"
    fi
    (cd "$variant" && cargo build --release --locked --bin shimmy --jobs "$jobs")
    # The finished file appears by rename, so that an interrupted build never looks like a result.
    mkdir -p "$prefix/$variant"
    cp "$prefix/target/release/shimmy" "$prefix/$variant/shimmy.new"
    strip "$prefix/$variant/shimmy.new"
    mv "$prefix/$variant/shimmy.new" "$prefix/$variant/shimmy"
done
rm -rf "$prefix/target" "$prefix/source"
