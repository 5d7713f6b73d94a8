import { HOUR, type Instant, MINUTE } from "../time.ts";
import type { Exchange } from "./exchange.ts";
import { ENDED_STATES } from "./exchange.ts";
import { joinRuns, type MissingRun } from "./find-gaps.ts";
import type { Gap } from "./gap.ts";

/** Which periods a device owes now, of one system code and basis. */
export interface OwedPeriods {
  readonly mn: string;
  readonly st: string | null;
  readonly basis: Gap["basis"];
  /** Length of a period in milliseconds. */
  readonly step: number;
  /** From where on anything is looked for. */
  readonly windowFrom: Instant;
  /** Outlets that miss a period, by its start. */
  readonly missing: ReadonlyMap<Instant, readonly string[]>;
}

export interface GapChanges {
  readonly changed: readonly Gap[];
  /** Ids of gaps that nobody was asked for yet and that now have another form. */
  readonly forgotten: readonly string[];
}

/** A logger answers for so many periods at once: a week of hours, a day of ten-minute means. */
const MOST_PERIODS = 168;
const MOST_ATTEMPTS = 3;

/**
 * Brings the gaps that are written down together with what is missing now. A gap whose periods have come, by whatever
 * way, is filled; one that was asked for shrinks to what is still missing; what nobody was asked for yet is joined
 * anew, so that one request serves a whole outage. A gap that leaves the window unfilled is given up.
 * @param rows all gaps of this device, system code and basis
 */
export function reconcileGaps(owed: OwedPeriods, rows: readonly Gap[], now: Instant): GapChanges {
  const attempted = rows.filter((row) => row.attempts > 0);
  const untouched = rows.filter((row) => row.attempts === 0);
  const starts = [...owed.missing.keys()].sort((a, b) => a - b);
  const uncovered = starts.filter((at) => !attempted.some((row) => row.state !== "filled" && row.from <= at && at <= row.to));
  const byStart = new Map(untouched.map((row) => [row.from, row]));
  const fresh = joinRuns(uncovered, owed.step, MOST_PERIODS).map((run) => {
    const before = byStart.get(run.from);
    return freshGap(owed, run, before ?? { id: freeId(owed, run, attempted), foundAt: now });
  });
  const freshIds = new Set(fresh.map((gap) => gap.id));
  const found = fresh.filter((gap) => !untouched.some((row) => row.id === gap.id && isSame(row, gap)));
  return {
    changed: [...attempted.flatMap((row) => settle(row, owed, now)), ...found],
    forgotten: untouched.filter((row) => !freshIds.has(row.id)).map((row) => row.id),
  };
}

function freshGap(owed: OwedPeriods, run: MissingRun, before: Pick<Gap, "id" | "foundAt">): Gap {
  const { mn, st, basis, missing } = owed;
  const { id, foundAt } = before;
  const outlets = outletsIn(missing, run);
  return { id, mn, st, basis, ...run, outlets, state: "found", attempts: 0, exchange: null, foundAt, changedAt: foundAt };
}

/**
 * A gap that has shrunk leaves its first hours behind, and these may be missing again at another outlet: the start
 * alone is no identity.
 */
function freeId({ mn, st, basis }: OwedPeriods, { from }: MissingRun, attempted: readonly Gap[]): string {
  const id = [mn, st ?? "", basis, from].join("|");
  const count = attempted.filter((row) => row.id.startsWith(id)).length;
  return count === 0 ? id : `${id}|${count}`;
}

function settle(row: Gap, owed: OwedPeriods, now: Instant): readonly Gap[] {
  if (row.state === "filled") return [];
  const left = [...owed.missing.keys()].filter((at) => row.from <= at && at <= row.to);
  if (left.length === 0) {
    const isOut = row.from < owed.windowFrom;
    if (isOut && row.state === "given-up") return [];
    return [{ ...row, state: isOut ? "given-up" : "filled", changedAt: now }];
  }
  const run = { from: Math.min(...left) as Instant, to: Math.max(...left) as Instant };
  const narrowed = { ...row, ...run, outlets: outletsIn(owed.missing, run) };
  return isSame(row, narrowed) ? [] : [narrowed];
}

function outletsIn(missing: OwedPeriods["missing"], run: MissingRun): readonly string[] {
  const outlets = new Set<string>();
  for (const [at, missed] of missing) if (run.from <= at && at <= run.to) for (const outlet of missed) outlets.add(outlet);
  return [...outlets].sort();
}

function isSame(a: Gap, b: Gap): boolean {
  return a.from === b.from && a.to === b.to && a.outlets.join() === b.outlets.join();
}

/**
 * What is to be done about an open gap: it is asked for at once, and again with growing pauses until it was asked for
 * three times in vain.
 */
export function decideOnGap(gap: Gap, exchange: Exchange | undefined, now: Instant): "ask" | "wait" | "give-up" {
  if (gap.state !== "asked") return gap.state === "found" ? "ask" : "wait";
  if (exchange !== undefined && !ENDED_STATES.includes(exchange.state)) return "wait";
  if (exchange?.state === "unsupported") return "give-up";
  const endedAt = exchange?.endedAt ?? gap.changedAt;
  if (now - endedAt < pauseAfter(gap.attempts)) return "wait";
  return gap.attempts >= MOST_ATTEMPTS ? "give-up" : "ask";
}

/** How long after the end of an exchange the device is asked again: it may have been busy, or its analyser away. */
function pauseAfter(attempts: number): number {
  if (attempts === 1) return 10 * MINUTE;
  return attempts === 2 ? HOUR : 6 * HOUR;
}
