import { expect, test } from "vitest";
import type { Deadline } from "../core/casework/deadline.ts";
import { indexRegistry } from "../core/registry/grid.ts";
import { beijingDate, DAY, HOUR, type Instant, MINUTE, plus } from "../core/time.ts";
import { MemoryRecords } from "../storage/memory/memory-records.ts";
import { at } from "../tests/support/hour-facts.ts";
import { aJudge, JUDGED, reading, STACK } from "../tests/support/judge-desk.ts";
import { prepareDue } from "./run-due.ts";
import { WorkingSet } from "./working-set.ts";

const FIRST = at("2026-11-16T00:00:00+08:00");
const COMPLETE = at("2026-12-01T01:00:00+08:00");
const NEXT = at("2026-12-03T09:00:00+08:00");

type Desk = ReturnType<typeof aJudge>;

/** Hours of the second half of November, by day and hour: 100 mg/m³ by day, 170 by night. */
const HOURS = Array.from({ length: 15 * 24 }, (_, n) => {
  const hour = n % 24;
  return { at: plus(FIRST, n * HOUR), value: (hour < 5 || hour > 20 ? 170 : 100) + (n % 7) };
});

async function tell(
  { read }: Desk,
  hours: typeof HOURS,
  now: (hour: Instant) => Instant = (start) => plus(start, HOUR + 5 * MINUTE),
) {
  for (const { at: start, value } of hours) await read([{ ...reading(STACK, value, { at: start }), order: start }], now(start));
}

async function leads({ records }: Desk): Promise<readonly (readonly [string, string])[]> {
  const { items } = await records.findings({ limit: 50, rule: "Q16" });
  return items.map(({ status, period }) => [status, beijingDate(period.start)] as const);
}

// Behaviour
test("a half-month is judged by what was counted of its days, when the last of them is complete and nobody speaks any more", async () => {
  const desk = aJudge();
  await tell(desk, HOURS);

  await desk.happen({ kind: "tick" }, plus(COMPLETE, -1));
  expect(await leads(desk)).toEqual([]);
  await desk.happen({ kind: "tick" }, COMPLETE);
  expect(await leads(desk)).toEqual([["provisional", "2026-11-16"]]);
  await desk.happen({ kind: "tick" }, NEXT);
  expect(await leads(desk)).toEqual([["confirmed", "2026-11-16"]]);
});

test("what comes days later is counted again at once: a lead falls that it speaks against", async () => {
  const desk = aJudge();
  await tell(desk, HOURS);
  await desk.happen({ kind: "tick" }, NEXT);

  const nights = HOURS.filter(({ value }) => value > 150).map((hour) => ({ ...hour, value: 90 }));
  for (const { at: start, value } of nights) await desk.read([{ ...reading(STACK, value, { at: start }), order: NEXT }], NEXT);

  expect(await leads(desk)).toEqual([["withdrawn", "2026-11-16"]]);
});

test("a half-month that comes as a whole when it is long over is judged as one that came in time", async () => {
  const desk = aJudge();
  await tell(desk, HOURS, () => NEXT);

  expect(await leads(desk)).toEqual([["confirmed", "2026-11-16"]]);
});

test("a state of a half-month holds a few numbers a day, and nothing of a day on which nothing counts", async () => {
  const desk = aJudge();
  await tell(desk, HOURS.slice(0, 48));
  await desk.happen({ kind: "tick" }, plus(FIRST, 3 * DAY + 2 * HOUR));

  const [state] = await desk.records.periodsOf([{ ...STACK, basis: "half-month", start: FIRST }]);
  expect(state?.days?.map(({ start }) => beijingDate(start))).toEqual(["2026-11-16", "2026-11-17"]);
  expect(JSON.stringify(state?.days).length).toBeLessThan(2 * 200);
  expect(state?.askAt).toBe(plus(FIRST, 4 * DAY + HOUR));
});

test("a limit that changes has the half-months judged anew by it", async () => {
  const desk = aJudge();
  await tell(desk, HOURS);
  await desk.happen({ kind: "tick" }, NEXT);
  const gone = { ...JUDGED, outlets: JUDGED.outlets.filter(({ id }) => id !== STACK.outlet), limits: [] };
  await desk.happen({ kind: "registry", step: { registry: gone } }, plus(NEXT, HOUR));
  for (let n = 1; n < 5; n++) await desk.happen({ kind: "tick" }, plus(NEXT, HOUR + n));

  expect(await leads(desk)).toEqual([["withdrawn", "2026-11-16"]]);
});

test("of an outlet that left the registry no day is counted any more, and nobody asks again", async () => {
  const desk = aJudge();
  for (const pollutant of ["a21026", "a21002"]) {
    await desk.read([reading({ ...STACK, pollutant }, 100, { at: FIRST })], plus(FIRST, HOUR + 5 * MINUTE));
  }
  await desk.happen(
    { kind: "registry", step: { registry: { ...JUDGED, outlets: [], channels: [], limits: [] } } },
    plus(FIRST, DAY),
  );
  await desk.happen({ kind: "tick" }, NEXT);

  const states = await desk.records.periods({ ...STACK, basis: "half-month", from: FIRST, to: NEXT, limit: 9 });
  expect(states.map(({ days, askAt }) => [days, askAt])).toEqual([[undefined, null]]);
});

test("of outlets that left the registry nothing is read before the deadlines of their half-months run out", async () => {
  const index = indexRegistry({ ...JUDGED, outlets: [], channels: [], limits: [] });
  const turn = { set: new WorkingSet(new MemoryRecords()), index, seq: 9, now: COMPLETE };
  const keys = ["a21026", "a21002"].map((pollutant) => ({ ...STACK, pollutant }));
  const due = keys.map(({ outlet, pollutant }): Deadline => {
    const detail = JSON.stringify([pollutant, "half-month", FIRST]);
    return { id: `ask:${pollutant}`, at: COMPLETE, kind: "ask-again", subject: outlet, detail };
  });

  await prepareDue(turn, due);

  expect(keys.map((key) => turn.set.peekPeriod({ ...key, basis: "hour", start: FIRST }))).toEqual([undefined, undefined]);
});
