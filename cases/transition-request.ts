import type { Case } from "../core/case.ts";
import type { Command } from "../core/command.ts";
import type { Finding } from "../core/finding.ts";
import type { RegistryIndex } from "../core/grid.ts";
import type { Moment } from "./case-decision.ts";
import type { WorkingCalendar } from "./working-time.ts";

/** A step that somebody asks for, with everything needed to decide it. */
export interface TransitionRequest extends Moment {
  readonly current: Case;
  /** The findings of the case. */
  readonly findings: readonly Finding[];
  readonly request: Extract<Command, { readonly type: "transition" }>;
  readonly index: RegistryIndex;
  readonly calendar: WorkingCalendar;
}
