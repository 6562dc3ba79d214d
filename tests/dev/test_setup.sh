#!/bin/sh
# test_setup.sh ROOT: what ./dev does to get Shimmy, with a recipe and a cargo that only pretend.
set -eu

setup=$1/packaging/dev/setup.sh
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
cache=$work/cache
jobs=1
mkdir -p "$root/packaging/shimmy" "$cache" "$work/bin"
printf '#!/bin/sh\necho "cargo 1.99.0"\n' > "$work/bin/cargo"
chmod +x "$work/bin/cargo"
: > "$root/packaging/shimmy/streaming.patch"
cat > "$root/packaging/shimmy/build.sh" << 'END'
echo built >> "$(dirname "$0")/builds"
mkdir -p "$1/stock" "$1/streaming"
[ ! -e "$(dirname "$0")/fail" ] || exit 1
cp /bin/true "$1/stock/shimmy"
cp /bin/true "$1/streaming/shimmy"
END
PATH=$work/bin:$PATH
unset SHIMMY_BIN

# shellcheck source=packaging/dev/setup.sh
. "$setup"
need_packages() { :; }

fail() {
    echo "FAIL: $*" >&2
    exit 1
}

touch "$root/packaging/shimmy/fail"
! (shimmy_path stock) > "$work/path" 2> "$work/log" || fail "a failed build is no failure"
[ ! -s "$work/path" ] || fail "a failed build has a path: $(cat "$work/path")"
rm "$root/packaging/shimmy/fail"

stock=$(shimmy_path stock)
case $stock in
"$cache"/*/stock/shimmy) ;;
*) fail "Shimmy is outside the cache: $stock" ;;
esac
[ -x "$stock" ] || fail "there is no $stock"
[ -x "$(shimmy_path streaming)" ] || fail "there is no streaming Shimmy"
[ -x "$work/bin/cargo" ] || fail "the directory of cargo was touched"
[ "$(wc -l < "$root/packaging/shimmy/builds")" = 2 ] || fail "Shimmy was built again although it is in the cache"
[ "$(SHIMMY_BIN=/opt/shimmy shimmy_path streaming)" = /opt/shimmy ] || fail "SHIMMY_BIN is not heeded"
[ "$(cd /opt && SHIMMY_BIN=my/shimmy shimmy_path streaming)" = /opt/my/shimmy ] || fail "a relative SHIMMY_BIN stays so"

echo "// changed" >> "$root/packaging/shimmy/streaming.patch"
[ "$(shimmy_path stock)" != "$stock" ] || fail "another recipe gives the same Shimmy"

# Of packages that distributions call differently, the first that can be had, unless one is there.
cat > "$work/bin/apt-cache" << 'END'
#!/bin/sh
[ -e "$OFFERED/$2" ]
END
cat > "$work/bin/dpkg-query" << 'END'
#!/bin/sh
[ -e "$INSTALLED/$4" ] && echo "ii "
END
chmod +x "$work/bin/apt-cache" "$work/bin/dpkg-query"
export OFFERED="$work/offered" INSTALLED="$work/installed"
mkdir "$OFFERED" "$INSTALLED"
touch "$OFFERED/old-name"
[ "$(missing_of 'new-name|old-name')" = old-name ] || fail "the old distribution's name is not taken"
touch "$OFFERED/new-name"
[ "$(missing_of 'new-name|old-name')" = new-name ] || fail "the new distribution's name is not taken"
touch "$INSTALLED/old-name"
[ -z "$(missing_of 'new-name|old-name')" ] || fail "another one is wanted although one is installed"
[ "$(missing_of plain)" = plain ] || fail "a missing package is not named"
