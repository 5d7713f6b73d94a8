import type { FindingNews } from "../../core/casework/subject.ts";
import type { Finding } from "../../core/judging/finding.ts";
import type { StandingChange } from "../incident/change-standing.ts";
import type { Place } from "../shared/route.ts";
import type { Case } from "./case.ts";
import type { When } from "./settle.ts";

/** What happened to a finding, what became of the incidents by it, and the cases that it concerns. */
export interface NewsOfCase extends FindingNews, When {
  readonly standing: StandingChange;
  /** The case of each incident that there was before, by the incident: the one that goes on, where it was merged. */
  readonly cases: ReadonlyMap<string, Case>;
  /** The case that the finding belonged to so far, or the one of its import. */
  readonly former: Case | undefined;
  /** The first finding of each incident that parted, by the incident. */
  readonly firsts: ReadonlyMap<string, Finding>;
  readonly place: Place;
  /** The running number to use for the first case that opens. */
  readonly numberAfter: number;
  /** The year in Beijing, for the case number. */
  readonly year: string;
  readonly seq: number;
}
