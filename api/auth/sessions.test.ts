import { expect, test } from "vitest";
import { HOUR, plus } from "../../core/time.ts";
import { T0 } from "../../tests/support/records-facts.ts";
import { lastActOf } from "./sessions.ts";

test("what was done last is never said to lie ahead, also of a session at the end of its twelve hours", () => {
  expect(lastActOf({ expiresAt: plus(T0, HOUR) })).toBe(T0);
  expect(lastActOf({ expiresAt: plus(T0, 12 * HOUR) })).toBe(plus(T0, 11 * HOUR));
});
