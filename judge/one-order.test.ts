import { expect, test } from "vitest";
import { DECLARE } from "../cases/declaration/declaration-commands.ts";
import { commandOf } from "../core/casework/command-of.ts";
import type { EntryContent } from "../core/entries/read-entry.ts";
import { DAY, HOUR, type Instant, instant, MINUTE, plus, startOfBeijingDate } from "../core/time.ts";
import { anActor, NOW } from "../tests/support/case-facts.ts";
import { aLimit, day, HOUR_START } from "../tests/support/hour-facts.ts";
import { aJudge, BOUNDARY, JUDGED, MN, reading, STACK } from "../tests/support/judge-desk.ts";

type Desk = ReturnType<typeof aJudge>;

/** Noon of the day after the hour that is judged, and half an hour after it. */
const NOON = plus(startOfBeijingDate(day("2026-11-24")), 12 * HOUR);
const HALF_PAST = plus(NOON, 30 * MINUTE);

function declarationFrom(from: Instant, hours: number) {
  const where = { enterprise: "e1", outlets: [BOUNDARY.outlet], pollutants: [BOUNDARY.pollutant] };
  const body = { ...where, cause: "maintenance" as const, from, to: plus(from, hours * HOUR), measures: "x", note: "" };
  return commandOf(DECLARE, { actor: anActor("enterprise-specialist"), subject: null, body });
}

// Behaviour
test("one declaration that nobody answers, 743 hours above the limit and 40 days away: one look at what is due, and it goes on", async () => {
  const { records, read, command, happen } = aJudge();
  await command(declarationFrom(HOUR_START, 744), HOUR_START);
  for (let n = 0; n < 743; n++) {
    const start = plus(HOUR_START, n * HOUR);
    await read([reading(BOUNDARY, 0.9 + (n % 2), { at: start })], plus(start, HOUR + 5 * MINUTE));
  }
  const before = await records.lastEventId();
  const end = plus(HOUR_START, 743 * HOUR + 40 * DAY);

  await happen({ kind: "tick" }, end);

  // Every hour still waits for the answer; only the clocks of the case and of the declaration have run out.
  expect((await records.findings({ limit: 1_000, status: "provisional" })).items).toHaveLength(743);
  expect((await records.lastEventId()) - before).toBeLessThan(20);
  expect((await records.position()).engineAt).toBe(end);
});

/** What the finding went through by half past twelve, whatever came first after the restart at that time. */
async function historyWith(first: (desk: Desk) => Promise<unknown>) {
  const desk = aJudge();
  await desk.read([{ ...reading(STACK, 230), order: 1 }], NOW);
  await first(desk);
  await desk.read([{ ...reading(STACK, 150), order: 2 }], HALF_PAST);
  const [finding] = (await desk.records.findings({ limit: 10 })).items;
  const timeline = await desk.records.timeline(finding?.caseId ?? "");
  return {
    history: finding?.history.map(({ at, status }) => [at, status]),
    timeline: timeline.map(({ at, action, to }) => [at, action, to]),
  };
}

// Behaviour
test("killed at 11:59 and started at 12:30, the history is the same whatever the first entry is: a tick, a correction, a step of the desk, an edit of the registry", async () => {
  const firsts: readonly ((desk: Desk) => Promise<unknown>)[] = [
    () => Promise.resolve(),
    ({ happen }) => happen({ kind: "tick" }, NOON),
    ({ happen }) => happen({ kind: "tick" }, HALF_PAST),
    ({ command }) => command(declarationFrom(plus(HALF_PAST, HOUR), 2), HALF_PAST),
    ({ happen }) => happen({ kind: "registry", step: { registry: { ...JUDGED, people: [] } } }, HALF_PAST),
    ({ read }) => read([reading(BOUNDARY, 0.1)], HALF_PAST),
  ];
  const [told, ...others] = await Promise.all(firsts.map(historyWith));

  expect(told?.history).toEqual([
    [NOW, "provisional"],
    [NOON, "confirmed"],
    [HALF_PAST, "withdrawn"],
  ]);
  // Nineteen hours of lateness are in the timeline, each at its own time.
  expect(told?.timeline.length).toBeGreaterThan(3);
  for (const other of others) expect(other).toEqual(told);
  expect(instant(Math.max(...(told?.timeline ?? []).map(([at]) => Number(at))))).toBe(HALF_PAST);
});

const OF_ANOTHER = { outlet: "e2-DA001", pollutant: "a21026" };
const TWO_PLANTS = {
  ...JUDGED,
  channels: [...JUDGED.channels, { ...OF_ANOTHER, device: MN, factor: "a21026", unit: "mg/m3" }],
  limits: [...JUDGED.limits, aLimit({ ...OF_ANOTHER, id: "e2" })],
} as typeof JUDGED;

/** What became of the findings at noon, by outlet, each with the time at which it was said. */
async function confirmedBy({ records }: Desk): Promise<readonly (readonly [string, Instant])[]> {
  const { items } = await records.findings({ limit: 100, status: "confirmed" });
  return items.map(({ outlet, history }) => [outlet, history.at(-1)?.at as Instant] as const).sort();
}

// Behaviour
test("hour values at noon wait for what is due of their own enterprise; that of another is confirmed with a tick, as of noon", async () => {
  const desk = aJudge(TWO_PLANTS);
  await desk.read([reading(STACK, 230), reading(OF_ANOTHER, 230)], NOW);

  await desk.read([reading(BOUNDARY, 0.1)], HALF_PAST);
  expect(await confirmedBy(desk)).toEqual([[STACK.outlet, NOON]]);

  await desk.happen({ kind: "tick" }, plus(HALF_PAST, 1));
  expect(await confirmedBy(desk)).toEqual([
    [STACK.outlet, NOON],
    [OF_ANOTHER.outlet, NOON],
  ]);
});

test("a tick takes a share of what is due, the earliest; by which somebody moves the clock, and a version of the registry, all of it", async () => {
  // With the lead of a day that has more than three of them.
  const hours = Array.from({ length: 8 }, (_, n) => reading(STACK, 230 + n, { at: plus(HOUR_START, -n * HOUR) }));
  const request = { id: "r", fingerprint: "f", actor: "user-1" };
  const afterNoon = async (first: EntryContent): Promise<number> => {
    const desk = aJudge(TWO_PLANTS, { dueOfATick: 3, mostRows: 2 });
    await desk.read(hours, NOW);
    await desk.happen({ kind: "registry", step: { registry: TWO_PLANTS } }, plus(NOON, -1));
    await desk.happen(first, HALF_PAST);
    return (await confirmedBy(desk)).length;
  };

  expect(await afterNoon({ kind: "tick" })).toBe(3);
  expect(await afterNoon({ kind: "tick", request })).toBe(9);
  expect(await afterNoon({ kind: "registry", step: { registry: { ...TWO_PLANTS, people: [] } } })).toBe(9);
});

test("a message whose enterprise has more due than one commit takes is judged only after all of it", async () => {
  const desk = aJudge(TWO_PLANTS, { dueOfATick: 3, mostRows: 2 });
  await desk.read(
    Array.from({ length: 8 }, (_, n) => reading(STACK, 230 + n, { at: plus(HOUR_START, -n * HOUR) })),
    NOW,
  );

  await desk.read([reading(BOUNDARY, 0.1)], HALF_PAST);

  expect(await confirmedBy(desk)).toEqual(Array.from({ length: 9 }, () => [STACK.outlet, NOON]));
});
