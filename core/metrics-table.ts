/**
 * What the product counts and measures: the one table from which `/metrics`, `docs/metrics.md` and alert rules are
 * made.
 */

export interface MetricRow {
  /** A counter only grows while its role runs; a gauge goes up and down. */
  readonly kind: "counter" | "gauge";
  /** What the label `kind` says; none where one number is all there is. */
  readonly label?: string;
  readonly help: string;
}

/**
 * Names end in their unit (`_total`, `_bytes`, `_seconds`) or name what is counted; `/metrics` writes them with the
 * prefix `outfall_`.
 */
export const METRICS = {
  clock_in_doubt: { kind: "gauge", help: "1 while our own clock is not believed, else 0" },
  clock_leaps_total: { kind: "counter", help: "Times our own clock leapt by more than five minutes, forwards or back" },
  device_commands_total: {
    kind: "counter",
    label: "final state of the command",
    help: "Commands to devices that have ended",
  },
  device_moves_total: { kind: "counter", help: "Times a device was heard from another address than before" },
  device_notices_total: { kind: "counter", label: "what was noticed", help: "Leads about devices that doors gave to the judge" },
  disk_free_bytes: { kind: "gauge", help: "Free bytes of the disk of the data directory" },
  event_loop_delay_max_seconds: {
    kind: "gauge",
    help: "Longest time within the last second in which the role's thread did nothing else",
  },
  external_connected: { kind: "gauge", help: "1 while the external MQTT cluster is connected, else 0" },
  external_connects_total: { kind: "counter", help: "Connections made to the external MQTT cluster" },
  external_journalled_total: { kind: "counter", help: "Messages of the external cluster that the journal has on the disk" },
  external_paused_total: { kind: "counter", help: "Pauses of the external reader while the journal was busy" },
  external_received_total: { kind: "counter", help: "Messages received from the external cluster" },
  external_refused_total: { kind: "counter", label: "reason", help: "Messages of the external cluster that were refused" },
  forward_lag_entries: { kind: "gauge", label: "upstream", help: "Journal entries that an upstream platform is behind" },
  forward_unsendable_total: {
    kind: "counter",
    label: "upstream",
    help: "Readings that no frame can carry to the upstream platform",
  },
  forwarded_frames_total: { kind: "counter", label: "upstream", help: "Frames that have arrived at the upstream platform" },
  gaps_total: { kind: "counter", label: "new state of the gap", help: "Changes of gaps in uploads, being asked for left out" },
  hj212_closed_total: { kind: "counter", label: "reason", help: "HJ 212 connections that the listener closed" },
  hj212_connections: { kind: "gauge", help: "Open HJ 212 connections" },
  hj212_frames_total: { kind: "counter", help: "HJ 212 frames of known devices that were accepted" },
  hj212_junk_bytes_total: { kind: "counter", help: "Bytes outside frames" },
  hj212_packets_incomplete_total: { kind: "counter", help: "Packets of several frames of which a part never came" },
  hj212_refused_connections_total: {
    kind: "counter",
    label: "reason",
    help: "HJ 212 connections that were refused when they opened",
  },
  hj212_rejected_total: { kind: "counter", label: "reason", help: "HJ 212 frames that were refused and not acknowledged" },
  hj212_slowed_total: { kind: "counter", label: "reason", help: "Times an HJ 212 connection was read more slowly" },
  http_closed_total: {
    kind: "counter",
    label: "reason",
    help: "HTTP connections that were refused when they opened, or closed for answers that nobody reads",
  },
  http_reads_refused_total: {
    kind: "counter",
    help: "Reads that were refused, since their account had too many without an answer",
  },
  http_reads_waiting: { kind: "gauge", help: "Reads that wait for their turn" },
  journal_pending_bytes: { kind: "gauge", help: "Bytes that wait for the disk" },
  messages_total: { kind: "counter", label: "outcome", help: "Messages that the intake has settled" },
  mqtt_connections: { kind: "gauge", help: "Open MQTT connections" },
  mqtt_devices: { kind: "gauge", help: "Devices that are online over MQTT" },
  mqtt_journalled_total: { kind: "counter", help: "MQTT messages that the journal has on the disk" },
  mqtt_paused_total: { kind: "counter", label: "cause", help: "Times an MQTT connection was not read for a while" },
  mqtt_presence_total: { kind: "counter", label: "online or offline", help: "Changes of a device's presence over MQTT" },
  mqtt_received_total: { kind: "counter", help: "MQTT messages received from devices" },
  mqtt_refused_total: {
    kind: "counter",
    label: "reason",
    help: "MQTT connections, publishes and subscriptions that were refused",
  },
  mqtt_retain_cleared_total: { kind: "counter", help: "MQTT messages whose retain flag was cleared" },
  mqtt_sessions: { kind: "gauge", help: "MQTT sessions that are kept, with or without a connection" },
  offered_again_total: {
    kind: "counter",
    help: "Rejected messages that were offered again by themselves, since they no longer lie in our future",
  },
  quirks_total: { kind: "counter", label: "quirk", help: "Departures from the protocol that were read nevertheless" },
  rejections_total: { kind: "counter", label: "reason", help: "Messages and values that were rejected into quarantine" },
  shipped_readings_total: { kind: "counter", help: "Versions of readings that InfluxDB has taken" },
  shipper_lag_entries: { kind: "gauge", help: "Entries of the working store that InfluxDB is behind" },
  shipper_refused_total: {
    kind: "counter",
    label: "content, retention or type",
    help: "Readings that InfluxDB refused for good; none of them counts as shipped",
  },
} as const satisfies Readonly<Record<string, MetricRow>>;

type NamesOf<Kind extends MetricRow["kind"]> = {
  [Name in keyof typeof METRICS]: (typeof METRICS)[Name]["kind"] extends Kind ? Name : never;
}[keyof typeof METRICS];

export type CounterName = NamesOf<"counter">;
export type GaugeName = NamesOf<"gauge">;
export type MetricName = CounterName | GaugeName;
