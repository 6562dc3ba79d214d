#!/bin/sh
# test-model-download.sh [URL [REPO FILE]]: does the main job against a running shimmyd, in the six steps of the guide
# of the service that it replaces. Needs curl. Ends with 0 only if every step did what it must.
set -eu

url=${1:-http://localhost:8080}
repo=${2:-bartowski/Llama-3.2-1B-Instruct-GGUF}
file=${3:-Llama-3.2-1B-Instruct-Q4_K_M.gguf}
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

fail() {
    echo "FAILED: $*" >&2
    [ ! -s "$answer" ] || sed 's/^/  /' "$answer" >&2
    exit 1
}

# step NUMBER NAME PATTERN CURL-ARGUMENTS: the answer must be a 200 that contains PATTERN.
step() {
    number=$1 name=$2 pattern=$3
    shift 3
    status=$(curl -sS -o "$answer" -w '%{http_code}' "$@") || fail "step $number, $name: no answer"
    [ "$status" = 200 ] || fail "step $number, $name: status $status"
    grep -q -E "$pattern" "$answer" || fail "step $number, $name: nothing in it matches $pattern"
    echo "$number. $name: ok"
}

step 1 "service status" '"status" *: *"running"' "$url/"
step 2 "health" '"status" *: *"ok"' "$url/v1/health"
step 3 "models before" '"object" *: *"list"' "$url/v1/models"
step 4 "pull $repo/$file" '"status" *: *"complete"' -N --max-time 3600 "$url/v1/api/pull" \
    -H 'Content-Type: application/json' -d "{\"model\": \"$repo\", \"filename\": \"$file\"}"
model=$(sed -n 's/.*"model_id" *: *"\([^"]*\)".*/\1/p' "$answer" | tail -n 1)
[ -n "$model" ] || fail "step 4: the last line names no model"
step 5 "models after" "\"id\" *: *\"$model\"" "$url/v1/models"
step 6 "generate with $model" '"response" *: *"[^"]' "$url/v1/generate" \
    -H 'Content-Type: application/json' -d "{\"model\": \"$model\", \"prompt\": \"The sea is\\n\", \"max_tokens\": 20}"
printf '   %s\n' "$(sed -n 's/.*"response" *: *\(".*"\).*/\1/p' "$answer")"
echo "all six steps passed"
