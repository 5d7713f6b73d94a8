import { DAY, fromFieldValue } from "../../format/beijing-time.ts";
import type { DeviceKey } from "./words.ts";

/**
 * What was filled in, as the fields give it: the times and days of Beijing as text, figures as text or number. Only
 * what was shown is there.
 */
export interface CommandValues {
  readonly from?: string;
  readonly to?: string;
  readonly polId?: string;
  readonly infoId?: string;
  /** Seconds or minutes of an interval. */
  readonly value?: string | number;
  readonly overTime?: string | number;
  readonly reCount?: string | number;
}

type Body = Readonly<Record<string, string | number>>;
type BodyOrProblem = { readonly ok: true; readonly body: Body } | { readonly ok: false; readonly problem: DeviceKey };

const MOST_SPAN_MS = 31 * DAY;
const FIGURES = ["value", "overTime", "reCount"] as const;

/**
 * The fields as the server takes them: times as instants, figures as numbers. A span left empty is left out; half a
 * span is a problem.
 */
export function commandBody({ from, to, polId, infoId, ...figures }: CommandValues): BodyOrProblem {
  const span = spanOf(from, to);
  if (!span.ok) return span;
  const body: Record<string, string | number> = { ...span.body };
  if (polId !== undefined) body["polId"] = polId;
  if (infoId !== undefined) body["infoId"] = infoId;
  for (const name of FIGURES) {
    const value = figures[name];
    if (value !== undefined) body[name] = Number(value);
  }
  return { ok: true, body };
}

function spanOf(from = "", to = ""): BodyOrProblem {
  if (from === "" && to === "") return { ok: true, body: {} };
  if (from === "" || to === "") return { ok: false, problem: "dev.bothTimes" };
  const span = { from: instantOf(from), to: instantOf(to) };
  if (span.from === undefined || span.to === undefined) return { ok: false, problem: "dev.order" };
  const length = Date.parse(span.to) - Date.parse(span.from);
  return length < 0 || length > MOST_SPAN_MS
    ? { ok: false, problem: "dev.order" }
    : { ok: true, body: { from: span.from, to: span.to } };
}

/** A day stands for the midnight it begins with: so days are labelled. */
function instantOf(text: string): string | undefined {
  return fromFieldValue(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00` : text);
}
