import { type Instant, plus } from "../../../core/time.ts";
import type { Hj212Message } from "./hj212-message.ts";

/** Bounds of what waits for its other parts. */
export interface ReassemblyLimits {
  /** A set whose first part came longer ago is given up. */
  readonly waitMs: number;
  /** Sets that wait at the same time; above it the oldest is given up. */
  readonly sets: number;
  /** Bytes of all waiting parts; above it the oldest sets are given up. */
  readonly bytes: number;
  /** Parts of one set; more are refused. */
  readonly parts: number;
}

/** A device answers within 10 s, three times over; the rest is slack for many parts. */
export const DEFAULT_REASSEMBLY_LIMITS: ReassemblyLimits = { waitMs: 120_000, sets: 64, bytes: 256 * 1_024, parts: 100 };

/** One part of a split packet with what came in it. */
export interface ArrivedPart<T> {
  /** What all parts of one packet have in common: see `partKeyOf`. */
  readonly key: string;
  /** Counted from 1. */
  readonly number: number;
  readonly total: number;
  readonly content: T;
  readonly bytes: number;
}

interface PartSet<T> {
  readonly total: number;
  readonly startedAt: Instant;
  readonly parts: ReadonlyMap<number, T>;
  readonly bytes: number;
  readonly isComplete: boolean;
}

/** The sets that wait, and those that were complete not long ago; oldest first. */
export interface ReassemblyState<T> {
  readonly sets: ReadonlyMap<string, PartSet<T>>;
}

/** What became of a set or a part. */
export type ReassemblyEvent<T> =
  /** All parts are there, in their order. Happens once for a set. */
  | { readonly kind: "complete"; readonly key: string; readonly contents: readonly T[] }
  /** The set was given up; `missing` are the numbers that never came. */
  | {
      readonly kind: "incomplete";
      readonly key: string;
      readonly missing: readonly number[];
      readonly why: "late" | "too-many-sets" | "too-many-bytes";
    }
  /**
   * The part was there already: it is the same data again, or its correction. Its content replaces the older one while
   * the set waits.
   */
  | { readonly kind: "repeated"; readonly key: string; readonly number: number }
  /**
   * The part cannot belong to a set: its number is no count up to the total, or there are more parts than the limit.
   */
  | { readonly kind: "refused"; readonly key: string; readonly number: number };

export interface ReassemblyStep<T> {
  readonly state: ReassemblyState<T>;
  readonly events: readonly ReassemblyEvent<T>[];
}

/**
 * The key of a split packet: MN, ST, CN, DataTime and PNUM. Not QN, which differs from part to part. `undefined` for a
 * packet that is not split.
 */
export function partKeyOf({
  mn,
  st,
  cn,
  part,
  pairs,
}: Pick<Hj212Message, "mn" | "st" | "cn" | "part" | "pairs">): string | undefined {
  if (part === undefined) return undefined;
  const time = pairs.find((p) => p.factor === "" && p.field.toLowerCase() === "datatime")?.value ?? "";
  return [mn, st, cn, time, part.total].join("|");
}

/** Nothing waits. */
export function emptyReassembly<T>(): ReassemblyState<T> {
  return { sets: new Map() };
}

/**
 * Takes a part that arrived at `at`. Every part is a whole record of its own and is stored as it comes; this only tells
 * whether the packet it belongs to became whole. Parts may come in any order and more than once. Sets that are too old,
 * too many or too large are given up with what they miss, so that the state stays within `limits` whatever a device
 * sends.
 */
export function takePart<T>(
  state: ReassemblyState<T>,
  part: ArrivedPart<T>,
  { at, limits }: { readonly at: Instant; readonly limits: ReassemblyLimits },
): ReassemblyStep<T> {
  const { key, number, total } = part;
  const aged = expireParts(state, { at, limits });
  const isPossible =
    Number.isInteger(number) && Number.isInteger(total) && number >= 1 && number <= total && total <= limits.parts;
  if (!isPossible) return { state: aged.state, events: [...aged.events, { kind: "refused", key, number }] };
  const before = aged.state.sets.get(key) ?? { total, startedAt: at, parts: new Map(), bytes: 0, isComplete: false };
  const events = [...aged.events];
  if (before.isComplete || before.parts.has(number)) events.push({ kind: "repeated", key, number });
  if (before.isComplete) return { state: aged.state, events };
  const parts = new Map(before.parts).set(number, part.content);
  const sets = new Map(aged.state.sets);
  if (parts.size < total) sets.set(key, { ...before, parts, bytes: before.bytes + part.bytes });
  else {
    events.push({ kind: "complete", key, contents: Array.from({ length: total }, (_, i) => parts.get(i + 1) as T) });
    // Its contents are let go; its name stays for a while, so that a late repetition does not begin a set that never
    // ends.
    sets.set(key, { ...before, parts: new Map(), bytes: 0, isComplete: true });
  }
  return withinBounds(sets, events, limits);
}

/**
 * Gives up the sets that began more than `waitMs` before `at`. To be called now and then, for devices that fall silent.
 */
export function expireParts<T>(
  state: ReassemblyState<T>,
  { at, limits }: { readonly at: Instant; readonly limits: ReassemblyLimits },
): ReassemblyStep<T> {
  const old = [...state.sets].filter(([, set]) => plus(set.startedAt, limits.waitMs) < at);
  if (old.length === 0) return { state, events: [] };
  const sets = new Map(state.sets);
  for (const [key] of old) sets.delete(key);
  return { state: { sets }, events: old.flatMap(([key, set]) => givenUp(key, set, "late")) };
}

function withinBounds<T>(
  sets: Map<string, PartSet<T>>,
  events: ReassemblyEvent<T>[],
  limits: ReassemblyLimits,
): ReassemblyStep<T> {
  let bytes = [...sets.values()].reduce((sum, set) => sum + set.bytes, 0);
  for (const [key, set] of sets) {
    const isTooMany = sets.size > limits.sets;
    if (!isTooMany && bytes <= limits.bytes) break;
    sets.delete(key);
    bytes -= set.bytes;
    events.push(...givenUp(key, set, isTooMany ? "too-many-sets" : "too-many-bytes"));
  }
  return { state: { sets }, events };
}

function givenUp<T>(
  key: string,
  set: PartSet<T>,
  why: Extract<ReassemblyEvent<T>, { kind: "incomplete" }>["why"],
): readonly ReassemblyEvent<T>[] {
  if (set.isComplete) return [];
  const numbers = Array.from({ length: set.total }, (_, i) => i + 1);
  return [{ kind: "incomplete", key, missing: numbers.filter((n) => !set.parts.has(n)), why }];
}
