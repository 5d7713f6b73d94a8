import { expect, test } from "vitest";
import type { LatestWire } from "../../../../api/resources/outlets/schema.ts";
import { pollutantsInOrder, worstState } from "./pollutant-order.ts";

const latest = (pollutant: string, limit: number | null): LatestWire => ({
  outlet: "e1-DA001",
  pollutant,
  value: 1,
  converted: null,
  unit: "mg/m3",
  at: "2026-11-23T00:00:00.000Z",
  basis: "realtime",
  flag: "N",
  limit,
  limitId: null,
  limitReadingBasis: null,
  share: null,
});

test("an outlet is in the worst state of its pollutants, and in its own where none has a limit", () => {
  expect(worstState(["ok", "warning", "cannot-judge"], "ok")).toBe("warning");
  expect(worstState(["warning", "exceeding"], "ok")).toBe("exceeding");
  expect(worstState([], "cannot-judge")).toBe("cannot-judge");
  expect(worstState([], null)).toBeNull();
});

test("an outlet with one silent pollutant among others is not offline, and what exceeds is never hidden by silence", () => {
  expect(worstState(["offline", "exceeding"], "exceeding")).toBe("exceeding");
  expect(worstState(["offline", "ok"], "cannot-judge")).toBe("cannot-judge");
  expect(worstState(["offline", "offline"], "offline")).toBe("offline");
});

test("what was declared is graver than what is compliant, and no warning", () => {
  expect(worstState(["ok", "exempt"], "exempt")).toBe("exempt");
  expect(worstState(["exempt", "warning"], "warning")).toBe("warning");
});

test("what has a limit stands first, and what was never measured is not left out", () => {
  const outlet = {
    latest: [latest("a01012", null), latest("a21026", 100), latest("a21002", 50)],
    pollutants: ["a34013", "a21026"],
  };

  expect(pollutantsInOrder(outlet)).toEqual(["a21002", "a21026", "a01012", "a34013"]);
});
