#!/bin/sh
# planted_type.sh CMAKE SOURCE_DIR SCRATCH: the check of names must refuse a copy of the tree with a type that is there.
set -eu
cmake=$1 source=$2 scratch=$3
rm -rf "$scratch"
mkdir -p "$scratch"
cp -R "$source/app" "$source/server" "$source/gui" "$scratch/"
echo 'struct RepoFacts { };' >> "$scratch/app/client/job.h"
if "$cmake" "-DSOURCE_DIR=$scratch" -P "$(dirname "$0")/check_type_names.cmake" 2> "$scratch/message"; then
    echo "the planted type was not found" >&2
    exit 1
fi
grep -q 'RepoFacts' "$scratch/message"
