import { expect, test } from "vitest";
import { CASES } from "../cases/case/case-collection.ts";
import { TRANSITION } from "../cases/case/transition-command.ts";
import { allRows } from "../core/casework/all-rows.ts";
import { commandOf } from "../core/casework/command-of.ts";
import { DAY, HOUR, MINUTE, plus, startOfBeijingDate } from "../core/time.ts";
import { anActor } from "../tests/support/case-facts.ts";
import { aLimit, day, HOUR_START } from "../tests/support/hour-facts.ts";
import { aJudge, JUDGED, reading, STACK } from "../tests/support/judge-desk.ts";

/** Noon of the day after the hour that is judged: the time for marking is over. */
const NOON = plus(startOfBeijingDate(day("2026-11-24")), 12 * HOUR);

const [CASE_ORDER = ""] = Object.keys(CASES.orders);

/** A judge that has confirmed the hour at this value, and what it says of it. */
async function confirmedAt(value: number, over: { readonly unit?: string; readonly registry?: typeof JUDGED } = {}) {
  const { unit = "mg/m3", registry = JUDGED } = over;
  const desk = aJudge(registry);
  await desk.read([{ ...reading(STACK, value), unit, order: 2 }]);
  await desk.happen({ kind: "tick" }, NOON);
  const found = async () =>
    (await desk.records.findings({ limit: 10 })).items.map(({ rule, status, level }) => [rule, status, level]);
  return { ...desk, found };
}

const CONFIRMED = ["EXCEED-HOUR", "confirmed", "A3"];

// Behaviour
test("an older frame that is sent again byte for byte overturns neither its correction nor a confirmed A3", async () => {
  const desk = aJudge();
  const older = { ...reading(STACK, 150), order: 1 };
  await desk.read([older]);
  await desk.read([{ ...reading(STACK, 230), order: 2 }]);
  await desk.happen({ kind: "tick" }, NOON);

  await desk.read([older], plus(NOON, HOUR));

  const [finding] = (await desk.records.findings({ limit: 10 })).items;
  expect(finding).toMatchObject({ value: 230, status: "confirmed", level: "A3", disputed: false });
});

// Behaviour
test("two ten-minute rows with flag M eight days after confirmation leave an A3 standing and are a lead", async () => {
  const { read, found } = await confirmedAt(230);
  const row = (minute: number) => {
    const at = plus(HOUR_START, minute * MINUTE);
    return { ...reading(STACK, 230, { basis: "minute", at }), flag: "M", minutes: 10, order: 3 };
  };

  await read([row(0), row(10)], plus(NOON, 8 * DAY));

  expect(await found()).toEqual([["Q25", "confirmed", "A1"], CONFIRMED]);
});

// Behaviour
test("an analyser that is replaced by one in ug/m3 moves no finding of before, and 5000 ug/m3 after it are 5 against 10", async () => {
  const limits = [aLimit({ value: 10 })];
  const { read, happen, found, records } = await confirmedAt(12, { registry: { ...JUDGED, limits } });
  const channels = JUDGED.channels.map((channel) => ({ ...channel, unit: "ug/m3" }));

  await happen({ kind: "registry", step: { registry: { ...JUDGED, channels, limits } } }, plus(NOON, 1));
  const next = plus(NOON, -HOUR);
  await read([{ ...reading(STACK, 5_000, { at: next }), unit: "ug/m3" }], plus(NOON, 2));

  expect(await found()).toEqual([CONFIRMED]);
  expect(await records.verdicts({ ...STACK, basis: "hour", from: next, to: plus(next, HOUR) })).toMatchObject([
    { verdict: "compliant", value: 5, limitValue: 10 },
  ]);
});

// Behaviour
test("a desk that acts in the first second after a restart erases none of the hours by which a case was late", async () => {
  const late = async (first: "desk" | "tick") => {
    const { records, happen, command } = await confirmedAt(230);
    const [row] = await allRows(records.subjects, CASES, { where: [], order: CASE_ORDER });
    const { id = "", version = 0 } = row ?? {};
    const back = plus(NOON, 19 * HOUR);
    if (first === "tick") await happen({ kind: "tick" }, back);
    const body = { to: "accepted", version, note: "", fields: {} } as const;
    await command(commandOf(TRANSITION, { actor: anActor("duty-desk"), subject: id, body }), back);
    const timeline = await records.timeline(id);
    return timeline.filter(({ at }) => at > NOON && at < back).map(({ at, action }) => [at, action]);
  };

  const told = await late("desk");

  // A confirmed case waits half an hour for the desk: that, and each step of the ladder after it, at its own time.
  expect(told.length).toBeGreaterThan(1);
  expect(told[0]).toEqual([plus(NOON, 30 * MINUTE), expect.any(String)]);
  expect(await late("tick")).toEqual(told);
});
