import type { PeriodKey } from "../core/judging/period.ts";
import { DAY, HOUR, type Instant, MINUTE } from "../core/time.ts";
import { FIGURES } from "../limits/figures.ts";
import { endOf } from "../rules/period/watermarks.ts";
import type { Turn } from "./turn.ts";
import type { WorkingSet } from "./working-set.ts";

/** A device that said nothing for so long was away. */
const AWAY = HOUR;
/** What is kept of when a device was last heard is so coarse, so that most messages write nothing of it. */
const COARSE = 5 * MINUTE;

/** When a device last was away, as far as the judge has heard; zeros for one that never was. */
export interface Absence {
  readonly from: number;
  readonly to: number;
}

/** What is kept of when the devices were heard. */
export function countersOf(mns: readonly string[]): readonly string[] {
  return mns.flatMap((mn) => [`heard:${mn}`, `away-from:${mn}`, `away-to:${mn}`]);
}

/** True when what is kept of the device is in memory. */
export function isHeardOf(set: WorkingSet, mn: string): boolean {
  return set.peekCounter(`heard:${mn}`) !== undefined;
}

/** Notes that the device is heard now, and answers with its last absence: at once where what is kept is in memory. */
export function hear(turn: Turn, mn: string): Absence | Promise<Absence> {
  return hearKnown(turn, mn) ?? hearUnread(turn, mn);
}

async function hearUnread(turn: Turn, mn: string): Promise<Absence> {
  await turn.set.load({ counters: countersOf([mn]) });
  return hearKnown(turn, mn) as Absence;
}

function hearKnown({ set, now }: Turn, mn: string): Absence | undefined {
  const heard = set.peekCounter(`heard:${mn}`);
  const from = set.peekCounter(`away-from:${mn}`);
  const to = set.peekCounter(`away-to:${mn}`);
  if (heard === undefined || from === undefined || to === undefined) return undefined;
  if (now - heard > COARSE) set.setCounter(`heard:${mn}`, now);
  if (heard === 0 || now - heard <= AWAY) return { from, to };
  set.setCounter(`away-from:${mn}`, heard);
  set.setCounter(`away-to:${mn}`, now);
  return { from: heard, to: now };
}

/** True when hearing the device now changes nothing of what is kept, as far as that is in memory. */
export function isHeardLately({ set, now }: Pick<Turn, "set" | "now">, mn: string): boolean {
  const heard = set.peekCounter(`heard:${mn}`);
  return heard !== undefined && now - heard <= COARSE;
}

/**
 * True for a period that lay long back when it was first heard of. What a device owes from an absence counts from when
 * it came back: it could not say it sooner.
 */
export function isHistory(key: PeriodKey, now: Instant, { from, to }: Absence): boolean {
  const age = FIGURES.historyAge.value * DAY;
  const end = endOf(key);
  if (now - end <= age) return false;
  const isOwed = end > from && key.start < to;
  return !(isOwed && now - to <= age);
}
