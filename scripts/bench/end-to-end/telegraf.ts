import { spawn, spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { InfluxServer } from "../../harness/influx-server.ts";
import { freshDirectory, ownChild } from "../../harness/left-behind.ts";

/** What `scripts/get-server telegraf` built; `undefined` when it was not called. */
export function telegrafProgram(): string | undefined {
  const path = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "outfall-tools", "telegraf");
  return existsSync(path) ? path : undefined;
}

export function telegrafVersion(program: string): string | undefined {
  return /Telegraf (\S+)/.exec(spawnSync(program, ["--version"], { encoding: "utf8" }).stdout ?? "")?.[1];
}

/**
 * Reads what devices publish at the broker with a persistent session and writes it to InfluxDB: one point a value, as
 * we do, uncompressed as ours on the way to the same machine. A message counts as taken once its point is written.
 */
export function startTelegraf(program: string, broker: number, influx: InfluxServer): ReturnType<typeof spawn> {
  const file = join(freshDirectory("telegraf"), "telegraf.conf");
  writeFileSync(file, configuration(broker, influx));
  return ownChild(spawn(program, ["--config", file, "--quiet"], { stdio: ["ignore", "ignore", "inherit"] }));
}

function configuration(broker: number, { url, token, org, bucket }: InfluxServer): string {
  return `
[agent]
  interval = "1s"
  flush_interval = "200ms"
  metric_batch_size = 5000
  metric_buffer_limit = 100000
  omit_hostname = true
[[inputs.mqtt_consumer]]
  servers = ["tcp://127.0.0.1:${broker}"]
  topics = ["outfall/v1/+/readings"]
  qos = 1
  persistent_session = true
  client_id = "telegraf"
  max_undelivered_messages = 20000
  topic_tag = "topic"
  data_format = "json_v2"
  [[inputs.mqtt_consumer.json_v2]]
    measurement_name = "readings"
    timestamp_path = "at"
    timestamp_format = "2006-01-02T15:04:05Z07:00"
    [[inputs.mqtt_consumer.json_v2.tag]]
      path = "basis"
    [[inputs.mqtt_consumer.json_v2.tag]]
      path = "values.a21026.flag"
      rename = "flag"
    [[inputs.mqtt_consumer.json_v2.field]]
      path = "values.a21026.value"
      rename = "value"
      type = "float"
[[outputs.influxdb_v2]]
  urls = ["${url}"]
  token = "${token}"
  organization = "${org}"
  bucket = "${bucket}"
  content_encoding = "identity"
`;
}
