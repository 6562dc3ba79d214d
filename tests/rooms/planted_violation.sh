#!/bin/sh
# planted_violation.sh CMAKE SOURCE_DIR SCRATCH: the include check must refuse a copy of the tree with a wrong include.
set -eu
cmake=$1 source=$2 scratch=$3
rm -rf "$scratch"
mkdir -p "$scratch"
cp -R "$source/app" "$source/server" "$source/cmake" "$scratch/"
echo '#include "download/download.h"' >> "$scratch/app/hub/repo_id.h"
if "$cmake" "-DSOURCE_DIR=$scratch" -P "$(dirname "$0")/check_includes.cmake" 2> "$scratch/message"; then
    echo "the planted include was not found" >&2
    exit 1
fi
grep -q 'app/hub/repo_id.h' "$scratch/message"
