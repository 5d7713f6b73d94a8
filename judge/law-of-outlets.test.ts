import { expect, test } from "vitest";
import { indexRegistry } from "../core/registry/grid.ts";
import type { LawConfirmation, LawRow } from "../core/registry/law-row.ts";
import type { Registry } from "../core/registry/registry.ts";
import { HOUR, type Instant, plus, startOfHalfMonth } from "../core/time.ts";
import { judgeUnder } from "../tests/support/a-judge.ts";
import { aGrid, NOW } from "../tests/support/case-facts.ts";
import { aLimit, at, day } from "../tests/support/hour-facts.ts";
import { aLawRow, TYPED } from "../tests/support/law-facts.ts";
import { ORIGIN } from "../tests/support/reading-origin.ts";
import { changedLaw } from "./changed-law.ts";

const MN = "SIM410102000000000000001";
const STACK = { outlet: "e1-DA001", pollutant: "a21026" };
const CHANGE = at("2026-03-01T00:00:00+08:00");
const LATER = at("2026-04-01T09:00:00+08:00");

/** A boiler's stack with these rows of the law, and no row of a permit unless one is named. */
function boiler(law: readonly LawRow[], over: Partial<Registry> = {}): Registry {
  const { registry } = aGrid();
  return {
    ...registry,
    outlets: registry.outlets.map((outlet) =>
      outlet.id === STACK.outlet ? { ...outlet, law: { sector: "boiler", validFrom: day("2025-01-01") } } : outlet,
    ),
    channels: [{ ...STACK, device: MN, factor: STACK.pollutant, unit: "mg/m3" }],
    limits: [],
    law,
    ...over,
  };
}

const UNTIL_MARCH = aLawRow({ id: "until-march", value: 100, validTo: day("2026-03-01") });
const FROM_MARCH = aLawRow({ id: "from-march", value: 50, validFrom: day("2026-03-01") });
const CHANGING = [UNTIL_MARCH, FROM_MARCH];

const hourAt = (start: Instant, value: number) => ({ ...STACK, basis: "hour", at: start, value, flag: "N", ...ORIGIN }) as const;

async function found({ records }: ReturnType<typeof judgeUnder>) {
  const { items } = await records.findings({ limit: 50 });
  return items
    .toSorted((a, b) => a.period.start - b.period.start || (a.rule < b.rule ? -1 : 1))
    .map(({ rule, period, limit, status, level }) => [rule, period.start, limit?.id, status, level]);
}

// Behaviour
test("a limit of the law that changes at 2026-03-01 00:00 Beijing judges the hour before by the old figure and the hour after by the new one", async () => {
  const judge = judgeUnder(boiler(CHANGING), MN);

  await judge.read([hourAt(plus(CHANGE, -HOUR), 80), hourAt(CHANGE, 80), hourAt(plus(CHANGE, -2 * HOUR), 101)], LATER);

  expect(await found(judge)).toEqual([
    ["EXCEED-HOUR", plus(CHANGE, -2 * HOUR), "until-march@e1-DA001", "confirmed", "A3"],
    ["EXCEED-HOUR", CHANGE, "from-march@e1-DA001", "confirmed", "A3"],
  ]);
});

// Behaviour
test("a row of the law that becomes known a month late judges again what it changes, and no hour before its first day", async () => {
  const old = boiler([aLawRow({ id: "until-march", value: 100 })]);
  const judge = judgeUnder(old, MN);
  await judge.read([hourAt(plus(CHANGE, -HOUR), 80), hourAt(CHANGE, 80), hourAt(plus(CHANGE, HOUR), 40)], LATER);
  const before = await found(judge);
  const seq = await judge.put(boiler(CHANGING), LATER);

  expect(before).toEqual([]);
  expect(await found(judge)).toEqual([["EXCEED-HOUR", CHANGE, "from-march@e1-DA001", "confirmed", "A3"]]);
  expect(await judge.records.outcome(seq)).toMatchObject({ ok: true, result: { revised: [expect.any(String)] } });
  expect(changedLaw(indexRegistry(old), indexRegistry(boiler(CHANGING)))).toEqual([
    { ...STACK, basis: "hour", from: CHANGE, to: expect.any(Number) },
    { ...STACK, basis: "half-month", from: startOfHalfMonth(CHANGE), to: expect.any(Number) },
  ]);
});

