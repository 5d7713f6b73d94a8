import { expect, test } from "vitest";
import { lifted, UnknownVersionError, UPCASTERS, type Upcasters } from "./upcasters.ts";

const STEPS: Upcasters = { "row/case": [(document) => `${String(document)} to 2`, (document) => `${String(document)} to 3`] };

test("a document is taken from its version to the one wanted, step by step", () => {
  expect(lifted("from 1", "row/case", { stored: 1, wanted: 3 }, STEPS)).toBe("from 1 to 2 to 3");
  expect(lifted("from 2", "row/case", { stored: 2, wanted: 3 }, STEPS)).toBe("from 2 to 3");
  expect(lifted("from 3", "row/case", { stored: 3, wanted: 3 }, STEPS)).toBe("from 3");
});

test.each([
  ["a newer version", "row/case", { stored: 4, wanted: 3 }],
  ["a missing step", "row/case", { stored: 3, wanted: 4 }],
  ["a kind without steps", "row/other", { stored: 1, wanted: 2 }],
])("%s is refused, never guessed", (_what, kind, versions) => {
  expect(() => lifted("x", kind, versions, STEPS)).toThrow(UnknownVersionError);
});

test("what is at the version wanted needs no step of this build", () => {
  expect(lifted({ a: 1 }, "row/anything", { stored: 1, wanted: 1 })).toEqual({ a: 1 });
  expect(Object.values(UPCASTERS).every((steps) => steps.length > 0)).toBe(true);
});
