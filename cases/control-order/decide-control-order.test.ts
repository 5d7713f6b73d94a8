import { expect, test } from "vitest";
import type { Where } from "../../core/casework/collection.ts";
import { passes, testsOf } from "../../core/casework/row-filter.ts";
import type { Reader } from "../../core/casework/subject-door.ts";
import { WEEKDAYS_ONLY } from "../../core/casework/working-calendar.ts";
import type { Actor } from "../../core/people/actor.ts";
import { reachOf } from "../../core/people/reach.ts";
import { holds, ROLES } from "../../core/people/rights.ts";
import { DAY, HOUR, MINUTE, plus } from "../../core/time.ts";
import { anActor, measuredBoundary, NOW } from "../../tests/support/case-facts.ts";
import { caseworkReader } from "../../tests/support/casework-reader.ts";
import type { ControlOrder } from "./control-order.ts";
import { CONTROL_ORDERS } from "./control-order-collection.ts";
import { LIFT_CONTROL, ORDER_CONTROL } from "./control-order-commands.ts";
import { CONTROL_ORDER_SUBJECT } from "./control-order-subject.ts";
import { CONTROL_ORDER_DOOR } from "./control-order-wire.ts";
import { type GivenOrder, liftControl, orderControl } from "./decide-control-order.ts";

const INDEX = measuredBoundary();
const MOMENT = { index: INDEX, now: NOW, seq: 7, calendar: WEEKDAYS_ONLY };
const BODY: GivenOrder = {
  level: "orange",
  from: plus(NOW, HOUR),
  to: plus(NOW, DAY),
  enterprises: ["e1", "e2"],
  share: 0.5,
  note: "",
};
const STAFF = anActor("bureau-staff");
const SPECIALIST = anActor("enterprise-specialist");

function order(over: Partial<GivenOrder> = {}, actor: Actor = STAFF) {
  return orderControl({ ...BODY, ...over, actor }, MOMENT);
}

function ordered(over: Partial<ControlOrder> = {}): ControlOrder {
  const result = order();
  if (!result.ok) throw new Error(result.error.code);
  return { ...result.value, ...over };
}

function reader(actor: Actor): Reader {
  return { actor, index: INDEX, reach: reachOf(actor, INDEX), now: NOW, open: () => undefined };
}

function finds(row: ControlOrder, where: Where): boolean {
  return passes(CONTROL_ORDERS, row, testsOf(CONTROL_ORDERS, where));
}

test("an order names the enterprises, the window, and what part of the production is still allowed", () => {
  expect(ordered()).toEqual({
    id: "control-order:7",
    ...BODY,
    orderedAt: NOW,
    orderedBy: "user-bureau-staff",
    orderedByName: "演示-bureau-staff",
  });
});

test.each(ROLES)("a %s orders control exactly when the role has the power", (role) => {
  const result = order({}, anActor(role));

  if (holds([role], "order-control")) expect(result.ok).toBe(true);
  else expect(result).toMatchObject({ ok: false, error: { status: 403, code: "role-not-allowed" } });
});

test("nobody orders or lifts control of an enterprise of another district", () => {
  const elsewhere = anActor("bureau-staff", { cells: ["h1"] });
  const declined = { error: { status: 403, code: "outside-your-cells" } };

  expect(order({}, elsewhere)).toMatchObject(declined);
  expect(liftControl(ordered(), { actor: elsewhere }, MOMENT)).toMatchObject(declined);
});

test.each([
  [{ to: BODY.from }, "/to window-empty"],
  [{ to: plus(BODY.from, 31 * DAY + 1) }, "/to window-too-long"],
  [{ enterprises: ["e1", "zz"] }, "/enterprises/1 unknown-enterprise"],
])("an order with %j is declined", (over, expected) => {
  const result = order(over);

  expect(!result.ok && result.error.errors?.map((e) => `${e.pointer} ${e.code}`)).toEqual([expected]);
});

test.each([[{ share: 1.1 }], [{ share: -0.1 }], [{ level: "blue" }], [{ enterprises: [] }]])(
  "an order with %j is not read",
  (over) => {
    const sent = { ...BODY, from: "2026-11-24T00:00:00+08:00", to: "2026-11-25T00:00:00+08:00" };

    expect(ORDER_CONTROL.body.safeParse(sent).success).toBe(true);
    expect(ORDER_CONTROL.body.safeParse({ ...sent, ...over }).success).toBe(false);
  },
);

