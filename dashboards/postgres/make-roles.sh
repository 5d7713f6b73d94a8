#!/bin/bash
# Runs once, when the PostgreSQL container is set up: makes the product's role and the dashboard's, and gives them their passwords.
set -euo pipefail
: "${APP_POSTGRES_PASSWORD:?}" "${DASHBOARD_POSTGRES_PASSWORD:?}"
psql=(psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname "$POSTGRES_DB")
"${psql[@]}" --file "${ROLES_SQL:-/opt/outfall/roles.sql}"
# By the environment: arguments of a process can be read by every other.
"${psql[@]}" <<'SQL'
\getenv app APP_POSTGRES_PASSWORD
\getenv dashboard DASHBOARD_POSTGRES_PASSWORD
alter role outfall password :'app';
alter role outfall_dashboard password :'dashboard';
SQL
