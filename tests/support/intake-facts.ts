import type { IntakeStore, IntakeView } from "../../core/readings/intake.ts";
import type { DecodedMessage, Rejection, RejectReason } from "../../core/readings/message.ts";
import type { Reading } from "../../core/readings/reading.ts";
import { type BeijingDate, type Instant, parseIso, plus } from "../../core/time.ts";
import { byArrival, ORIGIN } from "./reading-origin.ts";

/** A working store under test: fresh and empty, with a view of it. */
export interface IntakeUnderTest {
  readonly store: IntakeStore;
  readonly view: IntakeView;
  close(): Promise<void> | void;
}

export interface IntakeFactoryOptions {
  readonly quarantineRowsPerDay?: number;
  readonly orderSlice?: number;
}

/** Makes a working store for one test. */
export type CreateIntake = (options?: IntakeFactoryOptions) => Promise<IntakeUnderTest> | IntakeUnderTest;

export const MN = "SIM410102000000000000001";
export const OTHER_MN = "SIM410102000000000000002";
export const DAY = "2026-11-23" as BeijingDate;
export const NEXT_DAY = "2026-11-24" as BeijingDate;

/** 2026-11-23 08:00 in Beijing. */
export const EIGHT = iso("2026-11-23T08:00:00+08:00");

/** The hour from eight of what `reading` makes. */
export const FROM_EIGHT = {
  outlet: "e1-DA001",
  pollutant: "a21026",
  basis: "minute",
  from: EIGHT,
  to: plus(EIGHT, 3_600_000),
} as const;

/** The instant that a text names; the text must be right. */
export function iso(text: string): Instant {
  const at = parseIso(text);
  if (at === undefined) throw new Error(`not an instant: ${text}`);
  return at;
}

/** A minute value of SO2 at eight, 35 mg/m3. */
export function reading(parts: Partial<Reading> = {}): Reading {
  return { outlet: "e1-DA001", pollutant: "a21026", basis: "minute", at: EIGHT, value: 35, flag: "N", ...ORIGIN, ...parts };
}

/** A message without content that came `seq` seconds after eight. */
export function message(seq: number, parts: Partial<DecodedMessage> = {}): DecodedMessage {
  return byArrival({
    messageId: seq,
    seq,
    receivedAt: plus(EIGHT, seq * 1000),
    transport: "mqtt",
    mn: MN,
    topic: `outfall/v1/${MN}/readings`,
    raw: new TextEncoder().encode(`raw ${seq}`),
    isControl: false,
    readings: [],
    rejections: [],
    quirks: [],
    ...parts,
  });
}

/** A rejection of a factor; different factors are different rejections. */
export function rejection(factor: string, reason: RejectReason = "unknown-factor"): Rejection {
  return { reason, detail: { code: "no-channel", facts: { factor, st: null, mn: MN } } };
}
