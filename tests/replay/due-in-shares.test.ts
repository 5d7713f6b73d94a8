import fc from "fast-check";
import { expect, test } from "vitest";
import { stepsOpenTo } from "../../cases/case/allowed-steps.ts";
import { CASES } from "../../cases/case/case-collection.ts";
import { TRANSITION } from "../../cases/case/transition-command.ts";
import { INCIDENTS } from "../../cases/incident/incident-collection.ts";
import { allRows } from "../../core/casework/all-rows.ts";
import { commandOf } from "../../core/casework/command-of.ts";
import type { EntryContent } from "../../core/entries/read-entry.ts";
import type { JournalEntry } from "../../core/journal/journal-entry.ts";
import { RegistryTimeline } from "../../core/registry/registry-timeline.ts";
import { DAY, HOUR, type Instant, instant, plus } from "../../core/time.ts";
import { compareRecords } from "../../judge/compare-records.ts";
import { Judge, type Shares } from "../../judge/judge.ts";
import { MemoryRecords } from "../../storage/memory/memory-records.ts";
import { aGrid } from "../support/case-facts.ts";
import { aLimit, HOUR_START } from "../support/hour-facts.ts";
import { type JUDGED, MN, reading } from "../support/judge-desk.ts";
import { runs } from "../support/runs.ts";
import { ACTORS } from "../support/story.ts";

/** Outlets of three enterprises. */
const PLACES = ["e1-DA001", "e2-DA001", "e9-DA001"].map((outlet) => ({ outlet, pollutant: "a21026" }));
const REGISTRY = {
  ...aGrid().registry,
  channels: PLACES.map((place) => ({ ...place, device: MN, factor: place.pollutant, unit: "mg/m3" })),
  limits: PLACES.map(({ outlet }) => aLimit({ id: `${outlet}-h`, outlet, value: 200 })),
} as typeof JUDGED;

const FOREVER = instant(8e15);

/** So many hours after the happening before it. */
const after = fc.integer({ min: 0, max: 9 });
const happening = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant("hours" as const), after, place: fc.nat(2), back: fc.nat(30), over: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("tick" as const), after }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("step" as const), after, which: fc.nat(5), next: fc.nat(5) }) },
);
type Told = typeof happening extends fc.Arbitrary<infer T> ? T : never;
const story = fc.array(happening, { minLength: 10, maxLength: 40 });

/** What happens, and when. */
interface Happened {
  readonly content: EntryContent;
  readonly at: Instant;
}

/** A judge over its records; `restart` forgets what is in memory. */
class Desk {
  readonly records = new MemoryRecords();
  readonly #registries = new RegistryTimeline({ seq: 1, registry: REGISTRY });
  readonly #shares: Shares;
  #judge: Judge;
  #seq = 1;

  constructor(shares: Shares) {
    this.#shares = shares;
    this.#judge = new Judge(this.records, this.#registries, shares);
  }

  restart(): void {
    this.#judge = new Judge(this.records, this.#registries, this.#shares);
  }

