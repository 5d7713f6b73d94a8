import { DAY, HOUR, MINUTE } from "./beijing-time.ts";

/** As the queue's filter of what is due soon has it. */
const NEAR = 2 * HOUR;

/** How urgent a deadline is: past, near, or neither. */
export type Urgency = "over" | "near" | "calm";

/** At the deadline itself it is over. */
export function urgencyOf(deadline: number, now: number): Urgency {
  if (now >= deadline) return "over";
  return deadline - now < NEAR ? "near" : "calm";
}

/** What is left until a deadline, or how far it is past, in the two largest useful units. */
export interface LeftTime {
  readonly isOver: boolean;
  readonly parts: readonly { readonly unit: "day" | "hour" | "minute"; readonly count: number }[];
}

/** Whole minutes, rounded down: "0 minutes left" means less than one. At the deadline itself the time is over. */
export function leftTime(deadline: number, now: number): LeftTime {
  const isOver = now >= deadline;
  const ms = Math.abs(deadline - now);
  const days = Math.floor(ms / DAY);
  const hours = Math.floor((ms % DAY) / HOUR);
  const minutes = Math.floor((ms % HOUR) / MINUTE);
  if (days > 0) return { isOver, parts: [{ unit: "day", count: days }, ...part("hour", hours)] };
  if (hours > 0) return { isOver, parts: [{ unit: "hour", count: hours }, ...part("minute", minutes)] };
  return { isOver, parts: [{ unit: "minute", count: minutes }] };
}

function part(unit: "hour" | "minute", count: number): LeftTime["parts"] {
  return count === 0 ? [] : [{ unit, count }];
}
