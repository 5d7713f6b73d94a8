import fc from "fast-check";
import { expect, test } from "vitest";
import { allRows } from "../../core/casework/all-rows.ts";
import type { Finding } from "../../core/judging/finding.ts";
import { beijingDate, HOUR, type Instant, plus } from "../../core/time.ts";
import { FIGURES } from "../../limits/figures.ts";
import { MemorySubjects } from "../../storage/memory/memory-subjects.ts";
import { aFinding } from "../../tests/support/case-facts.ts";
import { at } from "../../tests/support/hour-facts.ts";
import { runs } from "../../tests/support/runs.ts";
import { changeStanding } from "./change-standing.ts";
import { INCIDENTS } from "./incident-collection.ts";
import { writesOf } from "./incident-writes.ts";
import { readStandingChange } from "./read-standing.ts";
import { levelOf, NONE_STANDING, totalOf } from "./standing-counts.ts";
import { emptyDay, STANDING_DAYS } from "./standing-day.ts";
import { entryOf, type StandingEntry } from "./standing-entry.ts";
import { trackOf } from "./track.ts";

const START = at("2026-11-01T00:00:00+08:00");

/** A finding that lasts `hours` from the hour `from` on. */
function finding(from: number, over: Partial<Finding> & { readonly hours?: number } = {}): Finding {
  const { hours = 1, ...rest } = over;
  const period = { start: plus(START, from * HOUR), end: plus(START, (from + hours) * HOUR) };
  return aFinding({ id: `f${from}+${hours}`, period, ...rest });
}

/** The incidents of a plant, changed finding by finding. */
class Plant {
  readonly store = new MemorySubjects();
  #seq = 0;

