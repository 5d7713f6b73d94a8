import type { NoFacts, Said } from "../said.ts";
import type { TagCode } from "./tagged-span.ts";

/** Why a rule says what it says of a period, and why a finding changed. */
export interface ReasonFacts {
  /** The value breaks the limit. */
  "limit-exceeded": NoFacts;
  /** The value keeps the limit. */
  "within-limit": NoFacts;
  /** The flag of the hour mean says that its data are not usable. */
  "flagged-data": { readonly flag: string };
  /** A tag says that the data of the period are not used. */
  "tagged-data": { readonly tag: TagCode };
  /** The value lies outside the range of its channel, or is what loggers write where there is none. */
  "implausible-value": NoFacts;
  /** The device says that the value is above its range: of the mean, or of so many minutes (`null` for the mean). */
  "flagged-over-range": { readonly minutes: number | null };
  /** A concentration below zero. */
  "negative-value": NoFacts;
  "too-few-minutes": { readonly valid: number; readonly required: number };
  "too-few-hours": { readonly valid: number; readonly required: number };
  /** Too few minutes are valid, and the mean that they give breaks a limit. */
  "above-limit-but-too-few": { readonly valid: number; readonly required: number };
  /** The mean is above a row of the law that may not judge. */
  "above-unconfirmed-limit": NoFacts;
  /** So many hours in a row have one value. */
  "constant-value": { readonly hours: number };
  /** Nothing is discharged, and yet another measurement says that the plant runs. */
  "zero-while-running": NoFacts;
  /** A part of something is more than the whole of it: ammonia than all nitrogen. */
  "more-than-the-whole": { readonly whole: string };
  /** A load was discharged in an hour in which no water ran. */
  "load-without-flow": NoFacts;
  /** The limit was broken more often in the period than is allowed. */
  "broken-too-often": { readonly times: number; readonly allowed: number };
  /** So many hours of the day are exceeded, more than a few. */
  "exceeded-for-long": { readonly hours: number; readonly few: number };
  /** In so many hours of a half-month the value hardly moved. */
  "hardly-moves": { readonly hours: number };
  /** So often the value changed suddenly in a half-month and stood still afterwards. */
  "changed-suddenly": { readonly times: number };
  /** So many of the hours of production of a half-month lie close under the limit. */
  "near-its-limit": { readonly near: number; readonly hours: number };
  /** The mean of the nights of a half-month is more than so many percent above that of the days. */
  "higher-at-night": { readonly above: number };
  /** In so many hours of a half-month the oxygen is that of air, while other measurements say that gas is burnt. */
  "oxygen-of-air": { readonly hours: number };
  /** So many days of a half-month have the same values as another one. */
  "days-repeated": { readonly days: number };
  /** The mean was foreseen to pass its limit; the rest of the period may have `allowed` in the mean. */
  "mean-foreseen": {
    readonly isUnavoidable: boolean;
    readonly minutesLeft: number;
    readonly allowed: number;
    readonly unit: string;
  };
  /** The mean did not pass its limit after all. */
  "not-as-foreseen": NoFacts;
  /** Nothing of the kind that the rule looks for. */
  "nothing-found": NoFacts;
  /** Marks against an exceedance came after the time in which data may be marked. */
  "marked-too-late": { readonly flag: string | null; readonly tag?: TagCode };
  /** A door saw so many wrong passwords of the device in the hour. */
  "password-guessed": { readonly times: number };
  /** The device spoke from two addresses in turn. */
  "addresses-in-turn": NoFacts;
  /** The limit asks for the converted value, and it cannot be computed. */
  "no-usable-oxygen": NoFacts;
  "unit-mismatch": { readonly unit: string; readonly limitUnit: string };
  /** Consent to the emission was given before it began. */
  consented: NoFacts;
  /** A declaration waits for its answer. */
  pending: NoFacts;
  /** No declaration covers the emission. */
  unreported: NoFacts;
  /** This rule holds no more: the declarations say `consented` now. */
  "now-consented": NoFacts;
  "now-pending": NoFacts;
  "now-unreported": NoFacts;
  "now-against-refusal": NoFacts;
  "now-accident": NoFacts;
  "now-beyond-consent": NoFacts;
  "now-late-report": NoFacts;
  /** It was refused before the emission began. */
  "against-refusal": NoFacts;
  /** An accident that was reported in time. */
  accident: NoFacts;
  /** A consent nearly covers it. */
  "beyond-consent": NoFacts;
  "late-report": NoFacts;
  /** An order of a heavy-pollution day for the enterprise is in force. */
  controlled: NoFacts;
  "not-controlled": NoFacts;
  "bypass-open": NoFacts;
  "bypass-closed": NoFacts;
  /** The time in which the data could be marked is over, and the verdict stands. */
  "time-for-marking-over": NoFacts;
  /** Marks against it came after the time in which the data could be marked. */
  disputed: NoFacts;
  /** The value is the same, but it keeps the limit that applies now. */
  "limit-changed": NoFacts;
  /** No limit applies to the period any more. */
  "no-limit": NoFacts;
}

/** A reason as it is stored and compared. */
export type Reason = Said<ReasonFacts>;
