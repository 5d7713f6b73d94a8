import type { AlertLevel } from "../../core/judging/finding.ts";
import type { FindingFacts } from "../../core/judging/finding-facts.ts";
import type { NoFacts, Said } from "../../core/said.ts";
import type { Instant } from "../../core/time.ts";
import type { ClockSource } from "./case.ts";

/** The clock that has run out. */
export interface PassedClock {
  readonly kind: string;
  readonly at: Instant;
  readonly source: ClockSource;
}

/** The clock that ran out some time ago: `after` it, in hours or working hours. */
export interface LongPassedClock extends PassedClock {
  readonly after: number;
}

/** Another case, as people call it. */
export interface OtherCase {
  readonly number: string;
}

/** What the engine notes in the timeline of a case. */
export interface CaseNoteCodes {
  /** What a finding of the case says now. */
  finding: FindingFacts;
  "raised-by-level": { readonly level: AlertLevel };
  /** What stands is of a lower level, and nobody has acted yet. */
  lowered: { readonly level: AlertLevel };
  "all-withdrawn": NoFacts;
  /** Every finding fell while people were at work on it. */
  "end-proposed": NoFacts;
  /** Another case, by its number, goes on in this one, or this one in it: their incidents met. */
  "merged-from": OtherCase;
  "merged-into": OtherCase;
  /** A part of another case's incident, or of this one's, became a case of its own: a gap opened. */
  "parted-from": OtherCase;
  "parted-into": OtherCase;
  /** The cell that had the case is no longer in force. */
  "handed-over": { readonly from: string; readonly to: string };
  overdue: PassedClock;
  "next-level": LongPassedClock;
  supervised: LongPassedClock;
  "leading-group": LongPassedClock;
}

export type CaseNote = Said<CaseNoteCodes>;
