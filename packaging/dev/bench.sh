# shellcheck shell=sh
# Sourced by ./dev: benchmarks. Not part of check: their figures mean nothing on a machine that does other things.

bench_packages="nginx aria2 wget curl openssl python3 python3-venv util-linux"
proxy_bench_packages="nginx wrk python3 python3-venv util-linux iproute2"
toxiproxy_version=2.12.0

# toxiproxy_path: prints the path of toxiproxy's server, building it when it is not in the cache.
toxiproxy_path() (
    directory=$cache/toxiproxy-$toxiproxy_version
    if [ ! -x "$directory/server" ]; then
        command -v go > /dev/null || need_packages "golang-go"
        say "building toxiproxy $toxiproxy_version (one minute)"
        GOBIN=$directory go install "github.com/Shopify/toxiproxy/v2/cmd/server@v$toxiproxy_version" \
            > "$directory.log" 2>&1 || {
            tail -n 20 "$directory.log" >&2
            exit 1
        }
    fi
    echo "$directory/server"
)

bench_download() {
    need_packages "$build_packages $bench_packages"
    build release
    shimmy=$(shimmy_path streaming)
    toxiproxy=$(toxiproxy_path)
    hf=$(dirname "$(python_path)")/hf
    python3 "$root/tests/bench/download/download_bench.py" --work "$cache" \
        --shimmyd-path "$root/build/release/bin/shimmyd" --fake-hub-path "$root/build/release/bin/fake-hub" \
        --shimmy-path "$shimmy" --toxiproxy-path "$toxiproxy" --hf-path "$hf" "$@"
}

bench_mirror() {
    need_packages "$build_packages nginx curl openssl python3"
    build release
    shimmy=$(shimmy_path streaming)
    PYTHONPATH="$PYTHONPATH:$root/tests/bench/download" python3 "$root/tests/bench/mirror/mirror_bench.py" --work "$cache" \
        --shimmyd-path "$root/build/release/bin/shimmyd" --fake-hub-path "$root/build/release/bin/fake-hub" \
        --shimmy-path "$shimmy" "$@"
}

# own_network COMMAND…: in a network of its own, whose addresses 10.99.0.1 to 9 are its callers' as well: the service
# takes no more than 64 connections of one.
own_network() {
    user=$([ "$(id -u)" -eq 0 ] || echo -r)
    # shellcheck disable=SC2016,SC2086 # expanded by the inner shell; one option or none
    unshare -n $user sh -euc '
        ip link set lo up
        for last in 1 2 3 4 5 6 7 8 9; do
            ip address add "10.99.0.$last/32" dev lo
        done
        exec "$@"' sh "$@"
}

bench_proxy() {
    need_packages "$build_packages $proxy_bench_packages"
    build release
    shimmy=$(shimmy_path streaming)
    model=$(gemma_path)
    python=$(python_path "$root/tests/bench/proxy/requirements.txt")
    own_network python3 "$root/tests/bench/proxy/proxy_bench.py" \
        --work "$cache" --shimmyd-path "$root/build/release/bin/shimmyd" \
        --stub-shimmy-path "$root/build/release/bin/stub-shimmy" --fake-hub-path "$root/build/release/bin/fake-hub" \
        --shimmy-path "$shimmy" --model-path "$model" --python-path "$python" "$@"
}

bench_api() {
    need_packages "$build_packages python3 util-linux iproute2"
    build release
    own_network python3 "$root/tests/bench/api/api_bench.py" --work "$cache" \
        --shimmyd-path "$root/build/release/bin/shimmyd" --shimmy-path "$root/build/release/bin/stub-shimmy" "$@"
}

bench_gui() {
    need_packages "$build_packages xvfb xauth python3"
    build release shimmy-manager stub-shimmy
    xvfb-run -a python3 "$root/tests/bench/gui/gui_bench.py" --work "$cache" \
        --window-path "$root/build/release/bin/shimmy-manager" --shimmy-path "$root/build/release/bin/stub-shimmy" "$@"
}

run_bench() {
    what=${1:-}
    [ $# -eq 0 ] || shift
    export PYTHONPATH="$root/tests/bench" PYTHONDONTWRITEBYTECODE=1 # what all benchmarks share is in common/
    case $what in
    download) bench_download "$@" ;;
    mirror) bench_mirror "$@" ;;
    proxy) bench_proxy "$@" ;;
    api) bench_api "$@" ;;
    gui) bench_gui "$@" ;;
    *)
        say "bench what? ./dev bench api|download|gui|mirror|proxy [--help]"
        exit 2
        ;;
    esac
}
