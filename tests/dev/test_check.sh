#!/bin/sh
# test_check.sh ROOT: what ./dev check does where nothing can be mounted, and with a Shimmy of any name.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cache=$work/cache
root=$1
mkdir -p "$cache" "$work/bin" "$work/trixie/etc" "$work/trixie/proc" "$work/trixie/dev" "$work/trixie/sys"

# shellcheck source=packaging/dev/setup.sh
. "$root/packaging/dev/setup.sh"
# shellcheck source=packaging/dev/check.sh
. "$root/packaging/dev/check.sh"
need_packages() { :; }
trixie_root() { echo "$work/trixie"; }
gemma_path() { echo "$work/some model.gguf"; }
shimmy_path() {
    case $1 in
    streaming) echo "$work/shimmy-of-mine" ;;
    stock) echo "$work/stock-of-mine" ;;
    esac
}

fail() {
    echo "FAIL: $*" >&2
    cat "$work/log" >&2
    exit 1
}

# Where nobody may mount anything.
printf '#!/bin/sh\nexit 1\n' > "$work/bin/unshare"
chmod +x "$work/bin/unshare"
may_skip=${SHIMMY_MANAGER_ALLOW_SKIPS:-}
unset SHIMMY_MANAGER_ALLOW_SKIPS
! (PATH=$work/bin:$PATH check_on_trixie) > "$work/log" 2>&1 || fail "what is not checked counts as checked"
grep -q SHIMMY_MANAGER_ALLOW_SKIPS "$work/log" || fail "it is not said how to do without"
(PATH=$work/bin:$PATH SHIMMY_MANAGER_ALLOW_SKIPS=1 check_on_trixie) > "$work/log" 2>&1 || fail "SHIMMY_MANAGER_ALLOW_SKIPS is not heeded"
grep -q 'NOT CHECKED' "$work/log" || fail "it is not said that something is missing"
rm "$work/bin/unshare"

# The files arrive under the names that trixie.sh uses, whatever they are called. A chroot that only looks.
unshare -m true 2> /dev/null || {
    [ -n "$may_skip" ] || fail "this test needs a mount namespace: run it as root"
    exit 0
}
for name in shimmy-of-mine stock-of-mine "some model.gguf"; do
    echo "$name" > "$work/$name"
done
cat > "$work/bin/chroot" << 'END'
#!/bin/sh
for name in $(sed -n 's/.*=\(\/given\/.*\)/\1/p' "$1/src/packaging/dev/trixie.sh"); do
    cat "$1$name"
done
END
chmod +x "$work/bin/chroot"
(PATH=$work/bin:$PATH check_on_trixie) > "$work/seen" 2> "$work/log" || fail "the files cannot be mounted"
printf 'shimmy-of-mine\nstock-of-mine\nsome model.gguf\n' | cmp - "$work/seen" >> "$work/log" 2>&1 ||
    fail "trixie.sh finds other files: $(cat "$work/seen")"
