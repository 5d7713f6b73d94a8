import { z } from "zod";
import { isPossibleFlag } from "../../../core/readings/data-flag.ts";
import { BASES, type Basis } from "../../../core/readings/reading.ts";
import type { RejectDetail } from "../../../core/readings/reject-codes.ts";
import type { RequestProblemCodes } from "../../../core/request-problems.ts";
import { err, ok, type Problem, type Result } from "../../../core/result.ts";
import { problemOfIssue } from "../../../core/schema-issues.ts";
import { type Instant, parseIso } from "../../../core/time.ts";
import type { JsonValue } from "./json-value.ts";
import { MAX_ABSOLUTE, plainReading, plainValue } from "./plain-readings.ts";

/**
 * When the reading was taken, or the start of its period. A time that names no moment concerns this reading only, not
 * its neighbours.
 */
export type JsonTime =
  | { readonly state: "given"; readonly at: Instant }
  | { readonly state: "missing" }
  | { readonly state: "impossible"; readonly text: string };

/** One object of a `…/readings` message. */
export interface JsonReading {
  readonly time: JsonTime;
  readonly basis: Basis;
  /** When the source sent it: orders corrections that arrive out of order. */
  readonly sent?: Instant;
  readonly values: ReadonlyMap<string, JsonValue>;
}

type JsonProblem = Problem<RequestProblemCodes>;

/** A part of the payload that is not taken, while its neighbours are. */
export interface JsonFault {
  readonly reason: "wrong-shape" | "not-a-number" | "wrong-flag";
  readonly problem: JsonProblem;
}

/** What a payload says, and which parts of it could not be taken. */
export interface JsonReadings {
  readonly readings: readonly JsonReading[];
  readonly faults: readonly JsonFault[];
}

/** Why a payload is refused as a whole. */
export interface JsonFailure {
  readonly code: "not-json" | "too-many-readings";
  readonly detail: RejectDetail;
}

/** Most readings in one message. */
export const MAX_JSON_READINGS = 500;

const quantity = z.number().min(-MAX_ABSOLUTE).max(MAX_ABSOLUTE);
/** Writers that know no absent fields write `null`: it says as little. */
const part = quantity.nullish();

const WireValue = z.strictObject({
  value: quantity,
  flag: z.string().refine(isPossibleFlag).nullish(),
  converted: part,
  min: part,
  max: part,
  total: part,
});

/** The parts of a value without which it still is one. */
const OPTIONAL_PARTS: ReadonlySet<PropertyKey> = new Set(["converted", "min", "max", "total"]);

const WireReading = z.strictObject({
  at: z.string().max(40).nullish(),
  basis: z.enum(BASES),
  sent: z.unknown().optional(),
  // Checked entry by entry: an object schema would lose a factor that is called __proto__.
  values: z.unknown(),
});

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Decodes the payload of `outfall/v1/{mn}/readings`: one object or an array of up to 500. What is wrong with one
 * reading, one value or one part of a value costs only that and becomes a fault with its pointer. A value with an
 * unknown key is not taken, so that a misspelt one is not silently ignored. Failures: `not-json` (also bytes that are
 * no UTF-8), `too-many-readings`.
 */
export function decodeReadings(payload: Uint8Array): Result<JsonReadings, JsonFailure> {
  const document = parseJson(payload);
  if (!document.ok) return document;
  const isList = Array.isArray(document.value);
  const list: readonly unknown[] = Array.isArray(document.value) ? document.value : [document.value];
  if (list.length > MAX_JSON_READINGS) {
    const facts = { count: list.length, most: MAX_JSON_READINGS };
    return err({ code: "too-many-readings", detail: { code: "too-many-readings", facts } });
  }
  const faults: JsonFault[] = [];
  const readings = list.map((item, i) => readingOf(item, isList ? `/${i}` : "", faults));
  return ok({ readings: readings.filter((r) => r !== undefined), faults });
}

function parseJson(payload: Uint8Array): Result<unknown, JsonFailure> {
  try {
    return ok(JSON.parse(UTF8.decode(payload)));
  } catch (cause) {
    const technical = (cause as Error).message;
    return err({ code: "not-json", detail: { code: "not-json", facts: { technical } } });
  }
}

