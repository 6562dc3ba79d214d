# shellcheck shell=sh
# Sourced by ./dev: benchmarks. Not part of check: their figures mean nothing on a machine that does other things.

bench_packages="nginx aria2 wget curl openssl python3 python3-venv util-linux"
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

run_bench() {
    what=${1:-}
    [ $# -eq 0 ] || shift
    case $what in
    download) bench_download "$@" ;;
    *)
        say "bench what? ./dev bench download [--help]"
        exit 2
        ;;
    esac
}
