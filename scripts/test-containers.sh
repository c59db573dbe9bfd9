#!/usr/bin/env bash
# `npm run test:containers`: test-prod-compose.sh on the Docker engine of this machine. Where none answers but the
# project's tools for one stand beside the checkout (../shared/ops, or PMIS_OPS), theirs is started and stopped again.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
ops=${PMIS_OPS:-$PWD/../shared/ops}
ours=
# Also when it takes too long and is ended.
trap '[ -z "$ours" ] || "$ops/engine.sh" stop' EXIT
trap 'exit 143' TERM INT
if ! docker info >/dev/null 2>&1 && [ -x "$ops/engine.sh" ] && [ "$(id -u)" = 0 ]; then
  eval "$("$ops/engine.sh" env)"
  if ! docker info >/dev/null 2>&1; then
    ours=1
    eval "$("$ops/engine.sh" start)"
  fi
  "$ops/make-bases.sh" node:24-bookworm-slim postgres:17 redis:7 nginx:1.27 >/dev/null || echo 'Some base images could not be made.'
fi
# Where Caddy's image cannot be pulled, Debian's program takes its place.
caddy_from_debian() {
  local folder; folder=$(mktemp -d)
  (cd "$folder" && apt-get download -qq caddy && dpkg -x caddy_*.deb . && mv usr/bin/caddy . &&
    printf 'FROM debian:bookworm-slim\nCOPY caddy /usr/bin/caddy\n' >Dockerfile && printf 'usr\n*.deb\n' >.dockerignore &&
    docker build -q -t caddy:2 .) >/dev/null 2>&1 || echo "Caddy's image could not be made."
  rm -rf "$folder"
}
if docker image inspect debian:bookworm-slim >/dev/null 2>&1 && ! docker image inspect caddy:2 >/dev/null 2>&1; then caddy_from_debian; fi
./test-prod-compose.sh "$@"
