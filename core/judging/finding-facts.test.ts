import { expect, test } from "vitest";
import { aFinding } from "../../tests/support/records-facts.ts";
import { findingFacts } from "./finding-facts.ts";

test("the facts of a withdrawn finding hold the newest reason, those of a standing one none", () => {
  const reason = { code: "within-limit", facts: {} } as const;
  const change = { at: aFinding("f1").period.end, seq: 8, status: "withdrawn", level: "A2", value: 40, reason } as const;
  const withdrawn = aFinding("f1", { status: "withdrawn", history: [...aFinding("f1").history, change] });

  expect(findingFacts(withdrawn).withdrawn).toEqual(reason);
  expect(findingFacts(aFinding("f1")).withdrawn).toBeNull();
  expect(findingFacts(aFinding("f1", { status: "withdrawn", history: [] })).withdrawn).toBeNull();
});
