import type { LimitBasis } from "../registry/limit.ts";

/** The limit as it was in force when the verdict was reached, kept with the finding. */
export interface AppliedLimit {
  readonly id: string;
  readonly value?: number;
  readonly min?: number;
  readonly max?: number;
  readonly comparator: "<=" | ">=" | "range";
  readonly unit: string;
  readonly source: string;
  readonly validFrom: string;
  readonly basis: LimitBasis;
}
