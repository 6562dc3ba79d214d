# shellcheck shell=sh
# Sourced by ./dev: libFuzzer over the readers of what strangers send. Needs clang; the rest of the project does not.

# need_fuzzer: installs clang and the fuzzer of the same version.
need_fuzzer() {
    need_packages "$build_packages clang"
    need_packages "libclang-rt-$(clang++ -dumpversion | cut -d . -f 1)-dev"
}

# minimise TARGET WORK: keeps in WORK/found no more than reaches all that was reached.
minimise() (
    rm -rf "$2/minimised"
    mkdir -p "$2/minimised"
    "$root/build/fuzz/bin/fuzz_$1" -merge=1 -use_counters=0 -max_len=2048 \
        "$2/minimised" "$root/tests/fuzz/corpus/$1" "$2/found" > "$2/merge.log" 2>&1
    rm -rf "$2/found"
    mv "$2/minimised" "$2/found"
)

# run_fuzz [SECONDS]: all targets one after the other, SECONDS (60) together; a finding ends it with its report. What
# it found on its way is where it begins the next time.
run_fuzz() (
    seconds=${1:-60}
    need_fuzzer
    build fuzz fuzzers
    for target in gguf_header gguf_join vocabulary; do
        work=$cache/fuzz/$target
        mkdir -p "$work/found" "$work/findings"
        say "fuzzing $target for $(((seconds + 2) / 3)) s"
        "$root/build/fuzz/bin/fuzz_$target" -max_total_time=$(((seconds + 2) / 3)) -timeout=5 -rss_limit_mb=512 \
            -malloc_limit_mb=128 -max_len=4096 -print_final_stats=1 -artifact_prefix="$work/findings/" \
            "$work/found" "$root/tests/fuzz/corpus/$target" > "$work/log" 2>&1 || {
            grep -v -E '^#[0-9]+[[:space:]]+(NEW|REDUCE|pulse)' "$work/log" | tail -n 60 >&2
            say "$target failed; the input is in $work/findings: put it into tests/fuzz/corpus/$target with the repair"
            exit 1
        }
        minimise "$target" "$work"
        say "$target: $(sed -n 's/^stat::number_of_executed_units: *//p' "$work/log") executions, nothing found;" \
            "$(find "$work/found" -type f | wc -l) inputs in $work/found reach all that was reached"
    done
)
