# shellcheck shell=sh
# Sourced by ./dev: the container image, built without a daemon, and the main job done in it.

image_base=localhost/shimmy-manager-base:trixie
image_name=shimmy-manager:0.1.0

in_buildah() {
    buildah --storage-driver vfs "$@"
}

# The base of all stages: what the Dockerfile's debian:trixie-slim is, made by debootstrap where no registry is at hand.
make_base() {
    ! in_buildah inspect --type image "$image_base" > /dev/null 2>&1 || return 0
    say "making a Debian 13 base image (one minute)"
    base=$(mktemp -d)
    debootstrap --variant=minbase --include=ca-certificates trixie "$base" > "$cache/base.log" 2>&1 || {
        tail -n 20 "$cache/base.log" >&2
        exit 1
    }
    # A site's own certificate authorities, if it has some.
    cp /usr/local/share/ca-certificates/*.crt "$base/usr/local/share/ca-certificates/" 2> /dev/null || :
    chroot "$base" update-ca-certificates > /dev/null 2>&1
    container=$(in_buildah from scratch)
    in_buildah add --quiet "$container" "$base" / > /dev/null
    in_buildah commit --quiet --rm "$container" "$image_base" > /dev/null
    rm -rf "$base"
}

# An image with the Shimmy of the cache, so that the Dockerfile need not compile it again.
make_shimmy_stage() {
    container=$(in_buildah from scratch)
    in_buildah copy --quiet "$container" "$1" /shimmy > /dev/null
    in_buildah commit --quiet --rm "$container" localhost/shimmy-manager-shimmy > /dev/null
}

# What of the image has to be sent and stored: its layers, compressed as they are pushed.
compressed_size() (
    layers=$(mktemp -d)
    trap 'rm -rf "$layers"' EXIT
    in_buildah push --quiet "$image_name" "oci:$layers/image" > /dev/null
    echo "$(($(du -s -B 1000 --apparent-size "$layers/image" | cut -f 1) / 1000)) MB"
)

# Runs the image's entry point as a cluster would: PID 1, uid 1000, read-only root but /models.
# run_image ROOT MODELS ARGUMENTS…
run_image() {
    # shellcheck disable=SC2016 # expanded by the inner shell
    unshare -m -p -f --kill-child sh -eu -c '
        rootfs=$1 models=$2
        shift 2
        mount --bind "$rootfs" "$rootfs"
        mount --bind "$models" "$rootfs/models"
        mount -t proc proc "$rootfs/proc"
        mount --bind /dev "$rootfs/dev"
        touch "$rootfs/etc/hosts"
        mount --bind /etc/hosts "$rootfs/etc/hosts"
        mount -o remount,bind,ro "$rootfs"
        exec chroot --userspec=1000:1000 "$rootfs" /usr/bin/env -i PATH=/usr/local/bin:/usr/bin:/bin HOME=/nonexistent \
            /usr/local/bin/shimmyd "$@"
    ' sh "$@"
}

# end_image STATUS: leaves only the image behind.
end_image() {
    trap - EXIT INT TERM
    [ -z "${service:-}" ] || kill "$service" 2> /dev/null || :
    [ -z "${hub:-}" ] || kill "$hub" 2> /dev/null || :
    wait
    [ -z "${container:-}" ] || in_buildah rm "$container" > /dev/null
    rm -rf "$demo"
    exit "$1"
}

# build_image [--full]: --full compiles Shimmy inside, as a plain `docker build` does.
build_image() {
    need_packages "$build_packages $test_packages buildah debootstrap debian-archive-keyring"
    make_base
    stage=shimmy-build
    if [ "${1:-}" != --full ]; then
        make_shimmy_stage "$(shimmy_path streaming)"
        stage=localhost/shimmy-manager-shimmy
    fi
    say "building the image $image_name"
    (cd "$root" && in_buildah bud --isolation chroot --pull-never --layers --format docker -t "$image_name" \
        --build-arg "BASE=$image_base" --build-arg "SHIMMY_STAGE=$stage" .) > "$cache/image.log" 2>&1 || {
        tail -n 40 "$cache/image.log" >&2
        exit 1
    }
    say "the image has $(in_buildah images --format '{{.Size}}' "$image_name"), $(compressed_size) as a registry holds it"

    build release
    model=$(gemma_path)
    demo=$(mktemp -d)
    hub="" service="" container=""
    trap 'end_image 130' INT TERM
    trap 'end_image $?' EXIT
    container=$(in_buildah from --pull-never "$image_name")
    rootfs=$(in_buildah mount "$container")
    mkdir -p "$demo/hub/$demo_repo" "$demo/models"
    chown 1000:1000 "$demo/models"
    chmod 755 "$demo"
    ln "$model" "$demo/hub/$demo_repo/$demo_model" 2> /dev/null || cp "$model" "$demo/hub/$demo_repo/$demo_model"
    "$root/build/release/bin/fake-hub" --root "$demo/hub" --port-file "$demo/port" > "$demo/hub.log" 2>&1 &
    hub=$!
    wait_for "the Hub stand-in" test -s "$demo/port"
    port=$(free_port 8080)
    say "running it as uid 1000 on a read-only root"
    run_image "$rootfs" "$demo/models" --listen "127.0.0.1:$port" --hub "http://127.0.0.1:$(cat "$demo/port")" \
        > "$demo/shimmyd.log" 2>&1 &
    service=$!
    wait_for shimmyd curl -sf "http://127.0.0.1:$port/v1/health"
    sh "$root/packaging/test-model-download.sh" "http://127.0.0.1:$port" "$demo_repo" "$demo_model"
}
