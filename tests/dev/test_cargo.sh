#!/bin/sh
# test_cargo.sh ROOT: which cargo ./dev finds or installs, on machines whose packages only pretend.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cache=$work/cache
mkdir -p "$cache" "$work/bin"

# A package manager that knows the packages of $work/available, "NAME VERSION" each, once its lists were fetched.
cat > "$work/bin/apt-get" << END
#!/bin/sh
echo "\$*" >> $work/calls
case " \$* " in
*" update "*) touch $work/lists ;;
*" install "*)
    for name; do
        version=\$(sed -n "s/^\$name 1\.\([0-9]*\).*/\1/p" $work/available)
        case \$name in
        cargo) directory=$work/bin ;;
        cargo-web) directory=$work/lib/rust-web/bin ;;
        cargo-*) directory=$work/lib/rust-\${name#cargo-}/bin ;;
        *) continue ;;
        esac
        mkdir -p "\$directory"
        printf '#!/bin/sh\necho "cargo 1.%s.0"\n' "\$version" > "\$directory/cargo"
        chmod +x "\$directory/cargo"
    done
    ;;
esac
END
cat > "$work/bin/apt-cache" << END
#!/bin/sh
[ -e $work/lists ] || exit 100
for name; do :; done
case \$1 in
pkgnames) sed -n "s/^\(\$name[^ ]*\) .*/\1/p" $work/available ;;
show) sed -n "s/^\$name \(.*\)/Version: \1/p" $work/available ;;
esac
END
printf '#!/bin/sh\nexit 1\n' > "$work/bin/dpkg-query"
chmod +x "$work/bin/apt-get" "$work/bin/apt-cache" "$work/bin/dpkg-query"

# shellcheck source=packaging/dev/setup.sh
. "$1/packaging/dev/setup.sh"
export rust_prefix="$work/lib"

fail() {
    echo "FAIL: $*" >&2
    exit 1
}

# machine INSTALLED PACKAGES…: a cargo of version INSTALLED, nothing else, and no lists of packages.
machine() {
    rm -rf "${work:?}/lib" "$work/lists" "$work/calls"
    touch "$work/calls"
    printf '#!/bin/sh\necho "cargo %s"\n' "$1" > "$work/bin/cargo"
    chmod +x "$work/bin/cargo"
    shift
    printf '%s\n' "$@" > "$work/available"
}

# chosen: prints the cargo that is first on the PATH afterwards.
chosen() (
    PATH=$work/bin:$PATH
    need_cargo > "$work/log" 2>&1 || exit 1
    command -v cargo
)

machine 1.99.0 "cargo 1.85.0"
[ "$(chosen)" = "$work/bin/cargo" ] || fail "a cargo that is there is not used"
[ ! -s "$work/calls" ] || fail "something was installed beside a cargo that is there: $(cat "$work/calls")"

machine 1.66.0 "cargo 0.66.0" "cargo-web 1.96.0+dfsg1-1~deb12u2"
[ "$(chosen)" = "$work/lib/rust-web/bin/cargo" ] || fail "as on Debian 12 without lists: $(cat "$work/log")"

machine 1.66.0 "cargo 1.85.0+dfsg3-1" "cargo-web 1.96.0"
[ "$(chosen)" = "$work/bin/cargo" ] || fail "as on Debian 13: $(cat "$work/log")"
grep -q ' cargo rustc$' "$work/calls" || fail "rustc is not installed with it: $(cat "$work/calls")"

for version in 82 83 85 91; do
    machine 1.75.0 "cargo 1.75.0" "cargo-1.97-doc 1.97.1" "cargo-1.80 1.80.1" "cargo-1.$version 1.$version.0+dfsg0ubuntu1-0ubuntu0.24.04.1"
    [ "$(chosen)" = "$work/lib/rust-1.$version/bin/cargo" ] || fail "as on Ubuntu with cargo-1.$version: $(cat "$work/log")"
done

machine 1.66.0 "cargo 1.75.0" "cargo-1.80 1.80.1"
! chosen || fail "a cargo that is too old is taken"
grep -q SHIMMY_BIN "$work/log" || fail "it is not said what to do: $(cat "$work/log")"
