import type { RequestProblemCodes } from "../request-problems.ts";
import type { Problem } from "../result.ts";
import type { NoFacts } from "../said.ts";
import type { LimitBasis } from "./limit.ts";
import type { CellLevel, OutletKind } from "./registry.ts";

/** Something names a row that is not registered. */
export interface ReferenceProblemCodes {
  "unknown-cell": { readonly id: string };
  "unknown-unit": { readonly id: string };
  "unknown-person": { readonly id: string };
  "unknown-enterprise": { readonly id: string };
  "unknown-outlet": { readonly id: string };
  "unknown-device": { readonly id: string };
  "unknown-emission-unit": { readonly id: string };
}

/** What the rules of the grid find wrong with a registry document. One of them refuses the whole document. */
export interface RegistryRuleCodes extends ReferenceProblemCodes {
  "duplicate-id": { readonly id: string; readonly table: string };
  /** `under` is the level of the parent; `null` where none is named, or where a first-level cell names one. */
  "level-out-of-step": { readonly level: CellLevel; readonly under: CellLevel | null };
  "second-district": { readonly division: string };
  "second-enterprise-cell": { readonly enterprise: string };
  "deputy-not-asked": NoFacts;
  "deputy-for-nobody": { readonly person: string; readonly cell: string };
  "wrong-uscc": { readonly text: string };
  "wrong-permit": { readonly text: string };
  "duplicate-channel": { readonly factor: string; readonly device: string };
  "min-above-max": { readonly min: number; readonly max: number };
  "valid-from-after-valid-to": { readonly from: string; readonly to: string };
  "limit-without-source": NoFacts;
  /** `compare: "rounded"` and `decimals` come together. */
  "rounding-without-decimals": NoFacts;
  "limit-without-value": { readonly comparator: string };
  /** `value` is `null` where a converted limit names no reference oxygen content. */
  "oxygen-reference": { readonly value: number | null };
  "unit-differs": { readonly measured: readonly string[]; readonly unit: string };
  "duplicate-upstream-mn": { readonly mn: string; readonly as: string };
  /** Who dials it comes out at the HJ 212 door of this product. */
  "upstream-is-own-door": { readonly host: string; readonly port: number };
  "unknown-upstream": { readonly id: string };
  "upstream-without-password": { readonly mn: string; readonly upstream: string };
  /** The row is left out, but findings that were not withdrawn, or cases, stand on it. */
  "findings-stand-on-it": { readonly id: string; readonly findings: number; readonly cases: number };
  /** What the channel says was something else before, and no date tells from when it is this. */
  "channel-needs-dates": {
    readonly device: string;
    readonly factor: string;
    readonly outlet: string;
    readonly pollutant: string;
  };
  /** `{"set":true}` was sent for a secret that is not stored. */
  "no-stored-secret": { readonly of: string; readonly field: string };
}

/** What is missing in a registry that is taken in all the same, or what taking it in costs. */
export interface RegistryWarningCodes {
  "nothing-registered": NoFacts;
  "nobody-registered": NoFacts;
  "outlet-without-limit": { readonly outlet: string };
  "device-without-channel": { readonly mn: string };
  "cell-name-form": { readonly ending: string };
  "staff-below-minimum": { readonly level: CellLevel; readonly minimum: number; readonly count: number };
  "cell-without-enterprise": NoFacts;
  "no-first-responsible": { readonly cell: string };
  "no-deputy": { readonly person: string; readonly cell: string };
  "enterprise-without-cell": { readonly enterprise: string };
  "outlet-code-form": { readonly code: string };
  "unconfirmed-factor": { readonly factor: string };
  "limit-without-channel": { readonly outlet: string; readonly pollutant: string };
  /** A row whose averaging is never compared at such an outlet. */
  "limit-of-another-place": { readonly basis: LimitBasis; readonly kind: OutletKind };
  "hour-limit-at-incinerator": { readonly outlet: string };
  /** A secret that is guessed within a few tries. */
  "weak-secret": { readonly mn: string; readonly field: "hj212Password" | "mqttSecret" };
  /** `days` is how long the device has the key, `most` how long it may. */
  "old-key": { readonly mn: string; readonly days: number; readonly most: number };
  "upstream-without-data": { readonly upstream: string };
  /** The cell is not in force any more, and its open cases go to the one above. */
  "cases-handed-over": { readonly cell: string; readonly to: string; readonly cases: number };
  /** The row is left out, and findings that compare with it are withdrawn; `more` when not all were counted. */
  "limit-withdraws": {
    readonly limit: string;
    readonly outlet: string;
    readonly pollutant: string;
    readonly findings: number;
    readonly more: boolean;
  };
}

/** One reason for which a registry document is refused: its form, or a rule of the grid. */
export type RegistryProblem = Problem<RegistryRuleCodes & RequestProblemCodes>;

export type RegistryWarning = Problem<RegistryWarningCodes>;
