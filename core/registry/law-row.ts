import type { Doer } from "../same-person.ts";
import type { BeijingDate, Instant } from "../time.ts";
import type { LimitBasis, LimitFigures } from "./limit.ts";

/** What an outlet says of itself so that rows of the law follow; each word is one of a row's `appliesTo`. */
export const LAW_CRITERIA = ["sector", "unit", "fuel", "class", "zone", "region", "grade", "programme"] as const;
export type LawCriterion = (typeof LAW_CRITERIA)[number];

/** The law that an outlet comes under by what it is, from a day on: its industry pack. */
export interface OutletLaw extends Readonly<Partial<Record<LawCriterion, string>>> {
  /** When it was built or approved. */
  readonly built?: BeijingDate;
  readonly validFrom: BeijingDate;
  readonly validTo?: BeijingDate | null;
}

/** What a row asks of an outlet; all of it must be said. */
export interface LawScope extends Readonly<Partial<Record<LawCriterion, string>>> {
  /** Both exclusive. */
  readonly builtAfter?: BeijingDate | undefined;
  readonly builtBefore?: BeijingDate | undefined;
}

/** Parts of a row with a confirmed figure that are general knowledge only. */
export const UNCONFIRMED_PARTS = ["oxygenReference", "basis"] as const;

/** Another measurement on which it depends whether the row counts. */
export interface LawCondition {
  readonly pollutant: string;
  readonly comparator: "<=" | ">";
  readonly value: number;
  readonly unit: string;
}

/** The kinds of outlets that the law has figures for. */
export const LAW_OUTLET_KINDS = ["stack", "effluent", "boundary", "in-plant", "vent", "furnace"] as const;

/** One row of a file of `limits/`: a figure of a standard for a kind of outlet. */
export interface LawRow extends LimitFigures {
  readonly id: string;
  /** With its year, which is its edition. */
  readonly standard: string;
  readonly amendment?: string | undefined;
  readonly table: string;
  readonly appliesTo: LawScope;
  readonly outletKind: (typeof LAW_OUTLET_KINDS)[number];
  /** `null` where no factor of HJ 212 is known; `substance` says what it is then. */
  readonly pollutant: string | null;
  readonly substance?: { readonly zh: string; readonly en: string } | undefined;
  readonly basis: LimitBasis;
  /** Volume percent, dry; `null` where nothing is converted. */
  readonly oxygenReference: number | null;
  /** Beijing dates; in force until before `validTo`. `null` where the first day was not confirmed. */
  readonly validFrom: BeijingDate | null;
  readonly validTo: BeijingDate | null;
  readonly confidence: "C" | "S" | "G";
  readonly unconfirmed?: readonly (typeof UNCONFIRMED_PARTS)[number][] | undefined;
  /** It never judges, whoever confirms it. */
  readonly use?: "warn" | undefined;
  readonly when?: LawCondition | undefined;
  readonly note?: { readonly zh: string; readonly en: string } | undefined;
}

/** What somebody read in the print of a standard. */
export interface LawTyping extends Doer {
  readonly name: string;
  readonly at: Instant;
  readonly standard: string;
  readonly table: string;
  readonly page: string;
  readonly value?: number;
  readonly min?: number;
  readonly max?: number;
  readonly oxygenReference: number | null;
}

/** A row of the law that was read in print: by one person so far, or by two who read the same. */
export interface LawConfirmation {
  /** The row. */
  readonly id: string;
  readonly typings: readonly [LawTyping] | readonly [LawTyping, LawTyping];
}