function readingOf(item: unknown, pointer: string, faults: JsonFault[]): JsonReading | undefined {
  const parsed = plainReading(item) ?? checkedReading(item, pointer, faults);
  if (parsed === undefined) return undefined;
  const { at, basis, values } = parsed;
  const sent = sentOf(parsed.sent, `${pointer}/sent`, faults);
  const reading = { time: timeOf(at ?? undefined), basis, values: valuesOf(values, pointer, faults) };
  return sent === undefined ? reading : { ...reading, sent };
}

function checkedReading(item: unknown, pointer: string, faults: JsonFault[]): z.infer<typeof WireReading> | undefined {
  const parsed = WireReading.safeParse(item);
  if (!parsed.success) addFaults(parsed.error.issues, pointer, faults);
  return parsed.data;
}

function timeOf(at: string | undefined): JsonTime {
  if (at === undefined || at === "") return { state: "missing" };
  const moment = parseIso(at);
  return moment === undefined ? { state: "impossible", text: at } : { state: "given", at: moment };
}

/** Without it the values are ordered by their arrival, so one that names no moment costs no value. */
function sentOf(sent: unknown, pointer: string, faults: JsonFault[]): Instant | undefined {
  if (sent === undefined || sent === null) return undefined;
  const moment = typeof sent === "string" ? parseIso(sent) : undefined;
  if (moment === undefined) faults.push({ reason: "wrong-shape", problem: { pointer, code: "not-a-time", facts: {} } });
  return moment;
}

function valuesOf(values: unknown, pointer: string, faults: JsonFault[]): ReadonlyMap<string, JsonValue> {
  const found = new Map<string, JsonValue>();
  if (typeof values !== "object" || values === null || Array.isArray(values)) {
    faults.push({
      reason: "wrong-shape",
      problem: { pointer: `${pointer}/values`, code: "wrong-type", facts: { expected: "object" } },
    });
    return found;
  }
  for (const factor of Object.keys(values)) {
    const said = (values as Readonly<Record<string, unknown>>)[factor];
    const value = plainValue(said) ?? checkedValue(said, `${pointer}/values/${escaped(factor)}`, faults);
    if (value !== undefined) found.set(factor, value);
  }
  return found;
}

/** The value, without the optional parts that are wrong; `undefined` when it is none. */
function checkedValue(said: unknown, pointer: string, faults: JsonFault[]): JsonValue | undefined {
  const parsed = WireValue.safeParse(said);
  if (parsed.success) return withoutGaps(parsed.data);
  const { issues } = parsed.error;
  addFaults(issues, pointer, faults);
  const wrong = issues.map((issue) => issue.path[0]);
  if (!wrong.every((name) => name !== undefined && OPTIONAL_PARTS.has(name))) return undefined;
  const rest = Object.fromEntries(Object.entries(said as object).filter(([name]) => !wrong.includes(name)));
  return withoutGaps(WireValue.parse(rest));
}

function withoutGaps({ value, flag, converted, min, max, total }: z.infer<typeof WireValue>): JsonValue {
  return {
    value,
    flag: flag ?? "N",
    ...(isGiven(converted) && { converted }),
    ...(isGiven(min) && { min }),
    ...(isGiven(max) && { max }),
    ...(isGiven(total) && { total }),
  };
}

function isGiven(part: number | null | undefined): part is number {
  return part !== undefined && part !== null;
}

function addFaults(issues: readonly z.core.$ZodIssue[], pointer: string, faults: JsonFault[]): void {
  const at = (...path: readonly PropertyKey[]): string => [pointer, ...path.map((p) => escaped(String(p)))].join("/");
  for (const issue of issues) {
    if (issue.code !== "unrecognized_keys") {
      const problem = { pointer: at(...issue.path), ...problemOfIssue(issue) };
      faults.push({ reason: reasonAt(issue.path.at(-1)), problem });
    } else
      for (const field of issue.keys) {
        const problem = { pointer: at(...issue.path, field), code: "unknown-field", facts: { field } } as const;
        faults.push({ reason: "wrong-shape", problem });
      }
  }
}

function reasonAt(field: PropertyKey | undefined): JsonFault["reason"] {
  if (field === "flag") return "wrong-flag";
  return field === "value" || (field !== undefined && OPTIONAL_PARTS.has(field)) ? "not-a-number" : "wrong-shape";
}

/** A key as RFC 6901 writes it in a pointer. */
function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
