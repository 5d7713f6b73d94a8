import { Point } from "@influxdata/influxdb-client";
import type { Basis, NoiseField, ReadingOrigin, StoredReading } from "../../core/readings/reading.ts";
import type { RevisedReading } from "../../core/readings/series.ts";
import { instant, parseIso } from "../../core/time.ts";
import { numberProblem } from "./refusal.ts";

/** The measurement with the version in force of each period, and the one with those that were replaced. */
export const READING = "reading";
export const READING_VERSION = "reading_version";

const OPTIONAL_PARTS = ["converted", "min", "max", "total"] as const;
/** Stands among the parts as well: a point that is written again keeps its other fields. */
const IMPLAUSIBLE = "implausible";

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

/** What is written for a version: the one in force, and beside it the older ones that it makes or meets. */
export function readingToPoints(reading: RevisedReading): readonly Point[] {
  const { previous, overtakenBy } = reading;
  const older = previous === undefined ? [] : [olderPoint(previous)];
  if (overtakenBy === undefined) return [...older, pointInForce(reading)];
  return [...older, olderPoint(reading), pointInForce(overtakenBy)];
}

function pointInForce(reading: StoredReading): Point {
  return toPoint(READING, reading).intField("revision", reading.revision);
}

/** Here the revision is a tag, so that several older versions of one period do not overwrite each other. */
function olderPoint(reading: StoredReading): Point {
  return toPoint(READING_VERSION, reading).tag("revision", String(reading.revision));
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
    .stringField("parts", [...present, ...(reading.implausible === true ? [IMPLAUSIBLE] : [])].join(","))
    .stringField("origin", originText(reading))
    .stringField("source_order", orderText(reading))
    .timestamp(reading.at);
  for (const part of present) point.floatField(part, reading[part]);
  return point;
}

/** The same for all readings of a channel, so that it takes next to no room. */
function originText({ mn, factor, field, unit, minutes }: ReadingOrigin): string {
  return JSON.stringify([mn, factor, field ?? null, unit, minutes ?? null]);
}

function originOf(text: unknown, pollutant: string): ReadingOrigin {
  // A point of an older build has none.
  if (typeof text !== "string") return { mn: "", factor: pollutant, unit: "" };
  const [mn, factor, field, unit, minutes] = JSON.parse(text) as [string, string, NoiseField | null, string, number | null];
  return { mn, factor, unit, ...(field !== null && { field }), ...(minutes !== null && { minutes }) };
}

/** The order, how the message first came, and the digests of others that said the same; a dash for what is absent. */
function orderText({ order, arrival, digests = [] }: StoredReading): string {
  const [entry = ABSENT, digest = ABSENT] = [arrival?.entry, arrival?.digest];
  const parts = [order, entry, digest, ...digests];
  while (parts.at(-1) === ABSENT) parts.pop();
  return parts.join(" ");
}

const ABSENT = "-";

function orderOf(
  text: unknown,
  stored: { readonly seq: number; readonly receivedAt: number },
): Pick<StoredReading, "order" | "arrival" | "digests"> {
  if (typeof text !== "string") return { order: stored.receivedAt, arrival: { entry: stored.seq, digest: 0 } };
  const [order = "0", entry = ABSENT, digest = ABSENT, ...digests] = text.split(" ");
  return {
    order: Number(order),
    ...(entry !== ABSENT && { arrival: { entry: Number(entry), ...(digest !== ABSENT && { digest: Number(digest) }) } }),
    ...(digests.length > 0 && { digests: digests.map(Number) }),
  };
}

/** A row of a query: a point with its fields as columns. */
export type PointRow = Readonly<Record<string, unknown>>;

/** Reads back what `readingToPoints` wrote, from either measurement. */
export function rowToReading(row: PointRow): StoredReading {
  const at = parseIso(String(row["_time"]));
  if (at === undefined) throw new Error(`InfluxDB answered with what is no time: ${String(row["_time"])}`);
  const parts = String(row["parts"] ?? "").split(",");
  const [pollutant, seq, receivedAt] = [String(row["pollutant"]), Number(row["seq"]), Number(row["received_at"])];
  const optional = OPTIONAL_PARTS.filter((part) => parts.includes(part)).map((part) => [part, Number(row[part])]);
  return {
    outlet: String(row["outlet"]),
    pollutant,
    basis: row["basis"] as Basis,
    at,
    value: Number(row["value"]),
    flag: String(row["flag"]),
    ...originOf(row["origin"], pollutant),
    ...orderOf(row["source_order"], { seq, receivedAt }),
    seq,
    receivedAt: instant(receivedAt),
    revision: Number(row["revision"]),
    ...Object.fromEntries(optional),
    ...(parts.includes(IMPLAUSIBLE) && { implausible: true }),
  };
}
