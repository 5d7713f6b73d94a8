import type { CaseDetailWire, CaseWire } from "../../../../cases/case/case-wire.ts";

type CaseState = CaseWire["state"];

export interface PathStep {
  readonly state: CaseState;
  readonly phase: "passed" | "current" | "ahead";
}

/**
 * The states a case went through, the one it is in, and those that the server says are still to come. A state visited
 * again is shown once, where it was last.
 */
export function casePath({ state, timeline, ahead }: Pick<CaseDetailWire, "state" | "timeline" | "ahead">): readonly PathStep[] {
  const visited: CaseState[] = [];
  for (const { to } of timeline) {
    const before = visited.indexOf(to);
    if (before >= 0) visited.splice(before, visited.length);
    visited.push(to);
  }
  const passed = visited.filter((s) => s !== state);
  return [
    ...passed.map((s) => ({ state: s, phase: "passed" as const })),
    { state, phase: "current" },
    ...ahead.filter((s) => !passed.includes(s)).map((s) => ({ state: s, phase: "ahead" as const })),
  ];
}
