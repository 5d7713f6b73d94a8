import { beijingDateTime, HOUR } from "../../format/beijing-time.ts";
import type { declarationWords } from "./words.ts";

/** The whole hours that a declared window holds: rules judge hours; those of Beijing begin where those of UTC do. */
export interface WholeHours {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** True when the window begins or ends within an hour. */
  readonly hasParts: boolean;
}

export function wholeHours(from: number, to: number): WholeHours {
  const first = Math.ceil(from / HOUR) * HOUR;
  const end = Math.floor(to / HOUR) * HOUR;
  return { from: first, to: end, count: Math.max(0, (end - first) / HOUR), hasParts: first !== from || end !== to };
}

type Say = (key: keyof typeof declarationWords, facts?: Readonly<Record<string, string | number>>) => string;

/** What the form says of a window: which hours it holds, and what of those of which it holds a part. */
export function wholeHoursText(from: number, to: number, say: Say): string {
  const { count, hasParts, ...span } = wholeHours(from, to);
  const [first, end] = [beijingDateTime(span.from), beijingDateTime(span.to)];
  const held = count === 0 ? say("decl.hoursNone") : say("decl.hoursHeld", { from: first, to: end, n: count });
  return hasParts && count > 0 ? `${held}${say("decl.hoursParts")}` : held;
}
