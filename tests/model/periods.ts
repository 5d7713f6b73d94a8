import type { SaidValue } from "./history.ts";

/** One saying of a value, with the message it came in. */
export interface Saying extends SaidValue {
  /** When it came, by the clock of the journal. */
  readonly at: number;
  /** Which event of the history brought it. */
  readonly entry: number;
  readonly sent?: number;
  /** The bytes of the message. */
  readonly bytes: string;
}

/** A content with the last place that its source gave it. */
interface Content extends SaidValue {
  readonly order: number;
  readonly entry: number;
  /** The messages without an order of their own that said it. */
  readonly messages: ReadonlySet<string>;
}

type Contents = ReadonlyMap<string, Content>;

/** What is known of a period: its own means, its minutes by their start, and when it was first heard of. */
export interface Known {
  readonly start: number;
  readonly heardAt: number;
  readonly own: Contents;
  readonly minutes: ReadonlyMap<number, Contents>;
  /** Something came after the second watermark that only disputes. */
  readonly isDisputed: boolean;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BEIJING = 8 * HOUR;

/** Midnight in Beijing before the moment. */
export function midnightOf(at: number): number {
  return Math.floor((at + BEIJING) / DAY) * DAY - BEIJING;
}

/** Until when data of the day may be marked: noon of the next one. */
export function noonAfter(start: number): number {
  return midnightOf(start) + DAY + 12 * HOUR;
}

/** From then on only another value counts: that noon, or a day after a period was first heard of that came later. */
export function lastMarkAt({ start, heardAt }: Known): number {
  return heardAt < noonAfter(start) ? noonAfter(start) : heardAt + DAY;
}

/** The period after one more saying of its own mean, or of a minute value that begins at `minute`. */
export function heard(known: Known | undefined, start: number, saying: Saying, minute?: number): Known {
  const before = known ?? { start, heardAt: saying.at, own: new Map(), minutes: new Map(), isDisputed: false };
  const isLate = saying.at >= lastMarkAt(before);
  return minute === undefined ? heardOwn(before, saying, isLate) : heardMinute(before, saying, minute, isLate);
}

function heardOwn(before: Known, saying: Saying, isLate: boolean): Known {
  const own = withSaying(before.own, saying);
  const [was, is] = [inForce(before.own), inForce(own)];
  const isChange = was !== undefined && is !== undefined && keyOf(was) !== keyOf(is);
  const isSameValue = was?.value === is?.value && was?.converted === is?.converted;
  const isMark = isChange && (!isUsable(is) || (!isUsable(was) && isSameValue));
  return isLate && isMark ? { ...before, isDisputed: true } : { ...before, own };
}

function heardMinute(before: Known, saying: Saying, minute: number, isLate: boolean): Known {
  const was = before.minutes.get(minute);
  const is = withSaying(was ?? new Map(), saying);
  const isOther = was === undefined || keyOf(inForce(was) as Content) !== keyOf(inForce(is) as Content);
  if (isLate && isOther && before.own.size > 0) return { ...before, isDisputed: true };
  return { ...before, minutes: new Map([...before.minutes, [minute, is]]) };
}

function withSaying(contents: Contents, saying: Saying): Contents {
  const { at, entry, sent, bytes, ...value } = saying;
  // A source that is more than a day ahead of us states no order.
  const isStated = sent !== undefined && sent <= at + DAY;
  const known = contents.get(keyOf(value));
  if (!isStated && known?.messages.has(bytes)) return contents;
  const place = { order: isStated ? sent : at, entry };
  const isLater =
    known === undefined || place.order > known.order || (!isStated && place.order === known.order && place.entry > known.entry);
  const messages = new Set([...(known?.messages ?? []), ...(isStated ? [] : [bytes])]);
  const next = { ...value, ...(isLater ? place : { order: known.order, entry: known.entry }), messages };
  return new Map([...contents, [keyOf(value), next]]);
}

function keyOf({ value, flag, converted, total }: SaidValue): string {
  return JSON.stringify([value, flag, converted ?? null, total ?? null]);
}

/** What its source said last; of one moment what came later; of one message the greater. */
export function inForce(contents: Contents): Content | undefined {
  return [...contents.values()].sort(newestFirst)[0];
}

function newestFirst(a: Content, b: Content): number {
  const figures = (one: Content) => [one.order, one.entry, one.value, one.converted ?? -1e99, one.total ?? -1e99];
  const [left, right] = [figures(a), figures(b)];
  for (const [i, figure] of left.entries()) {
    const other = right[i] as number;
    if (figure !== other) return other - figure;
  }
  return a.flag < b.flag ? 1 : -1;
}

/** Flags with which a value counts. */
export function isUsable({ flag }: SaidValue): boolean {
  return flag === "N" || flag === "3";
}

/** Numbers that loggers write where there is no value, of those in the histories. */
export function isNoMeasurement({ value }: SaidValue): boolean {
  return value === -9999 || value === 6553.5;
}
