import { expect, test } from "vitest";
import { TAG_CODES, type TagCode, type TaggedSpan } from "../../core/judging/tagged-span.ts";
import type { Outlet } from "../../core/registry/registry.ts";
import { DAY, HOUR, instant, MINUTE, plus, startOfBeijingDay } from "../../core/time.ts";
import { anHour, HOUR_START, STACK } from "../../tests/support/hour-facts.ts";
import { aTagged, INCINERATOR } from "../../tests/support/tag-facts.ts";
import { ruleOf, type Tagging, tagsOnPeriod } from "./tags-on-period.ts";

const NOON = plus(startOfBeijingDay(HOUR_START), DAY + 12 * HOUR);
const END = plus(HOUR_START, HOUR);

function tagged(tags: readonly TaggedSpan[], over: Partial<Tagging> = {}, hour = anHour()) {
  return tagsOnPeriod(hour, { outlet: STACK, tags, dustAt: () => 10, ...over });
}

const codesOn = (tags: readonly TaggedSpan[], outlet: Outlet, dust: number | undefined = 10): readonly TagCode[] =>
  (tagged(tags, { outlet, dustAt: () => dust }).tags ?? []).map(({ tag }) => tag);

test("an hour that no tag touches is the hour itself", () => {
  const hour = anHour();
  const beside = [
    aTagged({ endsAt: HOUR_START, from: plus(HOUR_START, -HOUR) }),
    aTagged({ from: END, endsAt: plus(END, HOUR) }),
  ];

  expect(tagged(beside, {}, hour)).toBe(hour);
});

test("a tag in time is in force on the hour, with the document that it follows", () => {
  expect(tagged([aTagged()]).tags).toEqual([
    { id: "tag:1", tag: "device-maintenance", from: HOUR_START, to: END, source: "公告 2022 年第 21 号" },
  ]);
});

// Behaviour
test("a tag at 12:00 of the next day is in time, a tag at 12:01 is late: it excuses nothing and disputes what is found", () => {
  expect(tagged([aTagged({ madeAt: NOON })]).tags).toHaveLength(1);

  const late = tagged([aTagged({ madeAt: plus(NOON, MINUTE) })]);

  expect(late.tags).toBeUndefined();
  expect(late.late).toEqual({ tag: "device-maintenance" });
});

test("an hour that was first heard of after the deadline may be tagged for 24 hours from then on", () => {
  const hour = anHour({ heardAt: plus(NOON, 30 * HOUR) });

  expect(tagged([aTagged({ madeAt: plus(NOON, 54 * HOUR) })], {}, hour).tags).toHaveLength(1);
  expect(tagged([aTagged({ madeAt: plus(NOON, 54 * HOUR + 1) })], {}, hour).late).toEqual({ tag: "device-maintenance" });
});

// Behaviour
test("an hour of waste incineration is tagged within an hour of its end, or the tag is late", () => {
  expect(codesOn([aTagged({ madeAt: plus(END, HOUR) })], INCINERATOR)).toEqual(["device-maintenance"]);
  expect(codesOn([aTagged({ madeAt: plus(END, HOUR + 1) })], INCINERATOR)).toEqual([]);
});

test("marks of before stay beside a late tag", () => {
  const late = tagged([aTagged({ madeAt: plus(NOON, 1) })], {}, anHour({ late: { flag: "D" } })).late;

  expect(late).toEqual({ flag: "D", tag: "device-maintenance" });
});

test("outside waste incineration starting, stopping and faults stand in a single source: their data count; a stopped unit's do not", () => {
  const states = ["starting", "stopping", "unit-fault", "accident", "stopped"] as const;

  expect(states.filter((tag) => codesOn([aTagged({ tag })], STACK).length > 0)).toEqual(["stopped"]);
});

test("a tag that the trade's text does not know changes nothing, and neither does a link that was down", () => {
  expect(codesOn([aTagged({ tag: "heating-up" })], STACK)).toEqual([]);
  expect(codesOn([aTagged({ tag: "link-down" })], INCINERATOR)).toEqual([]);
});

test("a tag about the temperature of a furnace is in force on a furnace alone", () => {
  const tag = [aTagged({ tag: "thermocouple-fault" })];

  expect(codesOn(tag, INCINERATOR)).toEqual([]);
  expect(codesOn(tag, { ...INCINERATOR, kind: "furnace" })).toEqual(["thermocouple-fault"]);
});

test("a fault of a furnace excuses 4 hours: of what lies beyond the data count", () => {
  const since = (hours: number) => [aTagged({ tag: "unit-fault", from: plus(HOUR_START, -hours * HOUR), endsAt: END })];

  expect(tagged(since(3), { outlet: INCINERATOR }).tags).toMatchObject([{ to: END }]);
  expect(tagged(since(3.5), { outlet: INCINERATOR }).tags).toMatchObject([{ to: plus(HOUR_START, HOUR / 2) }]);
  expect(codesOn(since(4), INCINERATOR)).toEqual([]);
});

test("a starting furnace is excused while the hour's particulate matter is at most 150, and not where it is unknown", () => {
  const tag = [aTagged({ tag: "starting" })];

  expect(codesOn(tag, INCINERATOR, 150)).toEqual(["starting"]);
  expect(codesOn(tag, INCINERATOR, 150.1)).toEqual([]);
  expect(tagged(tag, { outlet: INCINERATOR, dustAt: () => undefined }).tags).toBeUndefined();
});

// Behaviour
test("the hour that uses up the 60 hours of a furnace's year is excused, and what exceeds them counts", () => {
  const stopping = { tag: "stopping", unit: "f1" } as const;
  const used = (hours: number) => [
    aTagged({ ...stopping, from: plus(HOUR_START, -100 * HOUR), endsAt: plus(HOUR_START, (hours - 100) * HOUR) }),
    aTagged({ ...stopping }),
  ];

  expect(codesOn(used(59), INCINERATOR)).toEqual(["stopping"]);
  expect(codesOn(used(59 + 1 / 60), INCINERATOR)).toEqual([]);
});

test("maintenance of analysers beyond the 30 hours of a quarter still says that the data are none", () => {
  const long = aTagged({ from: plus(HOUR_START, -40 * HOUR) });

  expect(codesOn([long], INCINERATOR)).toEqual(["device-maintenance"]);
});

test("every tag is known to a trade, and says where that stands", () => {
  for (const tag of TAG_CODES) {
    const rules = [ruleOf(tag, "waste-incineration"), ruleOf(tag, "other")].filter((rule) => rule !== undefined);
    expect(rules.map(({ source }) => source)).not.toContain("");
    expect(rules.length).toBeGreaterThan(0);
  }
});

test("a day is seen with its tags, too", () => {
  const start = startOfBeijingDay(HOUR_START);
  const whole = { ...anHour(), basis: "day", start } as const;

  expect(tagged([aTagged({ madeAt: instant(NOON + 1) })], {}, whole).late).toEqual({ tag: "device-maintenance" });
});
