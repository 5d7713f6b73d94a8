import type { Said } from "../said.ts";
import type { BeijingDate, Instant, Period } from "../time.ts";
import type { AppliedLimit } from "./applied-limit.ts";
import type { DataValidity } from "./period.ts";
import type { TagCode } from "./tagged-span.ts";

/**
 * How an emission stood with the bureau when it began: the rows of the table of C4, the one that is looked at first
 * first.
 */
export const STANDINGS = [
  "consented",
  "against-refusal",
  "accident",
  "pending",
  "beyond-consent",
  "late-report",
  "unreported",
] as const;

export type Standing = (typeof STANDINGS)[number];

/** A value as measured that is to be converted, in the unit of the limit. */
interface Measured {
  readonly value: number;
  readonly unit: string;
}

/**
 * The steps of the way to a verdict, each with what it started from and what came out. `law` is the document that asks
 * for the step, as quoted.
 */
export interface StepFacts {
  /** The mean that is judged, how many versions of it came, and the journal entry it stands in. */
  received: {
    readonly period: Period;
    readonly value: number;
    readonly unit: string;
    readonly flag: string;
    readonly versions: number;
    readonly seq: number;
  };
  /** The logger sent no mean of the hour: ours is made of the valid minutes, up to the journal entry named. */
  "mean-of-minutes": { readonly period: Period; readonly value: number; readonly unit: string; readonly seq: number };
  /** The logger sent no mean of the day: ours is made of its valid hours, weighted with the flow where it is water. */
  "mean-of-hours": {
    readonly period: Period;
    readonly value: number;
    readonly unit: string;
    readonly hours: number;
    readonly isWeighted: boolean;
  };
  /** How many hours of the day are valid; `null` where no hour is known and the day's own flag decides alone. */
  "valid-hours": {
    readonly flag: string;
    readonly hours: number | null;
    readonly required: number;
    readonly validity: DataValidity;
    readonly law: string;
  };
  /** Whether the hour may be judged. `validMinutes` is `null` without minute data. */
  validity: {
    readonly flag: string;
    readonly validMinutes: number | null;
    readonly required: number;
    readonly validity: DataValidity;
    readonly law: string;
  };
  /** A tag lies on the period, and its data are not used. */
  tagged: { readonly tag: TagCode; readonly from: Instant; readonly to: Instant; readonly law: string };
  /** A limit that was in force in the period. `strictest` where there are several and this is the strictest. */
  limit: { readonly limit: AppliedLimit; readonly validTo: BeijingDate | null; readonly strictest: boolean };
  /** The value is written in the unit of the limit: a matter of powers of ten. */
  "unit-shift": { readonly value: number; readonly unit: string; readonly shifted: number; readonly limitUnit: string };
  /** The values are in a unit that does not measure what the limit's does: nothing is compared. */
  "unit-mismatch": { readonly unit: string; readonly limit: AppliedLimit };
  /** The device sent its own converted value, and that one is used. */
  "converted-by-device": Measured & { readonly converted: number };
  /**
   * Oxygen contents are volume percents. `high` is the oxygen from which the result is doubtful, where the measured one
   * reaches it.
   */
  converted: Measured & {
    readonly converted: number;
    readonly oxygen: number;
    readonly reference: number;
    readonly air: number;
    readonly high: number | null;
    readonly law: string;
  };
  /** There is no valid hour mean of oxygen. */
  "no-oxygen": Measured & { readonly air: number; readonly law: string };
  /** The limit does not say to which oxygen content values are converted. */
  "no-reference-oxygen": Measured & { readonly air: number; readonly law: string };
  /** The oxygen content is that of air or above, or negative. */
  "oxygen-unusable": Measured & {
    readonly oxygen: number;
    readonly reference: number;
    readonly air: number;
    readonly law: string;
  };
  /** The limit asks for the value rounded to the decimals that it is written with. */
  rounded: Measured & { readonly rounded: number; readonly decimals: number };
  /** A value that is equal to the limit is within it. */
  comparison: { readonly value: number; readonly limit: AppliedLimit; readonly outside: boolean };
  /** Data may still be tagged by hand: the verdict is provisional. */
  "tagging-open": { readonly deadline: Instant; readonly law: string };
  /** The time for tagging by hand is over: the verdict is confirmed. */
  "tagging-over": { readonly deadline: Instant; readonly law: string };
  /** So many valid hours in a row, the last one included, have the same value. */
  "same-value": { readonly hours: number; readonly value: number; readonly unit: string; readonly law: string };
  /** The limit was broken so often in the period; of so many values it is known whether they break it. */
  "times-broken": { readonly times: number; readonly known: number; readonly allowed: number; readonly law: string };
  /** Another measurement of the same hour that speaks against the value. */
  "spoken-against": { readonly pollutant: string; readonly value: number; readonly unit: string; readonly law: string };
  /** Of so many known hours of the day so many are exceeded. */
  "hours-exceeded": { readonly hours: number; readonly known: number; readonly few: number; readonly law: string };
  /** Least and greatest of so many valid hours of a half-month. */
  "least-and-greatest": { readonly hours: number; readonly least: number; readonly greatest: number; readonly law: string };
  /** Sudden changes with so many flat hours after each; from `least` on they are a lead. */
  "sudden-changes": { readonly times: number; readonly least: number; readonly flat: number; readonly law: string };
  /** Of so many hours of production so many lie between a percentage of the limit and the limit itself. */
  "near-limit": {
    readonly hours: number;
    readonly near: number;
    readonly from: number;
    readonly often: number;
    readonly law: string;
  };
  /** The means of the nights and of the days of a half-month, with their valid hours. */
  "night-and-day": {
    readonly night: number;
    readonly day: number;
    readonly nightHours: number;
    readonly dayHours: number;
    readonly above: number;
    readonly law: string;
  };
  /** Of so many hours in which other measurements say that gas is burnt, so many have the oxygen of air. */
  "oxygen-contradicted": {
    readonly hours: number;
    readonly contradicted: number;
    readonly air: number;
    readonly law: string;
  };
  /** Of so many days that could be compared so many have the same values hour for hour. */
  "repeated-days": { readonly days: number; readonly known: number; readonly law: string };
  /** When and why the values showed that the mean would pass its limit. */
  foreseen: {
    readonly at: Instant;
    readonly meanSoFar: number;
    readonly minutesLeft: number;
    readonly allowed: number;
    /** The mean to be expected, or the least that was possible where it could not be avoided. */
    readonly value: number;
    readonly isUnavoidable: boolean;
    readonly unit: string;
  };
  /** What a door noticed of the device in the hour, and how often. */
  "noticed-at-door": { readonly count: number };
  /** What came too late to count: a flag, a tag, or minute values (neither is named). */
  "late-marks": { readonly flag: string | null; readonly tag?: TagCode };
  /** So many minutes of the hour a bypass was open; fewer than `least` are none. */
  "bypass-seen": { readonly minutes: number; readonly least: number };
  /** What was declared, reported and ordered was weighed. What is found stays a lead, whatever they say. */
  declarations: { readonly count: number; readonly standing: Standing; readonly law: string };
}

/** One step of the way to a verdict, in the order it was taken. */
export type VerdictStep = Said<StepFacts>;
