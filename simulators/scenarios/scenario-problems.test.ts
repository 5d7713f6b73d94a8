import { expect, test } from "vitest";
import { type ScenarioProblem, sayScenarioProblem } from "./scenario-problems.ts";

const PROBLEMS: readonly (readonly [ScenarioProblem, string])[] = [
  [{ pointer: "", code: "no-such-scenario", facts: { name: "x", technical: "ENOENT" } }, "there is no scenario x: ENOENT"],
  [{ pointer: "", code: "not-yaml", facts: { technical: "line 1" } }, "it is not YAML: line 1"],
  [{ pointer: "/a", code: "wrong-shape", facts: { technical: "t" } }, "/a: a field or its value is wrong: t"],
  [{ pointer: "/start", code: "not-a-whole-hour", facts: { text: "08:30" } }, "/start: 08:30 begins no hour"],
  [{ pointer: "/p", code: "unknown-plant", facts: { plant: "e9" } }, "/p: there is no plant e9"],
  [{ pointer: "/p", code: "unknown-station", facts: { plant: "e1", station: "S9" } }, "/p: e1 has no station S9"],
  [{ pointer: "/p", code: "unknown-outlet", facts: { outlet: "o9" } }, "/p: there is no outlet o9"],
  [{ pointer: "/p", code: "unknown-factor", facts: { factor: "a1", outlet: "o1" } }, "/p: nothing measures a1 at o1"],
  [{ pointer: "/p", code: "duplicate-plant", facts: { plant: "e1" } }, "/p: e1 stands twice"],
  [{ pointer: "/e", code: "event-does-not-fit", facts: { event: "rain", model: "kiln" } }, "/e: rain cannot happen to a kiln"],
];

test.each(PROBLEMS)(
  "a mistake of a scenario is said with where it is and with its facts, in both languages (%#)",
  (problem, english) => {
    const chinese = sayScenarioProblem(problem, { language: "zh" });

    expect(sayScenarioProblem(problem, { language: "en" })).toBe(english);
    expect(chinese).toMatch(/[\u4e00-\u9fff]/);
    for (const fact of Object.values(problem.facts)) expect(chinese).toContain(fact);
  },
);
