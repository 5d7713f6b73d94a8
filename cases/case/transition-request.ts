import type { Case } from "../../core/casework/case.ts";
import type { Command } from "../../core/casework/command.ts";
import type { WorkingCalendar } from "../../core/casework/working-calendar.ts";
import type { Finding } from "../../core/judging/finding.ts";
import type { RegistryIndex } from "../../core/registry/grid.ts";
import type { Moment } from "./case-decision.ts";

/** A step that somebody asks for, with everything needed to decide it. */
export interface TransitionRequest extends Moment {
  readonly current: Case;
  /** The findings of the case. */
  readonly findings: readonly Finding[];
  readonly request: Extract<Command, { readonly type: "transition" }>;
  readonly index: RegistryIndex;
  readonly calendar: WorkingCalendar;
}
