# shellcheck shell=sh
# Sourced by ./dev: shimmyd is killed and loses its disk's power, many times.

# run_chaos [KILLS]: the long form; the count goes to the test by CHAOS_KILLS, the seed by CHAOS_SEED.
run_chaos() {
    CHAOS_KILLS=${1:-200}
    export CHAOS_KILLS
    need_packages "$build_packages $test_packages"
    build debug
    SHIMMY_BIN=$(shimmy_path streaming)
    export SHIMMY_BIN
    "$root/build/debug/bin/test_chaos"
}
