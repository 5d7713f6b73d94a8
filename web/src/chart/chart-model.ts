import type { DeclarationWire } from "../../../cases/declaration/declaration-wire.ts";
import type { Basis } from "../../../core/readings/reading.ts";
import type { ComparedPoint, LinePoint } from "./compared-value.ts";
import type { LimitStep } from "./limit-steps.ts";

export type Layer = "realtime" | "declarations" | "flags";

/** Everything a chart shows, before it is drawn. Times are milliseconds since the epoch. */
export interface ChartModel {
  readonly basis: Basis;
  readonly from: number;
  readonly to: number;
  readonly points: readonly ComparedPoint[];
  /** The thin line beside the bars of hours: realtime, and minute means where there is none. */
  readonly line: readonly LinePoint[];
  readonly steps: readonly LimitStep[];
  readonly declarations: readonly DeclarationWire[];
  /** Starts of periods whose exceedance is confirmed. */
  readonly confirmed: ReadonlySet<number>;
  /** Opening times of cases, as marks on the axis. */
  readonly cases: readonly { readonly at: number; readonly number: string }[];
  /** A period to point out: the one a case is about. */
  readonly focus: { readonly start: number; readonly end: number } | null;
  readonly layers: ReadonlySet<Layer>;
  readonly pollutant: string;
  readonly unit: string;
  readonly top: number;
  /** What is above the limit here is a lead and no exceedance: a boundary point. */
  readonly isLead: boolean;
  /** Readings that limits of the pollutant are about, other than those shown: such a limit is not drawn here. */
  readonly otherLimits: readonly Basis[];
}
