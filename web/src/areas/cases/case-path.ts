import { ACTING_ROLES } from "../../api/adapt.ts";
import type { CaseItem, CaseState, Role, TimelineEntry } from "../../api/page-shapes.ts";
import { HOUR } from "../../format/beijing-time.ts";

/** The usual way of a case. */
const MAIN: readonly CaseState[] = [
  "signal",
  "reported",
  "accepted",
  "dispatched",
  "handling",
  "result",
  "verify",
  "closed",
  "archived",
];
/** Where a detour stands in the usual way: what is still to come begins after it. */
const BESIDE: Readonly<Partial<Record<CaseState, CaseState>>> = {
  check: "reported",
  returned: "dispatched",
  transferred: "accepted",
  joint: "dispatched",
  pending: "handling",
  filed: "handling",
  reopened: "dispatched",
  feedback: "closed",
};
const ENDED: ReadonlySet<CaseState> = new Set(["rejected", "dismissed", "archived"]);
const DONE: ReadonlySet<CaseState> = new Set(["closed", "feedback", "archived", "rejected", "dismissed"]);

export interface PathStep {
  readonly state: CaseState;
  readonly phase: "passed" | "current" | "ahead";
}

/** The states a case went through, the one it is in, and those still to come on the usual way. A state visited again is shown once, where it was last. */
export function casePath(current: CaseState, timeline: readonly TimelineEntry[]): readonly PathStep[] {
  const visited: CaseState[] = [];
  for (const { to } of timeline) {
    const before = visited.indexOf(to);
    if (before >= 0) visited.splice(before, visited.length);
    visited.push(to);
  }
  const passed = visited.filter((s) => s !== current);
  const place = MAIN.indexOf(BESIDE[current] ?? current);
  const ahead = ENDED.has(current) ? [] : MAIN.slice(place + 1).filter((s) => !passed.includes(s));
  return [
    ...passed.map((state) => ({ state, phase: "passed" as const })),
    { state: current, phase: "current" },
    ...ahead.map((state) => ({ state, phase: "ahead" as const })),
  ];
}

/** True when nobody has to do anything any more. */
export function isDone(state: CaseState): boolean {
  return DONE.has(state);
}

export type CaseFilter = "mine" | "soon" | "undeclared" | "supervised" | "all";

const SOON_MS = 2 * HOUR;

/** Whether a case belongs under a filter. "Mine": I hold it, or I may take its next step. */
export function isUnder(
  item: CaseItem,
  filter: CaseFilter,
  who: { readonly names: readonly string[]; readonly roles: readonly string[]; readonly now: number },
): boolean {
  switch (filter) {
    case "mine":
      return who.names.includes(item.assignee ?? "") || actingRoles(item).some((r) => who.roles.includes(r));
    case "soon":
      return item.overdue || (item.deadline !== null && Date.parse(item.deadline.at) - who.now < SOON_MS);
    case "undeclared":
      return item.rule?.startsWith("FUG-") === true;
    case "supervised":
      return item.supervised;
    case "all":
      return true;
  }
}

/** Whose turn it is: from the steps themselves where the answer carries them. */
function actingRoles(item: CaseItem): readonly Role[] {
  if (item.allowed.length > 0) return item.allowed.flatMap((step) => step.roles);
  return ACTING_ROLES[item.state] ?? [];
}

/** What expires first stands first; without a deadline last; then the newest number. */
export function byUrgency(a: CaseItem, b: CaseItem): number {
  const end = (c: CaseItem): number => (c.deadline === null ? Number.POSITIVE_INFINITY : Date.parse(c.deadline.at));
  const difference = end(a) - end(b);
  return Number.isNaN(difference) || difference === 0 ? b.number.localeCompare(a.number) : difference;
}

export type Holder = "enterprise" | "street" | "checker" | "bureau" | "unit" | "receiver" | "group" | "officer";

const HOLDERS: Readonly<Partial<Record<CaseState, Holder>>> = {
  signal: "enterprise",
  reported: "street",
  check: "checker",
  accepted: "bureau",
  dispatched: "unit",
  returned: "bureau",
  handling: "unit",
  pending: "unit",
  transferred: "receiver",
  joint: "group",
  filed: "officer",
  result: "street",
  verify: "street",
  closed: "bureau",
  reopened: "bureau",
};

/** Whom a case waits for when nobody is named; `undefined` when it waits for nobody. */
export function holderOf(state: CaseState): Holder | undefined {
  return HOLDERS[state];
}
