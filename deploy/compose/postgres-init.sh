#!/bin/bash
# Runs once, when the database's volume is empty: the role that owns the tables and migrates (pmis_owner), the role that
# the programs use (pmis_app), and the database. The rights on tables are given by the migrations.
set -euo pipefail
: "${PMIS_OWNER_PASSWORD:?}" "${PMIS_APP_PASSWORD:?}"
psql -v ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\getenv owner_password PMIS_OWNER_PASSWORD
\getenv app_password PMIS_APP_PASSWORD
create role pmis_owner login password :'owner_password';
create role pmis_app login password :'app_password';
create database pmis owner pmis_owner;
revoke all on database pmis from public;
grant connect, temporary on database pmis to pmis_app;
\connect pmis
-- What `pmis db slow` reads.
create extension pg_stat_statements;
SQL