  async happen({ content, at }: Happened, afterCommit: () => void = () => {}): Promise<void> {
    const seq = this.#seq + 1;
    const from = { transport: "api", mn: MN, topic: "", payload: new Uint8Array(0), format: 1 } as const;
    const entry: JournalEntry = { kind: "frame", seq, at, ...from };
    while ((await this.#judge.apply({ entry, content })) === "commit-and-again") {
      await this.records.commit(await this.#judge.take(seq - 1, "commit-and-again"));
      afterCommit();
    }
    await this.records.commit(await this.#judge.take(seq));
    afterCommit();
    this.#seq = seq;
  }

  /** Ticks until nothing is due any more. Answers with how many it took. */
  async rest(at: Instant, afterCommit?: () => void): Promise<number> {
    for (let ticks = 0; ; ticks++) {
      const next = await this.records.nextDeadline();
      if (next === undefined || next.at > at) return ticks;
      await this.happen({ content: { kind: "tick" }, at }, afterCommit);
    }
  }
}

/** The story in one order for all: before whatever happens, everything that is due by then takes effect. */
async function inOneOrder(told: readonly Told[]) {
  const desk = new Desk({ dueOfATick: Number.POSITIVE_INFINITY });
  const happened: Happened[] = [];
  let at = plus(HOUR_START, 12 * HOUR);
  for (const what of told) {
    at = plus(at, what.after * HOUR);
    await desk.happen({ content: { kind: "tick" }, at });
    const content = what.kind === "step" ? await stepOf(desk.records, what) : contentOf(what, at);
    if (content === undefined) continue;
    happened.push({ content, at });
    await desk.happen({ content, at });
  }
  const end = plus(at, 3 * DAY);
  await desk.rest(end);
  return { happened, end, all: await everythingOf(desk.records) };
}

function contentOf(what: Exclude<Told, { kind: "step" }>, at: Instant): EntryContent {
  if (what.kind === "tick") return { kind: "tick" };
  const start = instant(Math.floor(at / HOUR) * HOUR - (what.back + 1) * HOUR);
  const place = PLACES[what.place] as (typeof PLACES)[number];
  const readings = [reading(place, (what.over ? 230 : 40) + ((start / HOUR) % 7), { at: start })];
  const said = { isControl: false, rejections: [], quirks: [], raw: new Uint8Array(0), topic: "", transport: "mqtt" } as const;
  return { kind: "message", message: { ...said, messageId: 0, seq: 0, receivedAt: at, mn: MN, readings } };
}

async function stepOf(records: MemoryRecords, { which, next }: Told & { kind: "step" }): Promise<EntryContent | undefined> {
  // Those that are called after the entry by which they opened have another id in another order.
  const cases = (await allRows(records.subjects, CASES, { where: [], order: "changed" })).filter(({ id }) => id.endsWith("Z"));
  const subject = cases.sort(byId)[which % cases.length];
  const steps = subject === undefined ? [] : stepsOpenTo(subject);
  const to = steps[next % steps.length]?.to;
  if (subject === undefined || to === undefined) return undefined;
  const fields = { unit: "u-unit", until: "2027-01-01T00:00:00Z", participants: "x", filingNumber: "1" };
  const body = { to, version: subject.version, note: "x", fields };
  return { kind: "command", command: commandOf(TRANSITION, { actor: ACTORS[0], subject: subject.id, body }) };
}

const byId = (a: { readonly id: string }, b: { readonly id: string }) => (a.id < b.id ? -1 : 1);

/**
 * Everything but by which entry it came, and what is called after that: numbers of cases, and the ends of the ids of
 * what opened anew.
 */
async function everythingOf(records: MemoryRecords): Promise<object> {
  const cases = await allRows(records.subjects, CASES, { where: [], order: "changed" });
  const all = {
    findings: (await records.findings({ limit: 1_000 })).items,
    cases: await Promise.all(cases.map(async (one) => ({ ...one, timeline: await records.timeline(one.id) }))),
    incidents: await allRows(records.subjects, INCIDENTS, { where: [], order: "newest" }),
    verdicts: await Promise.all(
      PLACES.map((place) => records.verdicts({ ...place, basis: "hour", from: instant(0), to: FOREVER })),
    ),
    deadlines: await records.dueDeadlines(FOREVER, 10_000),
  };
  const text = JSON.stringify(all, (key, value) => (key === "seq" || key === "number" ? undefined : value));
  const unnumbered = JSON.parse(text.replaceAll(/Z:\d+(?=[":])/g, "Z")) as Record<string, { id: string }[]>;
  const { verdicts, ...rows } = unnumbered;
  return { verdicts, ...Object.fromEntries(Object.entries(rows).map(([name, list]) => [name, list.sort(byText)])) };
}

const byText = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

test("in shares of 1, 7, 100 or 2,000 deadlines a tick, every enterprise's verdicts, findings, incidents, cases and deadlines are those of one order for all", async () => {
  const seen = { findings: 0, cases: 0, waited: 0 };
  await fc.assert(
    fc.asyncProperty(story, async (told) => {
      const { happened, end, all } = await inOneOrder(told);

      for (const dueOfATick of [1, 7, 100, 2_000]) {
        const desk = new Desk({ dueOfATick });
        for (const one of happened) await desk.happen(one);
        seen.waited += (await desk.rest(end)) > 1 ? 1 : 0;
        expect(await everythingOf(desk.records)).toEqual(all);
        seen.findings += (await desk.records.findings({ limit: 1_000 })).items.length;
        seen.cases += await desk.records.subjects.count(CASES, []);
      }
    }),
    { numRuns: runs(160), seed: 20_261_201 },
  );
  // Stories that lead nowhere, or in which nothing waited, would prove nothing.
  expect(seen.waited).toBeGreaterThan(runs(160) / 2);
  expect(seen.cases).toBeGreaterThan(4 * runs(160));
  expect(seen.findings).toBeGreaterThan(8 * runs(160));
});

test("killed after any commit, also in the middle of a tick, the same shares follow: not one number, entry or event is another", async () => {
  await fc.assert(
    fc.asyncProperty(story, async (told) => {
      const { happened, end } = await inOneOrder(told);
      const [whole, killed] = [new Desk({ dueOfATick: 7 }), new Desk({ dueOfATick: 7, mostRows: 3 })];
      for (const desk of [whole, killed]) {
        const restart = desk === killed ? () => desk.restart() : undefined;
        for (const one of happened) await desk.happen(one, restart);
        await desk.rest(end, restart);
      }

      const { same, different } = await compareRecords(whole.records, killed.records);
      expect([same, different]).toEqual([true, []]);
    }),
    { numRuns: runs(80), seed: 20_261_201 },
  );
});
