# shellcheck shell=sh
# Sourced by ./dev: the container image.

build_image() {
    say "not here yet"
    exit 1
}
