import { expect, test } from "vitest";
import type { TaggedPeriod, TagInForce } from "../../core/judging/tagged-period.ts";
import { HOUR, MINUTE, plus } from "../../core/time.ts";
import { anHour, factsOf, HOUR_START, minuteFacts } from "../../tests/support/hour-facts.ts";
import { EXCEED_HOUR } from "../exceedance/exceed-hour/exceed-hour.ts";
import { knownHour } from "./hour-validity.ts";
import { isTaggedAt, taggedMinutes, tagOfMost } from "./tagged-minutes.ts";

const NOW = plus(HOUR_START, 3 * HOUR);

function tag(from: number, to: number, over: Partial<TagInForce> = {}): TagInForce {
  const span = { from: plus(HOUR_START, from * MINUTE), to: plus(HOUR_START, to * MINUTE) };
  return { id: "tag:1", tag: "device-fault", ...span, source: "公告 2022 年第 21 号", ...over };
}

function anHourWith(tags: readonly TagInForce[], over: Parameters<typeof anHour>[0] = {}): TaggedPeriod {
  return { ...anHour(over), tags };
}

test("minutes under two tags count once, and only those of the hour", () => {
  expect(taggedMinutes(anHour())).toBe(0);
  expect(taggedMinutes(anHourWith([tag(-30, 10)]))).toBe(10);
  expect(taggedMinutes(anHourWith([tag(20, 40), tag(0, 30)]))).toBe(40);
  expect(taggedMinutes(anHourWith([tag(0, 40), tag(10, 20), tag(50, 90)]))).toBe(50);
});

test("a moment lies under a tag from its beginning until before its end", () => {
  const hour = anHourWith([tag(10, 20)]);

  expect([9, 10, 19, 20].map((minute) => isTaggedAt(hour, plus(HOUR_START, minute * MINUTE)))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect(isTaggedAt(anHour(), HOUR_START)).toBe(false);
});

test("the tag of an hour is the one that lies on most of it, of two the earlier", () => {
  const [short, long, alike] = [tag(0, 10), tag(30, 55, { id: "tag:2" }), tag(0, 25, { id: "tag:3" })];

  expect(tagOfMost(anHourWith([short, long]))?.id).toBe("tag:2");
  expect(tagOfMost(anHourWith([long, alike]))?.id).toBe("tag:3");
  expect(tagOfMost(anHour())).toBeUndefined();
});

// Behaviour
test("an hour of which 16 minutes are tagged cannot be judged, one of 15 can", () => {
  expect(knownHour(anHourWith([tag(0, 15)]), NOW)?.validity.validity).toBe("valid");
  expect(knownHour(anHourWith([tag(0, 16)]), NOW)?.validity).toMatchObject({ validity: "tagged", tag: { tag: "device-fault" } });
});

test("minutes under a tag are not valid: 10 tagged and 6 missing leave 44", () => {
  const { validity } = knownHour(anHourWith([tag(0, 10)], { minutes: minuteFacts(54, 0) }), NOW) ?? {};

  expect(validity).toEqual({ validity: "too-few", validMinutes: 44 });
});

test("before the hour is complete a minute under a tag is known not to be valid", () => {
  const hour = anHourWith([tag(0, 10)], { minutes: minuteFacts(30, 0) });

  expect(knownHour(hour, plus(HOUR_START, HOUR))?.validity.validMinutes).toBe(50);
});

test("our mean of an hour leaves out the minutes under a tag", () => {
  const minutes = minuteFacts(60, 0).map((fact, i) => {
    const [version] = fact.versions;
    return { ...fact, versions: [{ ...version, value: i < 10 ? 900 : 30 }] as const };
  });

  expect(knownHour(anHourWith([tag(0, 10)], { own: [], minutes }), NOW)?.mean.value).toBe(30);
});

test("the order of the law: an hour with a flag and a tag is flagged, one with a tag and an impossible value is tagged", () => {
  expect(knownHour(anHourWith([tag(0, 60)], { flag: "D" }), NOW)?.validity.validity).toBe("flagged");
  expect(knownHour(anHourWith([tag(0, 60)], { implausible: true }), NOW)?.validity.validity).toBe("tagged");
});

// Behaviour
test("an hour above its limit that is tagged as calibration cannot be judged, and names the tag", () => {
  const hour = anHourWith([tag(0, 60, { tag: "device-maintenance" })], { value: 900 });
  const [verdict] = EXCEED_HOUR.judge(factsOf({ hour, now: NOW })).verdicts;

  expect(verdict).toMatchObject({
    verdict: "cannot-judge",
    validity: "tagged",
    reason: { code: "tagged-data", facts: { tag: "device-maintenance" } },
  });
  expect(verdict?.steps().map(({ code }) => code)).toEqual(["received", "tagged", "validity", "limit"]);
});
