import type { CaseDetailWire } from "../../../../cases/case/case-wire.ts";
import type { Role } from "../../../../core/people/rights.ts";
import type { CaseSay } from "./words.ts";

export type AllowedStep = CaseDetailWire["allowed"][number];

/** What a step is called for who takes it: a desk sends somebody to check, the grid officer goes. */
export function stepWords({ to }: AllowedStep, roles: readonly Role[], say: CaseSay): string {
  return to === "check" && roles.includes("community-officer") ? say("case.stepSelf.check") : say(`case.step.${to}`);
}

/** What happened to a case since somebody began to write: who did what, in the order of the history. */
export function changesSince(timeline: CaseDetailWire["timeline"], seen: number, say: CaseSay): string {
  return timeline
    .slice(seen)
    .map(({ actorName, actionName }) => `${actorName} ${actionName}`)
    .join(say("list.comma"));
}
