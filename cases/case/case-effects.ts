import type { CaseworkReader, Effects } from "../../core/casework/subject.ts";
import { beijingDate, type Instant } from "../../core/time.ts";
import { CASES } from "./case-collection.ts";
import type { CaseDecision } from "./case-decision.ts";

/** A running number that may be given to a case. */
export interface RunningNumber {
  /** The counter that it is of: division and year, `410199-2026`. */
  readonly key: string;
  readonly year: string;
  readonly next: number;
}

/** The number that the next case of a division would get. */
export async function nextNumber(division: string, now: Instant, reader: CaseworkReader): Promise<RunningNumber> {
  const year = beijingDate(now).slice(0, 4);
  const key = `${division}-${year}`;
  return { key, year, next: (await reader.counter(key)) + 1 };
}

/** A decision in the form that the judge applies; `number` is the one that was offered. */
export function toEffects(decision: CaseDecision, number?: RunningNumber): Effects {
  return { id: decision.next.id, ...effectsOf([decision], number) };
}

/** Decisions about several cases; those that open one take the offered number and those after it. */
export function effectsOf(decisions: readonly CaseDecision[], number?: RunningNumber): Omit<Effects, "id" | "judgeAgain"> {
  const used = decisions.filter((d) => d.usedNumber).length;
  return {
    writes: decisions.map((d) => ({ collection: CASES, row: d.next })),
    timeline: decisions.flatMap((d) => d.timeline),
    deadlines: decisions.flatMap((d) => d.deadlines),
    cleared: decisions.flatMap((d) => d.cleared),
    counters: used > 0 && number !== undefined ? { [number.key]: number.next + used - 1 } : {},
  };
}
