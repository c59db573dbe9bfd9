#!/bin/bash
# backup.sh [DAY]: takes the backup whenever BACKUP_CRON is due, and proves the newest one by a trial restore on that day of
# the week (1 Monday … 7 Sunday, the default; 0 never). What is missed while it is down is taken at its start.
set -u
trap 'exit 0' TERM INT
while :; do
  touch /tmp/asked
  if taken=$(node build/cli.js backup create --if-due --json); then
    case $taken in
      *'"taken":true'*)
        echo "$taken"
        [ "$(date -u +%u)" = "${1:-7}" ] && node build/cli.js backup verify --restore
        ;;
    esac
  else
    echo "$taken" >&2
  fi
  sleep "${BACKUP_ASK_SECONDS:-300}" &
  wait $!
done
