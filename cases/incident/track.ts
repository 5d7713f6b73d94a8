import type { Finding } from "../../core/judging/finding.ts";
import { type BeijingDate, beijingDate, type Instant } from "../../core/time.ts";

/** What the incidents of one matter have in common: findings of two tracks are never one incident. */
export interface Track {
  readonly id: string;
  readonly outlet: string;
  readonly pollutant: string;
  readonly family: string;
  readonly enterprise: string;
  /** The Beijing day on which history was imported; `null` for what was heard of in time. */
  readonly importedOn: BeijingDate | null;
}

/** The track of a finding. History keeps to itself, by the day on which it was first heard of. */
export function trackOf(finding: Finding, isHistory: boolean, now: Instant): Track {
  const { outlet, pollutant, enterprise, family } = finding;
  const importedOn = isHistory ? beijingDate(finding.history[0]?.at ?? now) : null;
  const id = [outlet, pollutant, family, ...(importedOn === null ? [] : [importedOn])].join("|");
  return { id, outlet, pollutant, family, enterprise, importedOn };
}
