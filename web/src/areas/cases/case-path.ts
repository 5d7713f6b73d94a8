import type { CaseDetailWire, CaseWire } from "../../../../cases/case/case-wire.ts";

type CaseState = CaseWire["state"];

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

export interface PathStep {
  readonly state: CaseState;
  readonly phase: "passed" | "current" | "ahead";
}

/**
 * The states a case went through, the one it is in, and those still to come on the usual way. A state visited again is
 * shown once, where it was last.
 */
export function casePath(current: CaseState, timeline: CaseDetailWire["timeline"]): readonly PathStep[] {
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
