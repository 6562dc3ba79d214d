#!/bin/sh
# planted_link.sh CMAKE SOURCE_DIR SCRATCH: CMake must refuse a copy of the tree in which a room links another one
# against the arrows, directly or through a third, and take the tree as it is.
set -eu
cmake=$1 source=$2 scratch=$3
rm -rf "$scratch"
mkdir -p "$scratch"
cp -R "$source/app" "$source/server" "$source/gui" "$source/cmake" "$source/CMakeLists.txt" "$scratch/"

configure() {
    "$cmake" -S "$scratch" -B "$scratch/build" -G Ninja -DSHIMMY_MANAGER_TESTS=OFF > "$scratch/message" 2>&1
}

# plant FILE LINE WHAT: with LINE at the end of FILE, CMake must stop and name WHAT.
plant() {
    cp "$scratch/$1" "$scratch/kept"
    echo "$2" >> "$scratch/$1"
    if configure; then
        echo "in $1, '$2' was not found" >&2
        exit 1
    fi
    tr -s ' \n' '  ' < "$scratch/message" | grep -q "$3" || {
        cat "$scratch/message" >&2
        exit 1
    }
    cp "$scratch/kept" "$scratch/$1"
}

configure || {
    cat "$scratch/message" >&2
    exit 1
}
plant server/http/CMakeLists.txt 'target_link_libraries(room_http PRIVATE room_store)' 'room_http links room_store'
plant app/shimmy/CMakeLists.txt 'target_link_libraries(room_shimmy PUBLIC room_download)' 'room_shimmy links room_download'
plant server/CMakeLists.txt 'target_link_libraries(shimmyd PRIVATE room_cli)' 'shimmyd links room_cli'
plant app/cli/CMakeLists.txt 'target_link_libraries(shimmyctl PRIVATE room_shimmy)' 'shimmyctl links room_shimmy'
plant gui/browse/CMakeLists.txt 'target_link_libraries(room_browse PRIVATE room_embedded)' 'room_browse links room_embedded'
configure
