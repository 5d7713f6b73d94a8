import { compareTexts } from "../../core/casework/column-value.ts";
import type { StandingEntry } from "./standing-entry.ts";

/** The gravest value of some findings, and how many of them have it: taking one away asks for the others only then. */
export interface Highest {
  readonly value: number | null;
  readonly unit: string;
  readonly multiple: number | null;
  readonly ties: number;
}

/** The highest of two; of equal ones the count is the sum. */
export function higherOf(a: Highest | null, b: Highest | null): Highest | null {
  if (a === null || b === null) return a ?? b;
  const order = compare(a, b);
  if (order === 0) return { ...a, ties: a.ties + b.ties };
  return order > 0 ? a : b;
}

/** What a single finding has. */
export function highestOf({ value, unit, multiple }: StandingEntry): Highest {
  return { value, unit, multiple, ties: 1 };
}

/**
 * What is highest when one finding is taken away; `undefined` when it was the last one with that value, so that the
 * others must be looked at.
 */
export function withoutOne(highest: Highest, entry: StandingEntry): Highest | undefined {
  if (compare(highest, highestOf(entry)) !== 0) return highest;
  return highest.ties > 1 ? { ...highest, ties: highest.ties - 1 } : undefined;
}

/** By the multiple of the limit, then by the figure; a unit settles what is equal otherwise. */
function compare(a: Highest, b: Highest): number {
  const lowest = Number.NEGATIVE_INFINITY;
  const byMultiple = (a.multiple ?? lowest) - (b.multiple ?? lowest);
  if (a.multiple !== b.multiple) return byMultiple;
  if (a.value !== b.value) return (a.value ?? lowest) - (b.value ?? lowest);
  return compareTexts(a.unit, b.unit);
}
