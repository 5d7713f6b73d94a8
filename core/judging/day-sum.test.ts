import { expect, test } from "vitest";
import { countHours, HOUR_KINDS, hourOf, letterOf } from "./day-sum.ts";

test("each kind of hour has a letter of its own, which says it again, in time or late; another letter says nothing", () => {
  const timely = HOUR_KINDS.map((kind) => letterOf(kind, true));

  expect(new Set(timely).size).toBe(HOUR_KINDS.length);
  for (const kind of HOUR_KINDS) expect(hourOf(letterOf(kind, true))).toEqual({ kind, isTimely: true });
  expect(hourOf(letterOf("valid", false))).toEqual({ kind: "valid", isTimely: false });
  expect(hourOf("?")).toMatchObject({ kind: "absent" });
});

// Behaviour
test("one checked hour a day is forgiven, so that 23 of 24 hours of COD are all of them; a second one is not", () => {
  expect(countHours({ hours: `C${"V".repeat(23)}` })).toMatchObject({ received: 23, valid: 23, excused: 1 });
  expect(countHours({ hours: `CC${"V".repeat(22)}` })).toMatchObject({ received: 23, valid: 22, excused: 1 });
});
