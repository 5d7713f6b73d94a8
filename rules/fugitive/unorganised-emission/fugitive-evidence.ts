import type { EvidenceItem } from "../../../core/judging/finding.ts";
import type { DataValidity, PeriodState } from "../../../core/judging/period.ts";
import type { Reason } from "../../../core/judging/reason-codes.ts";
import type { VerdictStep } from "../../../core/judging/step-codes.ts";
import type { Limit } from "../../../core/registry/limit.ts";
import type { Emission } from "../weigh-declaration.ts";

/** What an hour shows of an unorganised emission, before anybody asks who was told of it. */
export interface FugitiveEvidence {
  readonly state: PeriodState;
  readonly kind: EvidenceItem["kind"];
  /** `exceeding` when there was an emission. */
  readonly verdict: "exceeding" | "compliant" | "cannot-judge";
  readonly reason: Reason;
  readonly value: number;
  readonly unit: string;
  /** The row that was broken; `null` where none is asked for. */
  readonly limit: Limit | null;
  readonly validity: DataValidity;
  readonly emission: Emission;
  /** The newest journal entry that it rests on. */
  readonly seq: number;
  steps(): readonly VerdictStep[];
}
