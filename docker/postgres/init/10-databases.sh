#!/usr/bin/env bash
# Makes the databases and roles of Lianxin on a PostgreSQL 17 of your own. Mounted at /docker-entrypoint-initdb.d it runs by
# itself at the first start of the official image; elsewhere run it once as a superuser, with the usual PG* variables set.
#
# One password for each role, <ROLE>_PASSWORD in capitals: GRID_REGISTRY_OWNER_PASSWORD, GRID_REGISTRY_APP_PASSWORD, ...
set -euo pipefail

databases=(grid_registry assessment micro_project event_log keys)
# In the embedded log each process appends under a role of its own; what such a role may do, the migrations say.
event_log_roles=(event_log_grid_registry event_log_assessment event_log_micro_project event_log_gateway)
export PGUSER="${PGUSER:-${POSTGRES_USER:-postgres}}"

run() { psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --dbname "$1" "${@:2}"; }

password_of() {
  local variable="${1^^}_PASSWORD"
  if [[ -z "${!variable:-}" ]]; then
    echo "$variable must be set" >&2
    exit 1
  fi
  printf '%s' "${!variable}"
}

ensure_role() {
  local password
  password="$(password_of "$1")"
  # psql takes the password from its environment: a command line is open to every account of the machine.
  run postgres --set role="$1" <<SQL
\\set password \`printenv ${1^^}_PASSWORD\`
SELECT format('CREATE ROLE %I', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \\gexec
ALTER ROLE :"role" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION PASSWORD :'password';
SQL
}

ensure_database() {
  run postgres --set database="$1" --set owner="$1_owner" --set app="$1_app" <<'SQL'
SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'owner')
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO :"app";
SQL
  run "$1" --set owner="$1_owner" --set app="$1_app" <<'SQL'
ALTER SCHEMA public OWNER TO :"owner";
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO :"app";
SQL
}

run postgres --command 'REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC'
for database in "${databases[@]}"; do
  ensure_role "${database}_owner"
  ensure_role "${database}_app"
  ensure_database "$database"
done
for role in "${event_log_roles[@]}"; do
  ensure_role "$role"
done
