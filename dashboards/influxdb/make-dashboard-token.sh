#!/bin/bash
# Runs once, when the InfluxDB container is set up: makes the token with which Grafana reads, and nothing but reads, the bucket. Everybody
# who may look at a dashboard may send Flux of his own through it, and Flux can write and delete.
set -euo pipefail
umask 022
folder=/etc/influxdb2/dashboard
influx auth create --description "dashboard (read only)" --org "$DOCKER_INFLUXDB_INIT_ORG" \
  --read-bucket "$DOCKER_INFLUXDB_INIT_BUCKET_ID" --hide-headers | cut -f 3 | tr -d '\n' >"$folder/token.new"
# Something else in that column must stop the set-up here, not show up as an empty dashboard.
grep -Eq '^[A-Za-z0-9_=-]{40,}$' "$folder/token.new"
mv "$folder/token.new" "$folder/token"
