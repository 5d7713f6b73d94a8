import type { Said } from "../said.ts";
import type { BeijingDate, Instant, Period } from "../time.ts";
import type { AppliedLimit } from "./applied-limit.ts";
import type { DataValidity } from "./hour.ts";

/** What the declarations mean for an emission; `consented` wins over `pending`. */
export type Standing = "consented" | "pending" | "unreported";

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
  /** The hour mean that is judged, its version (0 is the first) and the journal entry it stands in. */
  received: {
    readonly period: Period;
    readonly value: number;
    readonly unit: string;
    readonly flag: string;
    readonly revision: number;
    readonly seq: number;
  };
  /** Whether the hour may be judged. `validMinutes` is `null` without minute data. */
  validity: {
    readonly flag: string;
    readonly validMinutes: number | null;
    readonly required: number;
    readonly validity: DataValidity;
    readonly law: string;
  };
  /** A limit that was in force in the period. `strictest` where there are several and this is the strictest. */
  limit: { readonly limit: AppliedLimit; readonly validTo: BeijingDate | null; readonly strictest: boolean };
  /** The values are in another unit than the limit: nothing is compared. */
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
  /** A value that is equal to the limit is within it. */
  comparison: { readonly value: number; readonly limit: AppliedLimit; readonly outside: boolean };
  /** Data may still be tagged by hand: the verdict is provisional. */
  "tagging-open": { readonly deadline: Instant; readonly law: string };
  /** The time for tagging by hand is over: the verdict is confirmed. */
  "tagging-over": { readonly deadline: Instant; readonly law: string };
  /** The declarations that name the outlet were weighed. What is found stays a lead, whatever they say. */
  declarations: { readonly count: number; readonly standing: Standing; readonly law: string };
}

/** One step of the way to a verdict, in the order it was taken. */
export type VerdictStep = Said<StepFacts>;
