import { expect, test } from "vitest";
import { absenceState } from "./absence-state.ts";

const from = "2026-11-23T00:00:00.000Z";
const to = "2026-11-24T00:00:00.000Z";
const at = (iso: string): number => Date.parse(iso);

test("somebody is away from the first moment of the period up to the last, the end not included", () => {
  expect(absenceState({ from, to }, at("2026-11-22T23:59:59.999Z"))).toBe("to-come");
  expect(absenceState({ from, to }, at(from))).toBe("away");
  expect(absenceState({ from, to }, at("2026-11-23T23:59:59.999Z"))).toBe("away");
  expect(absenceState({ from, to }, at(to))).toBe("over");
});

test("an absence that covers no time was called off, whenever it is looked at", () => {
  expect(absenceState({ from, to: from }, at("2026-11-22T00:00:00.000Z"))).toBe("called-off");
  expect(absenceState({ from, to: from }, at(to))).toBe("called-off");
});
