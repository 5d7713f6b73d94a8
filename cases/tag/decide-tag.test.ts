import { expect, test } from "vitest";
import { passes, testsOf } from "../../core/casework/row-filter.ts";
import type { Reader } from "../../core/casework/subject-door.ts";
import { WEEKDAYS_ONLY } from "../../core/casework/working-calendar.ts";
import type { Actor } from "../../core/people/actor.ts";
import { reachOf } from "../../core/people/reach.ts";
import { ROLES } from "../../core/people/rights.ts";
import { indexRegistry, type RegistryIndex } from "../../core/registry/grid.ts";
import { DAY, HOUR, MINUTE, plus, startOfBeijingDay } from "../../core/time.ts";
import { aGrid, anActor, NOW } from "../../tests/support/case-facts.ts";
import { at, HOUR_START, STACK } from "../../tests/support/hour-facts.ts";
import { INCINERATOR } from "../../tests/support/tag-facts.ts";
import { makeTag, type NewTag, placeOf, takeBackTag } from "./decide-tag.ts";
import type { Tag } from "./tag.ts";
import { TAGS } from "./tag-collection.ts";
import { TAG_DATA, TAKE_BACK_TAG } from "./tag-commands.ts";
import { TAG_SUBJECT } from "./tag-subject.ts";
import { TAG_DOOR } from "./tag-wire.ts";

const { registry } = aGrid();
/** e1 has a kiln with two outlets, and a unit without one; e2 a unit of its own. */
const INDEX = indexRegistry({
  ...registry,
  emissionUnits: [
    { id: "kiln", enterprise: "e1", code: "MF0001", outlets: ["e1-DA001", "e1-B1"] },
    { id: "mill", enterprise: "e1", code: "MF0002", outlets: ["e1-DA001"] },
    { id: "bare", enterprise: "e1", code: "MF0003" },
    { id: "other", enterprise: "e2", code: "MF0001", outlets: ["e2-DA001"] },
  ],
  channels: [{ outlet: "e1-DA001", device: "x", factor: "a21026", pollutant: "a21026", unit: "mg/m3" }],
});
const INCINERATION = indexRegistry({
  ...INDEX.registry,
  outlets: registry.outlets.map((outlet) => (outlet.id === STACK.id ? INCINERATOR : outlet)),
});
const SPECIALIST = anActor("enterprise-specialist");
const NOON = plus(startOfBeijingDay(HOUR_START), DAY + 12 * HOUR);
const BODY: NewTag = {
  ...{ outlet: STACK.id, tag: "device-fault", from: HOUR_START, to: plus(HOUR_START, HOUR) },
  ...{ reason: "分析仪故障", evidence: ["运维单 12"] },
};

interface Given {
  readonly actor?: Actor;
  readonly now?: Tag["madeAt"];
  readonly index?: RegistryIndex;
  readonly known?: readonly Tag[];
}

function momentOf({ now = NOW, index = INDEX }: Given) {
  return { now, index, seq: 7, calendar: WEEKDAYS_ONLY };
}

function make(over: Partial<NewTag> = {}, given: Given = {}) {
  const { actor = SPECIALIST, known = [] } = given;
  return makeTag({ ...BODY, ...over, actor }, momentOf(given), known);
}

