#!/bin/bash
# The backup container: takes the backup whenever BACKUP_CRON is due, and proves the newest one by a trial restore on the
# day BACKUP_TRY_DAY (1 Monday … 7 Sunday; 0 never). What is missed while it is down is taken at its start.
set -u
trap 'exit 0' TERM INT
while :; do
  touch /tmp/asked
  if taken=$(node build/cli.js backup create --if-due --json); then
    case $taken in
      *'"taken":true'*)
        echo "$taken"
        [ "$(date -u +%u)" = "${BACKUP_TRY_DAY:-7}" ] && node build/cli.js backup verify --restore
        ;;
    esac
  else
    echo "$taken" >&2
  fi
  sleep "${BACKUP_ASK_SECONDS:-300}" &
  wait $!
done