test("rows that apply to no outlet, and texts of those that apply, judge nothing again", () => {
  const before = indexRegistry(boiler(CHANGING));
  const others = aLawRow({ id: "kiln", appliesTo: { sector: "cement" } });
  const told = CHANGING.map((row) => ({ ...row, table: "表 3", note: { zh: "注", en: "note" } }));

  expect(changedLaw(before, indexRegistry(boiler([...CHANGING, others])))).toEqual([]);
  expect(changedLaw(before, indexRegistry(boiler(told)))).toEqual([]);
});

test("an outlet that was not touched keeps the limits of the law as the same rows, and so does a version of other people", () => {
  const before = indexRegistry(boiler(CHANGING));
  const people = indexRegistry({ ...before.registry, people: [] }, before);
  const renamed = before.registry.outlets.map((o) => (o.id === STACK.outlet ? o : { ...o, name: "别名" }));
  const after = indexRegistry({ ...before.registry, outlets: renamed }, before);
  const key = `${STACK.outlet}|${STACK.pollutant}`;

  expect(people.limits).toBe(before.limits);
  expect(after.limitsByTarget.get(key)?.[0]).toBe(before.limitsByTarget.get(key)?.[0]);
  expect(after.law).toBe(before.law);
});

// Behaviour
test("of the rows of a permit and of the law the strictest in force is named, and all of them stand in the steps", async () => {
  const judge = judgeUnder(
    boiler(CHANGING, { limits: [aLimit({ value: 30, validTo: day("2026-03-01") }), aLimit({ id: "lax", value: 500 })] }),
    MN,
  );
  await judge.read([hourAt(plus(CHANGE, -HOUR), 120), hourAt(CHANGE, 120)], LATER);
  const { items } = await judge.records.findings({ limit: 50 });
  const stepsOf = async (start: Instant) => {
    const id = items.find((finding) => finding.period.start === start)?.id ?? "";
    const finding = await judge.records.finding(id);
    return finding?.steps.flatMap((step) => (step.code === "limit" ? [[step.facts.limit.id, step.facts.limit.value]] : []));
  };

  expect(items.map((finding) => finding.limit?.value).toSorted()).toEqual([30, 50]);
  expect(await stepsOf(plus(CHANGE, -HOUR))).toEqual([
    ["e1-DA001-so2-h", 30],
    ["until-march@e1-DA001", 100],
    ["lax", 500],
  ]);
  expect(await stepsOf(CHANGE)).toEqual([
    ["from-march@e1-DA001", 50],
    ["lax", 500],
  ]);
});

// Behaviour
test("a row of the law that is not confirmed only warns, judges once two persons have confirmed it, and warns again when that is taken back", async () => {
  const unsure = aLawRow({ confidence: "S", value: 50 });
  const confirmed = (lawConfirmations: readonly LawConfirmation[]) => boiler([unsure], { lawConfirmations });
  const judge = judgeUnder(boiler([unsure]), MN);
  await judge.read([hourAt(plus(CHANGE, -HOUR), 80)], NOW);
  const warned = await found(judge);
  await judge.put(confirmed([TYPED]), NOW);
  const judged = await found(judge);
  await judge.put(confirmed([]), NOW);

  const [start, limit] = [plus(CHANGE, -HOUR), "row-1@e1-DA001"];
  expect(warned).toEqual([["LAW-HOUR", start, limit, "provisional", "A1"]]);
  expect(judged).toEqual([
    ["EXCEED-HOUR", start, limit, "confirmed", "A3"],
    ["LAW-HOUR", start, limit, "withdrawn", "A1"],
  ]);
  expect(await found(judge)).toEqual([
    ["EXCEED-HOUR", start, limit, "withdrawn", "A3"],
    ["LAW-HOUR", start, limit, "provisional", "A1"],
  ]);
});

test("a row of general knowledge finds nothing, whatever is measured", async () => {
  const judge = judgeUnder(boiler([aLawRow({ confidence: "G" })]), MN);
  await judge.read([hourAt(CHANGE, 9_000)], NOW);

  expect(await found(judge)).toEqual([]);
});
