import type { Basis, NoiseField, ReadingBeside, ReadingOrigin, StoredReading } from "../../core/readings/reading.ts";
import type { RevisedReading } from "../../core/readings/series.ts";
import { instant, parseIso } from "../../core/time.ts";
import { numberProblem } from "./refusal.ts";

/** The measurement with the version in force of each period, and the one with those that were replaced. */
export const READING = "reading";
export const READING_VERSION = "reading_version";

export const OPTIONAL_PARTS = ["converted", "min", "max", "total"] as const;
/** Stands among the parts as well: a point that is written again keeps its other fields. */
export const IMPLAUSIBLE = "implausible";

/** What was said beside the value, as a field's name and its text in line protocol. */
export function besideFields({
  rawMean,
  sampledAt,
  vendorFlag,
  backfilled,
}: ReadingBeside): readonly (readonly [string, string])[] {
  return [
    ...(rawMean === undefined ? [] : [["raw_mean", `${rawMean}`] as const]),
    ...(sampledAt === undefined ? [] : [["sampled_at", `${sampledAt}i`] as const]),
    ...(vendorFlag === undefined ? [] : [["vendor_flag", quoted(vendorFlag)] as const]),
    ...(backfilled === true ? [["backfilled", "true"] as const] : []),
  ];
}

function besideOf(row: PointRow, parts: readonly string[]): ReadingBeside {
  return {
    ...(parts.includes("raw_mean") && { rawMean: Number(row["raw_mean"]) }),
    ...(parts.includes("sampled_at") && { sampledAt: instant(Number(row["sampled_at"])) }),
    ...(parts.includes("vendor_flag") && { vendorFlag: String(row["vendor_flag"]) }),
    ...(parts.includes("backfilled") && { backfilled: true as const }),
  };
}

/** A text as a field of line protocol. */
export function quoted(text: string): string {
  return `"${text.replace(SPECIAL, "\\$&")}"`;
}

const SPECIAL = /["\\]/g;

/**
 * Letters, digits and a few marks: what a tag can carry through line protocol whatever stands next to it (a backslash
 * at its end cannot).
 */
const SAFE_TAG = /^[\p{L}\p{N}_.:-]+$/u;

/** Why InfluxDB cannot take the reading; `undefined` when it can. */
export function pointProblem(reading: RevisedReading): string | undefined {
  if (!SAFE_TAG.test(reading.outlet)) return "outlet has characters that a tag cannot carry";
  if (!SAFE_TAG.test(reading.pollutant)) return "pollutant has characters that a tag cannot carry";
  return numberProblem(reading);
}

/** The same for all readings of a channel, so that it takes next to no room. */
export function originText({ mn, factor, field, unit, minutes }: ReadingOrigin): string {
  return JSON.stringify([mn, factor, field ?? null, unit, minutes ?? null]);
}

function originOf(text: unknown, pollutant: string): ReadingOrigin {
  // A point of an older build has none.
  if (typeof text !== "string") return { mn: "", factor: pollutant, unit: "" };
  const [mn, factor, field, unit, minutes] = JSON.parse(text) as [string, string, NoiseField | null, string, number | null];
  return { mn, factor, unit, ...(field !== null && { field }), ...(minutes !== null && { minutes }) };
}

/** The order, how the message first came, and the digests of others that said the same; a dash for what is absent. */
export function orderText({ order, arrival, digests = NONE }: StoredReading): string {
  const more = digests.length === 0 ? "" : ` ${digests.join(" ")}`;
  if (arrival === undefined) return more === "" ? String(order) : `${order} ${ABSENT} ${ABSENT}${more}`;
  const digest = arrival.digest ?? (more === "" ? undefined : ABSENT);
  return digest === undefined ? `${order} ${arrival.entry}` : `${order} ${arrival.entry} ${digest}${more}`;
}

const ABSENT = "-";
const NONE: readonly number[] = [];

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

/** Reads back what `PointLines` wrote, from either measurement. */
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
    ...besideOf(row, parts),
  };
}
