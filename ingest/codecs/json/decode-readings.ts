import { z } from "zod";
import { BASES, type Basis } from "../../../core/readings/reading.ts";
import type { RejectDetail } from "../../../core/readings/reject-codes.ts";
import type { RequestProblemCodes } from "../../../core/request-problems.ts";
import { err, ok, type Problem, type Result } from "../../../core/result.ts";
import { problemOfIssue } from "../../../core/schema-issues.ts";
import { type Instant, parseIso } from "../../../core/time.ts";

/** One value of a JSON reading; `flag` is `N` when the device states none. */
export interface JsonValue {
  readonly value: number;
  readonly flag: string;
  readonly converted?: number;
  readonly min?: number;
  readonly max?: number;
  readonly total?: number;
}

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

/** Why a payload is refused as a whole. `problems` name each place by JSON pointer. */
export interface JsonFailure {
  readonly code: "not-json" | "wrong-shape" | "too-many-readings";
  readonly detail: RejectDetail;
  readonly problems: readonly JsonProblem[];
}

/** Most readings in one message. */
export const MAX_JSON_READINGS = 500;
const MAX_ABSOLUTE = 1e15;

const quantity = z.number().min(-MAX_ABSOLUTE).max(MAX_ABSOLUTE);

const WireValue = z.strictObject({
  value: quantity,
  flag: z
    .string()
    .regex(/^[A-Za-z0-9]{1,4}$/)
    .optional(),
  converted: quantity.optional(),
  min: quantity.optional(),
  max: quantity.optional(),
  total: quantity.optional(),
});

const WireReading = z.strictObject({
  at: z.string().max(40).optional(),
  basis: z.enum(BASES),
  // Checked entry by entry: an object schema would lose a factor that is called __proto__.
  values: z.unknown(),
});

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Decodes the payload of `outfall/v1/{mn}/readings`: one object or an array of up to 500. Unknown keys are refused, so
 * that a misspelt one is not silently ignored. Failures: `not-json` (also bytes that are no UTF-8), `wrong-shape` with
 * the pointer of each problem, `too-many-readings`.
 */
export function decodeReadings(payload: Uint8Array): Result<readonly JsonReading[], JsonFailure> {
  const document = parseJson(payload);
  if (!document.ok) return document;
  const isList = Array.isArray(document.value);
  const list: readonly unknown[] = Array.isArray(document.value) ? document.value : [document.value];
  if (list.length > MAX_JSON_READINGS) {
    const facts = { count: list.length, most: MAX_JSON_READINGS };
    return err({ code: "too-many-readings", detail: { code: "too-many-readings", facts }, problems: [] });
  }
  const problems: JsonProblem[] = [];
  const readings = list.map((item, i) => readingOf(item, isList ? `/${i}` : "", problems));
  const [first] = problems;
  if (first === undefined) return ok(readings.filter((r) => r !== undefined));
  const { pointer, ...problem } = first;
  return err({ code: "wrong-shape", detail: { code: "payload-shape", facts: { pointer, problem } }, problems });
}

function parseJson(payload: Uint8Array): Result<unknown, JsonFailure> {
  try {
    return ok(JSON.parse(UTF8.decode(payload)));
  } catch (cause) {
    const technical = (cause as Error).message;
    return err({ code: "not-json", detail: { code: "not-json", facts: { technical } }, problems: [] });
  }
}

function readingOf(item: unknown, pointer: string, problems: JsonProblem[]): JsonReading | undefined {
  const parsed = WireReading.safeParse(item);
  if (!parsed.success) {
    addProblems(parsed.error.issues, pointer, problems);
    return undefined;
  }
  const { at, basis, values } = parsed.data;
  return { time: timeOf(at), basis, values: valuesOf(values, `${pointer}/values`, problems) };
}

function timeOf(at: string | undefined): JsonTime {
  if (at === undefined || at === "") return { state: "missing" };
  const moment = parseIso(at);
  return moment === undefined ? { state: "impossible", text: at } : { state: "given", at: moment };
}

function valuesOf(values: unknown, pointer: string, problems: JsonProblem[]): ReadonlyMap<string, JsonValue> {
  const found = new Map<string, JsonValue>();
  if (typeof values !== "object" || values === null || Array.isArray(values)) {
    problems.push({ pointer, code: "wrong-type", facts: { expected: "object" } });
    return found;
  }
  for (const [factor, value] of Object.entries(values)) {
    const parsed = WireValue.safeParse(value);
    if (parsed.success) found.set(factor, withoutGaps(parsed.data));
    else addProblems(parsed.error.issues, `${pointer}/${escaped(factor)}`, problems);
  }
  return found;
}

function withoutGaps({ value, flag = "N", converted, min, max, total }: z.infer<typeof WireValue>): JsonValue {
  return {
    value,
    flag,
    ...(converted !== undefined && { converted }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(total !== undefined && { total }),
  };
}

function addProblems(issues: readonly z.core.$ZodIssue[], pointer: string, problems: JsonProblem[]): void {
  const at = (...path: readonly PropertyKey[]): string => [pointer, ...path.map((p) => escaped(String(p)))].join("/");
  for (const issue of issues) {
    if (issue.code !== "unrecognized_keys") problems.push({ pointer: at(...issue.path), ...problemOfIssue(issue) });
    else
      for (const field of issue.keys)
        problems.push({ pointer: at(...issue.path, field), code: "unknown-field", facts: { field } });
  }
}

/** A key as RFC 6901 writes it in a pointer. */
function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
