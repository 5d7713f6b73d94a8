import type { FrameFaultCodes } from "../readings/reject-codes.ts";
import type { NoFacts, Said } from "../said.ts";
import type { Instant } from "../time.ts";
import type { MqttRefusalCodes } from "./mqtt-refusal.ts";

/** What a device has brought today, and what it may bring before it is read more slowly. */
export type DayBudgetFacts = {
  readonly values: number;
  readonly bytes: number;
  readonly mostValues: number;
  readonly mostBytes: number;
};

/** Why a door refused a connection or a frame, more exactly than by its `reason`. */
export interface DoorRefusalCodes extends FrameFaultCodes, MqttRefusalCodes {
  "mn-not-registered": NoFacts;
  /** A logger without an MN says what it is; empty is what it did not say. */
  "activation-waits": { readonly loggerId: string; readonly cpuId: string; readonly mac1: string; readonly mac2: string };
  "user-not-registered": NoFacts;
  "pw-other": NoFacts;
  /** Too many wrong ones of the device came before: this one was not looked at. */
  "pw-not-checked": NoFacts;
  /** Nothing was refused: it brought more than its budget and is read at that pace until the day ends. */
  "day-budget-spent": DayBudgetFacts;
  /** Nothing was refused: the disk is nearly full and this device has brought much today, so it is not read for now. */
  "disk-in-reserve": { readonly values: number; readonly bytes: number };
  "mqtt-secret-other": NoFacts;
  "certificate-other": NoFacts;
  /** A message of the external cluster, with the topic it came on. */
  "on-topic": { readonly topic: string };
}

export type DoorRefusal = Said<DoorRefusalCodes>;

/** What a door refused: refusals of one kind and one claimed device are one row, with the newest sample. */
export interface Refusal {
  readonly transport: "mqtt" | "hj212";
  /** Whom it says it is; empty when that could not be read. */
  readonly mn: string;
  readonly reason: string;
  /** What exactly was wrong with the newest one. */
  readonly detail: DoorRefusal;
  readonly address: string;
  readonly count: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  /** Its first bytes; where it is kept, passwords and keys are starred out. Empty where a door keeps none. */
  readonly sample: Uint8Array;
}

/** One thing that was refused, as the door tells it. */
export type RefusalNotice = Omit<Refusal, "count" | "firstAt" | "lastAt">;

/** Called by a door with everything that it refuses; must be quick and must not throw. */
export type OnRefused = (refusal: RefusalNotice) => void;

/** One thing that was refused, and when. */
export type NewRefusal = RefusalNotice & { readonly at: Instant };

/** How many rows of refusals are kept: those that came last. */
export const REFUSALS_KEPT = 1_000;

/** A refusal as the first of its kind. */
export function firstRefusal({ at, ...told }: NewRefusal): Refusal {
  return { ...told, count: 1, firstAt: at, lastAt: at };
}

/** Refusals of one kind as one: counts add up, and the newest says how it was. */
export function joinRefusals(before: Refusal | undefined, after: Refusal): Refusal {
  if (before === undefined) return after;
  return { ...after, count: before.count + after.count, firstAt: before.firstAt };
}

/** Refusals of one kind have the same key. */
export function refusalKey({ transport, mn, reason }: Pick<Refusal, "transport" | "mn" | "reason">): string {
  return `${transport}|${reason}|${mn}`;
}