test.each([
  ["holds ends now", plus(BODY.from, HOUR), plus(BODY.from, HOUR)],
  ["has not begun holds at no time", NOW, BODY.from],
  ["is over stays as it is", plus(BODY.to, HOUR), BODY.to],
])("an order that %s when it is lifted", (_, now, to) => {
  expect(liftControl(ordered(), { actor: STAFF }, { ...MOMENT, now })).toEqual({ ok: true, value: ordered({ to }) });
});

test("who may not order does not lift", () => {
  expect(liftControl(ordered(), { actor: SPECIALIST }, MOMENT)).toMatchObject({ error: { code: "role-not-allowed" } });
});

test("commands write the row and have what is emitted in the window judged again, also what no longer lies in it", async () => {
  const asked = { row: null, body: BODY, actor: STAFF, moment: MOMENT };
  const about = { row: ordered(), body: {}, actor: STAFF, moment: MOMENT };
  const given = ORDER_CONTROL.decide(asked, await ORDER_CONTROL.needs(asked, caseworkReader([])));
  const lifted = LIFT_CONTROL.decide(about, await LIFT_CONTROL.needs(about, caseworkReader([])));
  const window = { from: plus(BODY.from, -5 * MINUTE), to: BODY.to };
  const again = ["a24088", "a34001"].map((pollutant) => ({ outlet: "e1-B1", pollutant, ...window }));

  expect(given).toMatchObject({
    ok: true,
    value: { writes: [{ collection: CONTROL_ORDERS, row: ordered() }], judgeAgain: again },
  });
  expect(lifted).toMatchObject({ ok: true, value: { writes: [{ row: { to: BODY.from } }], judgeAgain: again } });
  expect(ORDER_CONTROL.decide({ ...asked, actor: SPECIALIST }, null)).toMatchObject({ ok: false });
  expect(LIFT_CONTROL.decide({ ...about, actor: SPECIALIST }, null)).toMatchObject({ ok: false });
});

test.each([
  [STAFF, ["e1", "e8", "zz"], ["/enterprises/1", "/enterprises/2"]],
  [anActor("administrator"), ["e1", "e8", "zz"], ["/enterprises/2"]],
])("what one may not see does not exist in an order (%#)", (actor, enterprises, expected) => {
  const problems = ORDER_CONTROL.problemsOf?.({ row: null, body: { ...BODY, enterprises }, actor, index: INDEX }) ?? [];

  expect(problems.map((p) => p.pointer)).toEqual(expected);
});

// Behaviour
test("an enterprise sees the orders that name it, and not which others are stopped", () => {
  const isSeen = (actor: Actor) => finds(ordered(), CONTROL_ORDER_DOOR.visibleTo(reader(actor)));
  const seen = (actor: Actor) => CONTROL_ORDER_DOOR.asSeenBy?.(reader(actor), { row: ordered(), timeline: [] }).row.enterprises;

  expect([isSeen(SPECIALIST), isSeen(anActor("enterprise-specialist", { enterprise: "e3" }))]).toEqual([true, false]);
  expect(isSeen(anActor("administrator"))).toBe(true);
  expect([seen(SPECIALIST), seen(STAFF), seen(anActor("administrator"))]).toEqual([["e1"], ["e1", "e2"], ["e1", "e2"]]);
});

test.each([
  ["enterprise", "e1", "e3"],
  ["level", ["orange"], ["red"]],
  ["from", plus(BODY.to, -1), BODY.to],
  ["to", plus(BODY.from, 1), BODY.from],
])("orders are found by %s", (name, right, wrong) => {
  const where = (value: unknown) => CONTROL_ORDER_DOOR.filters[name]?.where(value, reader(STAFF)) ?? [];

  expect([finds(ordered(), where(right)), finds(ordered(), where(wrong))]).toEqual([true, false]);
});

test("orders that hold now are counted", () => {
  const { all, now } = CONTROL_ORDER_DOOR.counts.of;

  expect(all?.(reader(STAFF))).toEqual([]);
  expect(finds(ordered(), now?.(reader(STAFF)) ?? [])).toBe(false);
  expect(finds(ordered({ from: NOW }), now?.(reader(STAFF)) ?? [])).toBe(true);
  expect(finds(ordered({ from: NOW, to: NOW }), now?.(reader(STAFF)) ?? [])).toBe(false);
});

test("an order goes out with its times in UTC, and is told of with its level", () => {
  expect(CONTROL_ORDER_DOOR.writerFor(reader(STAFF)).toWire(ordered())).toMatchObject({
    from: "2026-11-23T02:05:00.000Z",
    to: "2026-11-24T01:05:00.000Z",
    orderedAt: "2026-11-23T01:05:00.000Z",
    share: 0.5,
  });
  expect(CONTROL_ORDER_SUBJECT.newsOf(ordered())).toMatchObject({ data: { level: "orange" } });
});