function made(over: Partial<NewTag> = {}, given: Given = {}): Tag {
  const result = make(over, given);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

const ofKiln = (over: Partial<NewTag> = {}) => ({ outlet: undefined, unit: "kiln", ...over });

test("a tag says what, of which outlet, from when to when, why, who said it, and until when that was in time", () => {
  const person = { ...SPECIALIST, person: "p1" };

  expect(made({}, { actor: person })).toEqual({
    ...{ id: "tag:7", tag: "device-fault", layer: "device", trade: "other", unit: null, outlets: [STACK.id], enterprise: "e1" },
    ...{ from: HOUR_START, to: plus(HOUR_START, HOUR), endsAt: plus(HOUR_START, HOUR) },
    ...{ reason: "分析仪故障", evidence: ["运维单 12"], madeAt: NOW, madeBy: person.id, madeByName: person.name },
    ...{ madePerson: "p1", deadline: NOON, late: false, takenBack: null },
  });
});

test("a tag of a unit lies on the outlets of the unit", () => {
  expect(made(ofKiln({ tag: "stopped" }))).toMatchObject({ unit: "kiln", layer: "state", outlets: ["e1-DA001", "e1-B1"] });
});

test("a tag at 12:00 is in time and a tag at 12:01 is taken, and late", () => {
  expect(made({}, { now: NOON }).late).toBe(false);
  expect(made({}, { now: plus(NOON, MINUTE) }).late).toBe(true);
});

test("an hour of waste incineration is tagged by one hour after its end", () => {
  const deadline = plus(HOUR_START, 2 * HOUR);

  expect(made({}, { index: INCINERATION, now: deadline })).toMatchObject({ deadline, late: false });
  expect(made({}, { index: INCINERATION, now: plus(deadline, 1) }).late).toBe(true);
});

test("a kind that the trade's text does not know is refused, and says which are known", () => {
  const result = make({ tag: "heating-up" });

  expect(result).toMatchObject({ ok: false, error: { code: "invalid-fields", errors: [{ pointer: "/tag" }] } });
  expect(made({ tag: "heating-up" }, { index: INCINERATION }).tag).toBe("heating-up");
});

test.each([
  [{ to: HOUR_START }, "window-empty"],
  [{ to: plus(HOUR_START, 31 * DAY + 1) }, "window-too-long"],
] as const)("a span that is none or longer than 31 days is refused: %j", (over, code) => {
  expect(make(over)).toMatchObject({ ok: false, error: { errors: [{ pointer: "/to", code }] } });
});

test("what has not begun cannot be tagged; what has may end later", () => {
  expect(make({ from: plus(NOW, 1), to: plus(NOW, HOUR) })).toMatchObject({ error: { code: "tag-in-advance" } });
  expect(made({ from: NOW, to: plus(NOW, 10 * DAY) }).late).toBe(false);
});

// Behaviour
test("two tags of one layer at one place never overlap: a unit is in one state, an analyser has one trouble", () => {
  const fault = made();
  const later = { from: plus(HOUR_START, HOUR), to: plus(HOUR_START, 65 * MINUTE) };
  const overlapping = { tag: "device-maintenance", from: plus(HOUR_START, 30 * MINUTE), to: plus(HOUR_START, HOUR) } as const;

  expect(make(overlapping, { known: [fault] })).toMatchObject({
    error: { status: 409, code: "tag-overlaps", facts: { tag: "device-fault", from: HOUR_START, to: fault.endsAt } },
  });
  expect(make(later, { known: [fault] }).ok).toBe(true);
  expect(make({ tag: "stopped" }, { known: [fault] }).ok).toBe(true);
  expect(make({ outlet: "e1-B1" }, { known: [fault] }).ok).toBe(true);
  expect(make(ofKiln({ tag: "device-fault" }), { known: [fault] })).toMatchObject({ error: { code: "tag-overlaps" } });
});

test("two units at one stack may be in different states, but neither in two; a state said of the stack is one of both", () => {
  const stopped = made(ofKiln({ tag: "stopped" }));

  expect(make(ofKiln({ unit: "mill", tag: "starting" }), { known: [stopped] }).ok).toBe(true);
  expect(make(ofKiln({ tag: "starting" }), { known: [stopped] })).toMatchObject({ error: { code: "tag-overlaps" } });
  expect(make({ tag: "starting" }, { known: [stopped] })).toMatchObject({ error: { code: "tag-overlaps" } });
});

test("nobody but the enterprise's own specialist tags its data", () => {
  const others = ROLES.filter((role) => role !== "enterprise-specialist").map((role) => anActor(role));

  for (const actor of others) expect(make({}, { actor })).toMatchObject({ error: { code: "role-not-allowed" } });
  expect(make({ outlet: "e2-DA001" })).toMatchObject({ error: { code: "outside-your-cells" } });
});

test("a place that is not registered, or a unit without an outlet, cannot be tagged", () => {
  expect(make({ outlet: "e1-XX" })).toMatchObject({ error: { errors: [{ pointer: "/outlet", code: "unknown-outlet" }] } });
  expect(make({ outlet: undefined })).toMatchObject({ error: { errors: [{ code: "unknown-outlet" }] } });
  expect(make(ofKiln({ unit: "bare" }))).toMatchObject({ error: { errors: [{ code: "unknown-emission-unit" }] } });
  expect(placeOf(ofKiln({ unit: "none" }), INDEX)).toBeUndefined();
});

test("a tag is taken back once, from a moment on, while that may still be tagged", () => {
  const tag = made({ to: plus(HOUR_START, 10 * HOUR) });
  const from = plus(HOUR_START, HOUR);
  const back = (one: Tag, over: object = {}, given: Given = {}) =>
    takeBackTag(one, { actor: given.actor ?? SPECIALIST, reason: "已恢复", from, ...over }, momentOf(given));
  const taken = back(tag);

  expect(taken).toMatchObject({
    value: {
      to: tag.to,
      endsAt: from,
      takenBack: { from, at: NOW, by: SPECIALIST.id, byName: SPECIALIST.name, reason: "已恢复" },
    },
  });
  expect(back(tag, { from: undefined })).toMatchObject({ value: { endsAt: HOUR_START } });
  expect(back(tag, { from: plus(HOUR_START, -DAY) })).toMatchObject({ value: { endsAt: HOUR_START } });
  expect(back(tag, { from: tag.to })).toMatchObject({ error: { errors: [{ pointer: "/from", code: "window-empty" }] } });
  expect(back(tag, {}, { now: NOON }).ok).toBe(true);
  expect(back(tag, {}, { now: plus(NOON, 1) })).toMatchObject({ error: { code: "tag-time-over", facts: { deadline: NOON } } });
  expect(taken.ok && back(taken.value)).toMatchObject({ error: { code: "tag-taken-back" } });
  expect(back(tag, {}, { actor: anActor("bureau-staff") })).toMatchObject({ error: { code: "role-not-allowed" } });
  expect(back(tag, {}, { actor: { ...SPECIALIST, enterprise: "e2" } })).toMatchObject({ error: { code: "outside-your-cells" } });
});

test("a tag whose outlets are registered no more keeps the common deadline", () => {
  const gone = { ...made(), outlets: ["e1-GONE"] };

  expect(takeBackTag(gone, { actor: SPECIALIST, reason: "x" }, momentOf({ now: NOON })).ok).toBe(true);
});

test("the hours of the tag and of later ones that share its budget are judged again, those of a tag taken back from there on", () => {
  const later = made(
    { from: plus(HOUR_START, 20 * HOUR), to: plus(HOUR_START, 30 * HOUR) },
    { now: plus(HOUR_START, 30 * HOUR) },
  );
  const span = { outlet: STACK.id, pollutant: "a21026", from: HOUR_START, isOfHours: true };
  const decided = TAG_DATA.decide({ row: null, body: BODY, actor: SPECIALIST, moment: momentOf({}) }, [later]);

  expect(decided).toMatchObject({ value: { id: "tag:7", judgeAgain: [{ ...span, to: later.endsAt }] } });

  const row = made({ to: plus(HOUR_START, 5 * HOUR) });
  const body = { reason: "x", from: plus(HOUR_START, 90 * MINUTE) };
  expect(TAKE_BACK_TAG.decide({ row, body, actor: SPECIALIST, moment: momentOf({}) }, [])).toMatchObject({
    value: { judgeAgain: [{ ...span, from: plus(HOUR_START, HOUR), to: row.to }] },
  });
  expect(TAKE_BACK_TAG.decide({ row, body: { ...body, from: row.to }, actor: SPECIALIST, moment: momentOf({}) }, []).ok).toBe(
    false,
  );
  expect(
    TAG_DATA.decide(
      { row: null, body: { ...BODY, tag: "accident", from: row.to, to: row.to }, actor: SPECIALIST, moment: momentOf({}) },
      [],
    ).ok,
  ).toBe(false);
});

test("of an outlet at which nothing is measured or limited nothing is judged again", () => {
  const decided = TAG_DATA.decide({ row: null, body: { ...BODY, outlet: "e1-B1" }, actor: SPECIALIST, moment: momentOf({}) }, []);

  expect(decided).toMatchObject({ value: { judgeAgain: [] } });
});

test("live pages are told of a tag at its first outlet", () => {
  expect(TAG_SUBJECT.newsOf(made())).toEqual({ outlet: STACK.id, cell: null, enterprise: "e1", data: { tag: "device-fault" } });
  expect(TAG_SUBJECT.newsOf({ ...made(), outlets: [] }).outlet).toBeNull();
});

test("what a tag looks up are the tags of its outlets that end after it begins", async () => {
  const stored = [made(), made({ from: plus(HOUR_START, -2 * HOUR), to: HOUR_START }, { now: NOW })];
  const asked: unknown[] = [];
  const reader = {
    list: async (_: unknown, query: { readonly where: Parameters<typeof testsOf>[1] }) => {
      asked.push(query.where);
      const tests = testsOf(TAGS, query.where);
      return { items: stored.filter((row) => passes(TAGS, row, tests)), next: null };
    },
  } as never;
  const found = await TAG_DATA.needs({ row: null, body: BODY, actor: SPECIALIST, moment: momentOf({}) }, reader);

  expect(found.map(({ from }) => from)).toEqual([HOUR_START]);
  const nowhere = { ...BODY, outlet: "e1-XX" };
  expect(await TAG_DATA.needs({ row: null, body: nowhere, actor: SPECIALIST, moment: momentOf({}) }, reader)).toEqual([]);
  const [row] = stored as [Tag];
  expect(await TAKE_BACK_TAG.needs({ row, body: { reason: "" }, actor: SPECIALIST, moment: momentOf({}) }, reader)).toHaveLength(
    1,
  );
});

test("what a caller may not see does not exist for the caller", () => {
  const problems = (body: NewTag, actor: Actor = SPECIALIST) => TAG_DATA.problemsOf?.({ row: null, body, actor, index: INDEX });

  expect(problems(BODY)).toEqual([]);
  expect(problems(BODY, anActor("administrator"))).toEqual([]);
  expect(problems({ ...BODY, outlet: "e2-DA001" })).toMatchObject([{ pointer: "/outlet", code: "unknown-outlet" }]);
  expect(problems({ ...BODY, outlet: undefined })).toMatchObject([{ pointer: "/outlet" }]);
  expect(problems({ ...BODY, ...ofKiln({ unit: "other" }) })).toMatchObject([
    { pointer: "/unit", code: "unknown-emission-unit" },
  ]);
});

test("a request names a unit or an outlet, one of the two, and a span", () => {
  const wire = { tag: "device-fault", from: "2026-11-23T08:00:00+08:00", to: "2026-11-23T09:00:00+08:00", reason: "x" };
  const takes = (body: object) => TAG_DATA.body.safeParse(body).success;

  expect(takes({ ...wire, outlet: "a" })).toBe(true);
  expect(takes({ ...wire, unit: "a" })).toBe(true);
  expect(takes(wire)).toBe(false);
  expect(takes({ ...wire, unit: "a", outlet: "a" })).toBe(false);
  expect(takes({ ...wire, outlet: "a", to: wire.from })).toBe(false);
});

function readerOf(actor: Actor, given: Given = {}): Reader {
  const { now, index } = momentOf(given);
  return { actor, index, now, reach: reachOf(actor, index), open: () => undefined };
}

function wireOf(row: Tag, given: Given = {}) {
  return TAG_DOOR.writerFor(readerOf(given.actor ?? SPECIALIST, given)).toWire(row);
}

test("a tag goes out with what its text says of it, and whether the caller may take it back", () => {
  expect(wireOf(made())).toMatchObject({
    ...{ tag: "device-fault", from: "2026-11-23T00:00:00.000Z", deadline: "2026-11-24T04:00:00.000Z", late: false },
    ...{ effect: "not-used", mostHours: null, isTooLong: false, source: "公告 2022 年第 21 号", confidence: "C", window: null },
    ...{ takenBackAt: null, takenBackBy: null, takenBackByName: null, takenBackReason: null, mayTakeBack: true },
  });
  expect(wireOf(made(), { now: plus(NOON, 1) })).toMatchObject({ mayTakeBack: false });
  expect(wireOf(made(), { actor: anActor("bureau-staff") })).toMatchObject({ mayTakeBack: false });
  const taken = takeBackTag(made(), { actor: SPECIALIST, reason: "标错了" }, momentOf({}));
  expect(taken.ok && wireOf(taken.value)).toMatchObject({ takenBackAt: "2026-11-23T01:05:00.000Z", takenBackReason: "标错了" });
});

test("a fault of a furnace of more than four hours is too long, and so is none of an unknown trade", () => {
  const fault = made({ tag: "unit-fault", to: plus(HOUR_START, 5 * HOUR) }, { index: INCINERATION });

  expect(wireOf(fault, { index: INCINERATION })).toMatchObject({ mostHours: 4, isTooLong: true });
  expect(wireOf({ ...fault, endsAt: plus(HOUR_START, 4 * HOUR) }, { index: INCINERATION })).toMatchObject({ isTooLong: false });
  expect(wireOf({ ...fault, tag: "heating-up" })).toMatchObject({ effect: "none", confidence: "D" });
});

test("starting a cement kiln shows its window from a single source, and excuses nothing", () => {
  const law = { sector: "cement", validFrom: at("2025-01-01T00:00:00Z") } as never;
  const outlets = registry.outlets.map((outlet) => (outlet.id === STACK.id ? { ...outlet, law } : outlet));
  const index = indexRegistry({ ...INDEX.registry, outlets });

  expect(wireOf(made({ tag: "starting" }, { index }), { index })).toMatchObject({
    effect: "none",
    window: { hours: 36, pollutants: ["a21026", "a21002"] },
  });
});

test("a list shows the tags of the enterprises that the reader sees, by outlet, kind and lateness", () => {
  const row = made();
  const isSeenBy = (actor: Actor) => passes(TAGS, row, testsOf(TAGS, TAG_DOOR.visibleTo(readerOf(actor))));
  const passesFilter = (name: string, value: unknown) =>
    passes(TAGS, row, testsOf(TAGS, TAG_DOOR.filters[name]?.where(value as never, readerOf(SPECIALIST)) ?? []));
  const counts = Object.values(TAG_DOOR.counts.of).map((of) => passes(TAGS, row, testsOf(TAGS, of(readerOf(SPECIALIST)))));

  expect(isSeenBy(SPECIALIST)).toBe(true);
  expect(isSeenBy(anActor("bureau-staff"))).toBe(true);
  expect(isSeenBy({ ...SPECIALIST, enterprise: "e2" })).toBe(false);
  expect([passesFilter("enterprise", "e1"), passesFilter("outlet", "e1-B1"), passesFilter("late", true)]).toEqual([
    true,
    false,
    false,
  ]);
  expect(passesFilter("tag", ["device-fault"])).toBe(true);
  expect(counts).toEqual([true, false]);
});
