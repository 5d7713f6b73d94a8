import { Point } from "@influxdata/influxdb-client";
import type { Basis, StoredReading } from "../../core/readings/reading.ts";
import type { RevisedReading } from "../../core/readings/series.ts";
import { instant, parseIso } from "../../core/time.ts";
import { numberProblem } from "./refusal.ts";

/** The measurement with the version in force of each period, and the one with those that were replaced. */
export const READING = "reading";
export const READING_VERSION = "reading_version";

const OPTIONAL_PARTS = ["converted", "min", "max", "total"] as const;

/**
 * Letters, digits and a few marks: what a tag can carry through line protocol whatever stands next to it (a backslash
 * at its end cannot).
 */
const SAFE_TAG = /^[\p{L}\p{N}_.:-]+$/u;

/** Why InfluxDB cannot take the reading; `undefined` when it can. */
export function pointProblem(reading: RevisedReading): string | undefined {
  const { outlet, pollutant } = reading;
  const wrong = Object.entries({ outlet, pollutant }).find(([, tag]) => !SAFE_TAG.test(tag));
  return wrong ? `${wrong[0]} has characters that a tag cannot carry` : numberProblem(reading);
}

/** What is written for a version: itself as the one in force, and the version it replaced as an older one. */
export function readingToPoints(reading: RevisedReading): readonly Point[] {
  const inForce = toPoint(READING, reading).intField("revision", reading.revision);
  if (reading.previous === undefined) return [inForce];
  // Here the revision is a tag, so that several older versions of one period do not overwrite each other.
  return [toPoint(READING_VERSION, reading.previous).tag("revision", String(reading.previous.revision)), inForce];
}

function toPoint(measurement: string, reading: StoredReading): Point {
  const present = OPTIONAL_PARTS.filter((part) => reading[part] !== undefined);
  const point = new Point(measurement)
    .tag("outlet", reading.outlet)
    .tag("pollutant", reading.pollutant)
    .tag("basis", reading.basis)
    .floatField("value", reading.value)
    .stringField("flag", reading.flag)
    .intField("seq", reading.seq)
    .intField("received_at", reading.receivedAt)
    // A point that is written again keeps the fields that the new one does not have: this one says which of them still
    // count.
    .stringField("parts", present.join(","))
    .timestamp(reading.at);
  for (const part of present) point.floatField(part, reading[part]);
  return point;
}

/** A row of a query: a point with its fields as columns. */
export type PointRow = Readonly<Record<string, unknown>>;

/** Reads back what `readingToPoints` wrote, from either measurement. */
export function rowToReading(row: PointRow): StoredReading {
  const at = parseIso(String(row["_time"]));
  if (at === undefined) throw new Error(`InfluxDB answered with what is no time: ${String(row["_time"])}`);
  const parts = String(row["parts"] ?? "").split(",");
  const optional = OPTIONAL_PARTS.filter((part) => parts.includes(part)).map((part) => [part, Number(row[part])]);
  return {
    outlet: String(row["outlet"]),
    pollutant: String(row["pollutant"]),
    basis: row["basis"] as Basis,
    at,
    value: Number(row["value"]),
    flag: String(row["flag"]),
    seq: Number(row["seq"]),
    receivedAt: instant(Number(row["received_at"])),
    revision: Number(row["revision"]),
    ...Object.fromEntries(optional),
  };
}
