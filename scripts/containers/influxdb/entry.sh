#!/bin/bash
# What docker-compose.yml needs of the official image: the first start sets up on another port and runs the scripts, then serves on 8086.
set -eo pipefail
data=/var/lib/influxdb2
if [[ $(id -u) = 0 ]]; then
  chown influxdb $data
  find /etc/influxdb2 -exec chown influxdb {} +
  exec gosu influxdb "$0" "$@"
fi
flags=(--reporting-disabled --bolt-path=$data/influxd.bolt --sqlite-path=$data/influxd.sqlite --engine-path=$data/engine)
if [[ ! -f $data/influxd.bolt ]]; then
  export INFLUX_HOST=http://127.0.0.1:9999
  influxd --http-bind-address=127.0.0.1:9999 "${flags[@]}" >/dev/null &
  server=$!
  for _ in $(seq 300); do influx ping >/dev/null 2>&1 && break; sleep .2; done
  set_up=$(jq -n '{username: env.DOCKER_INFLUXDB_INIT_USERNAME, password: env.DOCKER_INFLUXDB_INIT_PASSWORD,
    org: env.DOCKER_INFLUXDB_INIT_ORG, bucket: env.DOCKER_INFLUXDB_INIT_BUCKET, token: env.DOCKER_INFLUXDB_INIT_ADMIN_TOKEN}')
  made=$(curl -sf "$INFLUX_HOST/api/v2/setup" -d "$set_up")
  DOCKER_INFLUXDB_INIT_BUCKET_ID=$(jq -r .bucket.id <<<"$made")
  DOCKER_INFLUXDB_INIT_ORG_ID=$(jq -r .org.id <<<"$made")
  export DOCKER_INFLUXDB_INIT_BUCKET_ID DOCKER_INFLUXDB_INIT_ORG_ID
  for script in /docker-entrypoint-initdb.d/*.sh; do "$script"; done
  kill $server
  wait $server || true
fi
exec influxd "${flags[@]}"
