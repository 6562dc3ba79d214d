# shellcheck shell=sh
# Sourced by ./dev: what CI asks for beside the tests.

check_packages="desktop-file-utils appstream clang-format clang-tidy git debootstrap debian-archive-keyring shellcheck"

# With sanitizers: what strangers reach, what ends at any time, and what Qt's version decides.
sanitized_tests="head_parser http_answers host_rule exchange file_sender http_server http_smuggling http_limits http_bodies
http_departures http_fuzz http_turns shimmy_call generation_gate supervisor switch instances part_file gguf_header gguf_join vocabulary"

# With --full: also the service as a whole, and the window. It takes longer than CI has.
more_sanitized_tests="json transfer_parts tokenizer chat_template api_keys hub_browser pull pull_faults pull_split departures
shimmy_faults shutdown delete mirror keys inference storm"

sources() {
    (cd "$root" && git ls-files --cached --others --exclude-standard '*.cpp' '*.h')
}

format_sources() {
    need_packages "clang-format git"
    (cd "$root" && sources | xargs clang-format -i)
}

# The parts of ./dev are read through it, as -x follows them.
check_scripts() {
    (cd "$root" && git ls-files --cached --others --exclude-standard '*.sh' .ci/run dev |
        grep -v -E '^packaging/dev/(bench|chaos|check|demo|fuzz|image|setup)\.sh$' | xargs shellcheck -x)
}

# run_checks [--full]
run_checks() {
    tests=$sanitized_tests targets=fake-shimmy
    if [ "${1:-}" = --full ]; then
        window_tests=$(sed -n 's/^add_gui_test(\(gui_[a-z_]*\) .*/\1/p' "$root/tests/gui/CMakeLists.txt")
        tests="$tests $more_sanitized_tests $window_tests" targets="fake-shimmy shimmyd shimmyctl fake-hub"
    fi
    need_packages "$build_packages $check_packages"
    say "checking the formatting"
    (cd "$root" && sources | xargs clang-format --dry-run -Werror)
    say "checking the shell scripts"
    check_scripts
    say "checking what a desktop reads of the window"
    desktop-file-validate "$root"/packaging/desktop/*.desktop
    appstreamcli validate --no-net "$root"/packaging/desktop/*.metainfo.xml > /dev/null
    build debug
    say "running clang-tidy (some minutes)"
    # Tests are read by the compiler's warnings; tidy is for what ships.
    # shellcheck disable=SC2046 # a list of files
    (cd "$root" && python3 packaging/dev/tidy.py build/debug "$cache/tidy" "$jobs" \
        $(git ls-files --cached --others --exclude-standard 'app/*.cpp' 'server/*.cpp' | grep -v qt_front_68))
    run_fuzz 60
    say "running tests with AddressSanitizer and UndefinedBehaviorSanitizer"
    # shellcheck disable=SC2046 # a list of targets
    run_tests asan "$targets $(for name in $tests; do echo "test_$name"; done)" \
        --no-tests=error -R "^($(echo "$tests" | tr -s ' \n' '|'))\$"
    check_on_trixie
}

# trixie_root: prints the path of a Debian 13 root with what the build and the tests need.
trixie_root() (
    directory=$cache/trixie
    if [ ! -x "$directory/usr/bin/apt-get" ]; then
        need_packages "$check_packages"
        say "making a Debian 13 root (one minute)"
        rm -rf "$directory.new"
        debootstrap --variant=minbase trixie "$directory.new" > "$directory.log" 2>&1 || {
            tail -n 20 "$directory.log" >&2
            exit 1
        }
        mv "$directory.new" "$directory"
    fi
    echo "$directory"
)

# The build and all tests on Qt 6.8. Mounts are made in a mount namespace, so none is left whatever happens.
check_on_trixie() {
    if ! unshare -m true 2> /dev/null; then
        say "NOT CHECKED on Qt 6.8: this machine lets nobody mount anything"
        [ -n "${SHIMMY_MANAGER_ALLOW_SKIPS:-}" ] || {
            say "set SHIMMY_MANAGER_ALLOW_SKIPS=1 if that is to be enough"
            exit 1
        }
        return 0
    fi
    trixie=$(trixie_root)
    shimmy=$(shimmy_path streaming)
    stock=$(shimmy_path stock)
    gemma=$(gemma_path)
    say "building and testing on Qt 6.8 in a Debian 13 root"
    cp /etc/resolv.conf "$trixie/etc/resolv.conf"
    for file in /etc/pip.conf "${HOME:-}/.config/pip/pip.conf"; do
        [ ! -f "$file" ] || cp "$file" "$trixie/etc/pip.conf"
    done
    # What this machine trusts beside Debian's authorities, a company's proxy for one.
    mkdir -p "$trixie/usr/local/share/ca-certificates"
    for file in /usr/local/share/ca-certificates/*.crt; do
        [ ! -f "$file" ] || cp "$file" "$trixie/usr/local/share/ca-certificates/"
    done
    # Each file is mounted under a name that trixie.sh knows, whatever it is called here.
    mkdir -p "$trixie/src" "$trixie/given"
    touch "$trixie/given/shimmy" "$trixie/given/stock-shimmy" "$trixie/given/gemma.gguf"
    # shellcheck disable=SC2016 # expanded by the inner shell
    unshare -m sh -eu -c '
        trixie=$1
        mount --bind "$trixie" "$trixie" # a test makes a mount namespace of its own, which wants / to be a mount
        mount --bind "$2" "$trixie/src"
        mount --bind "$3" "$trixie/given/shimmy"
        mount --bind "$4" "$trixie/given/stock-shimmy"
        mount --bind "$5" "$trixie/given/gemma.gguf"
        mount -t proc proc "$trixie/proc"
        mount --rbind /dev "$trixie/dev"
        mount --rbind /sys "$trixie/sys" # a test breaks a file system of its own through it
        chroot "$trixie" sh -eu /src/packaging/dev/trixie.sh
    ' sh "$trixie" "$root" "$shimmy" "$stock" "$gemma"
}
