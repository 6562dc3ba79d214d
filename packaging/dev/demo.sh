# shellcheck shell=sh
# Sourced by ./dev: the main job, with a local stand-in for the Hub and a small real model.

demo_model="gemma-3-270m-q4_k_m.gguf"
demo_repo="ggml-org/gemma-3-270m-GGUF"

# free_port FIRST: FIRST if nobody listens there, else some free port.
free_port() {
    python3 - "$1" <<'END'
import socket, sys
for port in (int(sys.argv[1]), 0):
    with socket.socket() as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            s.bind(("0.0.0.0", port))
        except OSError:
            continue
        print(s.getsockname()[1])
        break
END
}

# end_demo STATUS: leaves nothing behind.
end_demo() {
    trap - EXIT INT TERM
    [ -z "${service:-}" ] || kill "$service" 2> /dev/null || :
    [ -z "${hub:-}" ] || kill "$hub" 2> /dev/null || :
    wait
    rm -rf "$demo"
    exit "$1"
}

# wait_for WHAT COMMAND…: until COMMAND succeeds, at most 30 s.
wait_for() {
    what=$1
    shift
    tries=0
    until "$@" > /dev/null 2>&1; do
        tries=$((tries + 1))
        [ "$tries" -lt 300 ] || {
            say "$what did not come up"
            cat "$demo"/*.log >&2
            exit 1
        }
        sleep 0.1
    done
}

run_demo() {
    once=${1:-}
    need_packages "$build_packages $test_packages"
    model=$(gemma_path)
    build release shimmyd shimmyctl fake-hub
    shimmy=$(shimmy_path streaming)
    bin=$root/build/release/bin

    demo=$(mktemp -d)
    hub="" service=""
    trap 'end_demo 130' INT TERM
    trap 'end_demo $?' EXIT
    mkdir -p "$demo/hub/$demo_repo" "$demo/models"
    ln "$model" "$demo/hub/$demo_repo/$demo_model" 2> /dev/null || cp "$model" "$demo/hub/$demo_repo/$demo_model"
    say "starting a stand-in for the Hub that offers $demo_repo"
    "$bin/fake-hub" --root "$demo/hub" --port-file "$demo/port" > "$demo/hub.log" 2>&1 &
    hub=$!
    wait_for "the Hub stand-in" test -s "$demo/port"

    port=$(free_port 8080)
    [ "$port" = 8080 ] || say "port 8080 is taken, using $port"
    say "starting shimmyd on port $port"
    "$bin/shimmyd" --listen "0.0.0.0:$port" --models "$demo/models" --shimmy "$shimmy" \
        --hub "http://127.0.0.1:$(cat "$demo/port")" > "$demo/shimmyd.log" 2>&1 &
    service=$!
    wait_for shimmyd curl -sf "http://127.0.0.1:$port/v1/health"

    say "pulling $demo_repo:Q4_K_M"
    "$bin/shimmyctl" --server "http://127.0.0.1:$port" pull "$demo_repo:Q4_K_M" > "$demo/model"
    model=$(cat "$demo/model")
    prompt="The three largest oceans of the world are"
    say "asking it to go on from: $prompt"
    "$bin/shimmyctl" --server "http://127.0.0.1:$port" run "$model" --raw --max-tokens 24 --temperature 0 "$prompt"
    [ "$once" != --once ] || return 0
    cat >&2 <<END
dev: the service runs on until Ctrl-C. Try:
  curl localhost:$port/v1/models
  curl localhost:$port/v1/generate -H 'Content-Type: application/json' \\
    -d '{"model": "$model", "prompt": "The sea is", "max_tokens": 20}'
END
    wait "$service"
}
