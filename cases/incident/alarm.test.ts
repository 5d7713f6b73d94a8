import { expect, test } from "vitest";
import type { JudgedHour } from "../../core/casework/look-up.ts";
import { HOUR, plus } from "../../core/time.ts";
import { at } from "../../tests/support/hour-facts.ts";
import { alarmAfter } from "./alarm.ts";

const END = at("2026-11-23T09:00:00+08:00");
const WORDS = { c: "compliant", x: "exceeding", n: "cannot-judge", e: "exempt" } as const;

/** What was said of the hours after the end of an incident, a letter an hour. */
function hours(letters: string): readonly JudgedHour[] {
  return [...letters].map((letter, i) => ({
    start: plus(END, i * HOUR),
    verdict: WORDS[letter as keyof typeof WORDS],
    validity: letter === "n" ? "too-few" : "valid",
  }));
}

test.each([
  ["", null],
  ["c", null],
  ["cc", 2],
  ["cnc", 3],
  ["cec", 3],
  ["nnnn", null],
  ["cxc", null],
  ["cxccc", 4],
])("an alarm ends with the second valid compliant hour after the incident: %j", (letters, ended) => {
  const endedAt = ended === null ? null : plus(END, ended * HOUR);

  expect(alarmAfter(END, hours(letters))).toEqual({ isOn: ended === null, endedAt });
});

test("hours of the incident itself and their order do not count", () => {
  const before: JudgedHour = { start: plus(END, -HOUR), verdict: "compliant", validity: "valid" };

  expect(alarmAfter(END, [...hours("cc").toReversed(), before])).toMatchObject({ endedAt: plus(END, 2 * HOUR) });
});
