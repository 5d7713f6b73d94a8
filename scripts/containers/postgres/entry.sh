#!/bin/bash
# What docker-compose.yml needs of the official image: the first start makes the database and runs the scripts, over the socket only.
set -eo pipefail
if [[ $(id -u) = 0 ]]; then
  mkdir -p "$PGDATA"
  chown postgres "$PGDATA"
  chmod 700 "$PGDATA"
  exec gosu postgres "$0" "$@"
fi
if [[ ! -s $PGDATA/PG_VERSION ]]; then
  initdb -D "$PGDATA" -U postgres --pwfile=<(echo "$POSTGRES_PASSWORD") --auth-local=trust --auth-host=scram-sha-256 -E UTF8 --locale=C >/dev/null
  echo 'host all all all scram-sha-256' >>"$PGDATA/pg_hba.conf"
  # Its lines are shown, as the official image shows them: whoever waits for the database counts them.
  pg_ctl -D "$PGDATA" -w -o "-c listen_addresses=''" start
  psql -qU postgres -c "create database $POSTGRES_DB"
  for script in /docker-entrypoint-initdb.d/*.sh; do POSTGRES_USER=postgres "$script"; done
  pg_ctl -D "$PGDATA" -w -m fast stop >/dev/null
fi
exec postgres -D "$PGDATA" -c listen_addresses='*'
