import type { Said } from "./said.ts";
import { DAY, type Instant, MINUTE } from "./time.ts";

/** Why our own clock is not believed. */
export interface ClockDoubtCodes {
  /** It stands before the day of this build: nobody can run what was not made yet. */
  "older-than-build": { readonly now: Instant; readonly builtAt: Instant };
  /** It stands before what the journal has seen. */
  "behind-journal": { readonly now: Instant; readonly newest: Instant };
  /** It stands so far beyond what the journal has seen that a wrong clock is likelier than an absence. */
  "ahead-of-journal": { readonly now: Instant; readonly newest: Instant };
  /** `devices` of the `heard` devices agree on another time; `driftMs` is theirs minus ours. */
  "devices-disagree": {
    readonly now: Instant;
    readonly devices: number;
    readonly heard: number;
    readonly driftMs: number;
  };
}

export type ClockDoubt = Said<ClockDoubtCodes>;

/** Clocks that differ by no more say the same time. */
export const SAME_TIME = 5 * MINUTE;
/** Devices that must agree before they count as a majority. */
export const LEAST_MAJORITY = 3;
/** An absence that is longer asks for a witness before the clock is believed. */
export const LONGEST_ABSENCE = 30 * DAY;

/** What speaks for and against our clock. */
export interface ClockWitnesses {
  readonly now: Instant;
  /** No clock is right that stands before it. */
  readonly builtAt: Instant;
  /** What the clock should say by the journal, at the least; `undefined` while the journal is empty. */
  readonly believed: Instant | undefined;
  /** The clocks of the devices that were heard lately, each minus ours in milliseconds. */
  readonly drifts: readonly number[];
}

/**
 * Why our clock is the odd one out; `undefined` when it is believed. The day of the build cannot be outvoted. A
 * majority of the devices, three at the least, can say that we are wrong, and then outvotes the journal. Where there
 * are fewer, one that agrees with us, and none that does not, is enough against the journal: both witnesses are weak,
 * and an installation that was away for a month must not stay in doubt.
 */
export function clockDoubt({ now, builtAt, believed, drifts }: ClockWitnesses): ClockDoubt | undefined {
  if (now < builtAt) return { code: "older-than-build", facts: { now, builtAt } };
  const agreeing = drifts.filter((drift) => Math.abs(drift) <= SAME_TIME).length;
  const other = otherTime(drifts);
  if (other !== undefined) return { code: "devices-disagree", facts: { now, heard: drifts.length, ...other } };
  if (believed === undefined || isConfirmed(agreeing, drifts.length)) return undefined;
  if (now < believed - SAME_TIME) return { code: "behind-journal", facts: { now, newest: believed } };
  if (now > believed + LONGEST_ABSENCE) return { code: "ahead-of-journal", facts: { now, newest: believed } };
  return undefined;
}

/** The time on which more than half of the devices agree, three at the least, when it is not ours. */
function otherTime(drifts: readonly number[]): { readonly devices: number; readonly driftMs: number } | undefined {
  const driftMs = [...drifts].sort((a, b) => a - b)[Math.floor(drifts.length / 2)];
  if (driftMs === undefined || Math.abs(driftMs) <= SAME_TIME) return undefined;
  // Each of them must disagree with us as well: a cloud of clocks around the border accuses nobody.
  const devices = drifts.filter((drift) => Math.abs(drift) > SAME_TIME && Math.abs(drift - driftMs) <= SAME_TIME).length;
  return devices >= LEAST_MAJORITY && devices * 2 > drifts.length ? { devices, driftMs } : undefined;
}

function isConfirmed(agreeing: number, heard: number): boolean {
  return agreeing * 2 > heard && (agreeing >= LEAST_MAJORITY || agreeing === heard);
}