  async change(changed: Finding): Promise<void> {
    this.#seq += 1;
    const now = plus(START, 30 * 24 * HOUR + this.#seq);
    const asked = { track: trackOf(changed, false, now), finding: changed, now, seq: this.#seq };
    const change = await readStandingChange(asked, this.store);
    if (change !== undefined) this.store.save(writesOf(change, () => "case:1"));
  }

  async standing() {
    const rows = await allRows(this.store, INCIDENTS, { where: [], order: "newest" });
    return rows.filter((row) => totalOf(row.standing) > 0).sort((a, b) => a.from - b.from);
  }

  /** Spans in hours from the start, with how many findings stand. */
  async spans() {
    return (await this.standing()).map(({ from, to, standing }) => [hourOf(from), hourOf(to), totalOf(standing)]);
  }
}

function hourOf(instant: Instant): number {
  return (instant - START) / HOUR;
}

async function plantWith(...findings: readonly Finding[]): Promise<Plant> {
  const plant = new Plant();
  for (const one of findings) await plant.change(one);
  return plant;
}

function upTo(value: number) {
  return { comparator: "<=", value } as Finding["limit"];
}

function range(min: number, max: number) {
  return { comparator: "range", min, max } as Finding["limit"];
}

const withdrawn = (from: number) => finding(from, { status: "withdrawn" });

test("findings less than 24 hours apart are one incident, and exactly 24 hours apart two", async () => {
  expect(await (await plantWith(finding(0), finding(24))).spans()).toEqual([[0, 25, 2]]);
  expect(await (await plantWith(finding(0), finding(25))).spans()).toEqual([
    [0, 1, 1],
    [25, 26, 1],
  ]);
});

test("two incidents whose gap closes are one that keeps the id of the one opened first", async () => {
  const plant = await plantWith(finding(40), finding(0), finding(20));

  expect(await plant.standing()).toMatchObject([{ id: "incident:f40+1", standing: { A2: 3 } }]);
  expect(await plant.store.get(INCIDENTS, "incident:f0+1")).toMatchObject({ mergedInto: "incident:f40+1" });
});

test("a gap that opens splits an incident: the part that begins first keeps the id", async () => {
  const plant = await plantWith(finding(0), finding(20), finding(40), withdrawn(20));

  expect(await plant.standing()).toMatchObject([
    { id: "incident:f0+1", to: plus(START, HOUR) },
    { id: "incident:f40+1", from: plus(START, 40 * HOUR) },
  ]);
});

test("a part whose first finding gave the whole its name is called otherwise", async () => {
  const plant = await plantWith(finding(40), finding(20), finding(0), withdrawn(20));

  expect((await plant.standing()).map((i) => i.id)).toEqual(["incident:f40+1", "incident:f40+1:4"]);
});

test("an incident counts its findings by level and knows the gravest value, also when that one falls", async () => {
  const limit = { comparator: "<=", value: 100 } as Finding["limit"];
  const plant = await plantWith(
    finding(0, { limit, value: 230, level: "A3", status: "confirmed" }),
    finding(1, { limit, value: 150 }),
    finding(2, { limit, value: 120 }),
  );
  expect(await plant.standing()).toMatchObject([{ standing: { A2: 2, A3: 1, A4: 0 }, highest: { value: 230, multiple: 2.3 } }]);

  await plant.change(finding(0, { limit, value: 90, status: "withdrawn" }));

  expect(await plant.standing()).toMatchObject([{ standing: { A2: 2, A3: 0 }, highest: { value: 150, multiple: 1.5 } }]);
});

test.each([
  ["multiples of the limit come first", { value: 90, limit: upTo(30) }, { value: 120, limit: upTo(100) }, 90],
  ["then figures", { value: 90, limit: null }, { value: 120, limit: null }, 120],
  ["a multiple is more than none", { value: 90, limit: upTo(100) }, { value: 120, limit: null }, 90],
  ["a figure is more than none", { value: 1, limit: null }, { value: null, limit: null }, 1],
  ["a lower limit gives no multiple", { value: 7, limit: { ...upTo(850), comparator: ">=" } }, { value: 8, limit: null }, 8],
  ["a limit of nothing gives none", { value: 7, limit: upTo(0) }, { value: 8, limit: null }, 8],
  ["the upper end of a range counts", { value: 90, limit: range(10, 30) }, { value: 120, limit: upTo(100) }, 90],
] as const)("the gravest value of an incident: %s", async (_how, a, b, highest) => {
  const [first, second] = [a as Partial<Finding>, b as Partial<Finding>];

  expect(await (await plantWith(finding(0, first), finding(1, second))).standing()).toMatchObject([
    { highest: { value: highest } },
  ]);
  expect(await (await plantWith(finding(1, second), finding(0, first))).standing()).toMatchObject([
    { highest: { value: highest } },
  ]);
});

test("of equal figures in two units the incident shows one, whichever came first", async () => {
  const [a, b] = [finding(0, { value: 5, unit: "mg/m3" }), finding(1, { value: 5, unit: "ug/m3" })];

  expect((await (await plantWith(a, b)).standing())[0]?.highest).toEqual((await (await plantWith(b, a)).standing())[0]?.highest);
});

test("an incident of the highest level is of that level", async () => {
  const [incident] = await (await plantWith(finding(0), finding(1, { level: "A4" }))).standing();

  expect(levelOf(incident?.standing ?? NONE_STANDING)).toBe("A4");
});

test("days and incidents that were not looked up are a mistake of the program and stop it", () => {
  const one = finding(0);
  const facts = {
    ...{ track: trackOf(one, false, START), finding: one.id, dates: [beijingDate(START)], entry: entryOf(one) },
    ...{ days: new Map(), incidents: new Map(), taken: new Set<string>(), now: START, seq: 1 },
  };
  const day = { ...emptyDay(facts.track, beijingDate(START)), incident: "incident:x", entries: [entryOf(one) as StandingEntry] };

  expect(() => changeStanding(facts)).toThrow("was not looked up");
  expect(() => changeStanding({ ...facts, days: new Map([[day.date, day]]) })).toThrow("incident:x");
});

test("an incident of which nothing stands any more is none", async () => {
  const plant = await plantWith(finding(0), withdrawn(0));

  expect(await plant.standing()).toEqual([]);
  expect(await plant.store.get(INCIDENTS, "incident:f0+1")).toMatchObject({ from: START, highest: null });
});

test("the days of incidents are made for a gap of a day", () => {
  expect(FIGURES.joiningFindings).toMatchObject({ value: 24, unit: "hours" });
});

/** Changes of a finding; of several of one finding the order is part of the story. */
const change = fc.record({
  from: fc.nat(300),
  hours: fc.constantFrom(1, 1, 1, 1, 1, 24, 60),
  level: fc.constantFrom("A1" as const, "A2" as const, "A2" as const, "A3" as const),
  value: fc.constantFrom(110, 120, 120, 130),
  status: fc.constantFrom("provisional" as const, "provisional" as const, "withdrawn" as const),
});

/** The incidents of a set of findings, said the slow way. */
function incidentsOf(findings: readonly Finding[]): readonly (readonly number[])[] {
  const standing = findings.filter((f) => f.status !== "withdrawn" && f.level !== "A1");
  const found: number[][] = [];
  for (const { period, value } of standing.sort((a, b) => a.period.start - b.period.start)) {
    const last = found.at(-1);
    const [from, to] = [hourOf(period.start), hourOf(period.end)];
    if (last !== undefined && from - (last[1] as number) < 24) {
      last[1] = Math.max(last[1] as number, to);
      last[2] = (last[2] as number) + 1;
      last[3] = Math.max(last[3] as number, value ?? 0);
    } else found.push([from, to, 1, value ?? 0]);
  }
  return found;
}

// Behaviour
test("whatever the order in which findings come, go and change, incidents are a function of those that stand", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 60, size: "max" }), async (changes) => {
      const plant = new Plant();
      const newest = new Map<string, Finding>();
      for (const { from, ...over } of changes) {
        const changed = finding(from - (from % 4), over);
        newest.set(changed.id, changed);
        await plant.change(changed);
      }

      const rows = await plant.standing();
      const found = rows.map((i) => [hourOf(i.from), hourOf(i.to), totalOf(i.standing), i.highest?.value]);
      expect(found).toEqual(incidentsOf([...newest.values()]));
      const days = await allRows(plant.store, STANDING_DAYS, { where: [], order: "newest" });
      for (const day of days.filter((d) => d.entries.length > 0)) expect(rows.map((r) => r.id)).toContain(day.incident);
    }),
    { numRuns: runs(300), seed: 20_261_123 },
  );
});
