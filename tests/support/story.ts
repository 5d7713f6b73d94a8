import fc from "fast-check";
import { stepsOpenTo } from "../../cases/case/allowed-steps.ts";
import { CASES } from "../../cases/case/case-collection.ts";
import { REPORT_CASE } from "../../cases/case/report-command.ts";
import { TRANSITION } from "../../cases/case/transition-command.ts";
import { DECLARATIONS } from "../../cases/declaration/declaration-collection.ts";
import { DECIDE_DECLARATION, DECLARE } from "../../cases/declaration/declaration-commands.ts";
import { INCIDENTS } from "../../cases/incident/incident-collection.ts";
import { STANDING_DAYS } from "../../cases/incident/standing-day.ts";
import { allRows } from "../../core/casework/all-rows.ts";
import type { Command } from "../../core/casework/command.ts";
import { commandOf } from "../../core/casework/command-of.ts";
import type { JournalReader } from "../../core/journal/journal.ts";
import type { JournalEntry, NewEntry } from "../../core/journal/journal-entry.ts";
import type { Actor } from "../../core/people/actor.ts";
import { ROLES } from "../../core/people/rights.ts";
import type { RecordsStore, RecordsView } from "../../core/records/records.ts";
import { REGISTRY_FORMAT } from "../../core/registry/registry.ts";
import { RegistryTimeline } from "../../core/registry/registry-timeline.ts";
import { formatIso, HOUR, type Instant, instant, plus } from "../../core/time.ts";
import { EntrySource } from "../../ingest/entry-source.ts";
import { Judge } from "../../judge/judge.ts";
import { MemoryRecords } from "../../storage/memory/memory-records.ts";
import { DISTRICT, MN } from "./district.ts";
import { at } from "./hour-facts.ts";

/** One thing that happens in a story. Numbers choose among what is there by then, so that every story makes sense. */
export type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

const FIRST_HOUR = at("2026-11-22T12:00:00+08:00");
const STORY_BEGINS = at("2026-11-23T10:00:00+08:00");
const ALL_HOURS = { basis: "hour", from: instant(0), to: instant(8_640_000_000_000_000) } as const;
const HOURS = 5;
const NAMES: readonly (readonly [outlet: string, factor: string])[] = [
  ["e1-DA001", "a21026"],
  ["e1-DA001", "a21002"],
  ["e1-DA001", "a19001"],
  ["e1-B1", "a34001"],
];

const value = fc.record({
  factor: fc.constantFrom(...NAMES.map(([, factor]) => factor)),
  value: fc.constantFrom(0.5, 1.2, 11, 80, 100, 130),
  flag: fc.constantFrom("N", "N", "N", "D"),
});
const happening = fc.record({
  /** Many things happen in the same millisecond, others days apart. */
  minutesLater: fc.constantFrom(0, 0, 0, 0, 1, 10, 60, 600, 1_500),
  what: fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant("hour" as const),
        hour: fc.nat(HOURS - 1),
        values: fc.array(value, { minLength: 1, maxLength: 3 }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant("minute" as const), hour: fc.nat(HOURS - 1), minute: fc.nat(5), value }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("declare" as const),
        hour: fc.nat(HOURS - 1),
        hours: fc.integer({ min: 1, max: 3 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant("answer" as const),
        which: fc.nat(9),
        decision: fc.constantFrom("consent", "refuse", "return"),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant("step" as const), which: fc.nat(9), next: fc.nat(5), actor: fc.nat(1) }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: "report" as const }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("registry" as const), version: fc.nat(5) }) },
    { weight: 2, arbitrary: fc.constant({ kind: "tick" as const }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("retry" as const), which: fc.nat(9) }) },
  ),
});

/** What may happen in a district, in any order. */
export const story = fc.array(happening, { minLength: 10, maxLength: 60, size: "max" });

const NOX_CONVERTED = {
  id: "e1-DA001-nox-h",
  outlet: "e1-DA001",
  pollutant: "a21002",
  basis: "hour-mean",
  comparator: "<=",
  value: 100,
  unit: "mg/m3",
  validFrom: "2025-01-01",
  validTo: null,
  source: "permit",
  confidence: "C",
  converted: true,
  oxygenReference: 9,
};

/**
 * The registry versions a story switches between: another limit, two windows of validity, no limit at all for the
 * stack, a boundary point that becomes a stack, and a channel of another unit.
 */
export const REGISTRIES: readonly object[] = [0, 1, 2, 3, 4, 5].map((version) => ({
  ...DISTRICT,
  units: [{ id: "u-1", name: "执法大队", kind: "department" }],
  people: [
    { id: "p1", name: "演示甲" },
    { id: "p2", name: "演示乙" },
  ],
  assignments: [],
  emissionUnits: [],
  treatmentUnits: [],
  outlets: DISTRICT.outlets.map((o) => (version === 4 ? { ...o, kind: "stack" } : o)),
  channels: NAMES.map(([outlet, factor]) => ({ outlet, device: MN, factor, pollutant: factor, unit: unitOf(factor, version) })),
  limits: [...DISTRICT.limits.filter((l) => l.outlet === "e1-B1"), NOX_CONVERTED, ...stackLimits(version)],
}));

function unitOf(factor: string, version: number): string {
  if (factor === "a19001") return "%";
  return version === 5 ? "ug/m3" : "mg/m3";
}

function stackLimits(version: number): readonly object[] {
  const limit = DISTRICT.limits.find((l) => l.outlet === "e1-DA001");
  if (version === 0) return [{ ...limit }];
  if (version === 1) return [{ ...limit, value: 50 }];
  if (version === 2)
    return [
      { ...limit, validTo: "2026-11-23" },
      { ...limit, id: "e1-DA001-so2-h-2", value: 50, validFrom: "2026-11-23" },
    ];
  return version === 3 ? [] : [{ ...limit }];
}

/**
 * Tells a story: makes the journal that it leaves, and answers with all entries. Steps of people fit the cases that
 * there are by then.
 */
export async function journalOf(happenings: readonly Happening[]): Promise<readonly JournalEntry[]> {
  const entries: JournalEntry[] = [];
  const records = new MemoryRecords();
  const reader = new Reading(entries, records);
  let now = STORY_BEGINS;
  const add = async (entry: Pick<NewEntry, "kind" | "payload"> & Partial<NewEntry>): Promise<void> => {
    const format = entry.kind === "registry" ? REGISTRY_FORMAT : 1;
    entries.push({ transport: "api", mn: "", topic: "", ...entry, at: now, seq: entries.length + 1, format });
    await reader.judge(1);
    await reader.commit();
  };
  await add({ kind: "registry", payload: bytes({ registry: REGISTRIES[0] }) });
  for (const { minutesLater, what } of happenings) {
    now = plus(now, minutesLater * 60_000);
    const entry = await entryOf(what, records, entries);
    if (entry !== undefined) await add(entry);
  }
  return entries;
}

async function entryOf(
  what: Happening["what"],
  records: RecordsView,
  entries: readonly JournalEntry[],
): Promise<(Pick<NewEntry, "kind" | "payload"> & Partial<NewEntry>) | undefined> {
  switch (what.kind) {
    case "hour":
      return message({
        at: hour(what.hour),
        basis: "hour",
        values: Object.fromEntries(what.values.map(({ factor, ...v }) => [factor, v])),
      });
    case "minute": {
      const { factor, ...v } = what.value;
      return message({ at: plus(hour(what.hour), what.minute * 600_000), basis: "minute", values: { [factor]: v } });
    }
    case "registry":
      return { kind: "registry", payload: bytes({ registry: REGISTRIES[what.version] }) };
    case "tick":
      return { kind: "tick", payload: new Uint8Array(0) };
    case "retry": {
      const frames = entries.filter((e) => e.kind === "frame");
      const again = frames[what.which % frames.length];
      return (
        again && { kind: "retry", transport: "mqtt", mn: again.mn, topic: again.topic, payload: again.payload, ref: again.seq }
      );
    }
    default: {
      const command = await commandFor(what, records);
      return command && { kind: "command", payload: bytes(command) };
    }
  }
}

async function commandFor(
  what: Exclude<Happening["what"], { kind: "hour" | "minute" | "registry" | "tick" | "retry" }>,
  records: RecordsView,
): Promise<Command | undefined> {
  const [actor, other] = ACTORS;
  switch (what.kind) {
    case "declare": {
      const [from, to] = [hour(what.hour), hour(what.hour + what.hours)];
      const where = { enterprise: "e1", outlets: ["e1-B1"], pollutants: ["a34001"] };
      const body = { ...where, cause: "maintenance" as const, from, to, measures: "喷雾抑尘", note: "" };
      return commandOf(DECLARE, { actor, subject: null, body });
    }
    case "answer": {
      const items = await allRows(records.subjects, DECLARATIONS, { where: [], order: "newest" });
      const declaration = items[what.which % items.length];
      const body = { decision: what.decision as "consent", reason: "x" };
      return declaration && commandOf(DECIDE_DECLARATION, { actor, subject: declaration.id, body });
    }
    case "report": {
      const where = { cell: "g2-a", enterprise: "e1", outlet: "e1-B1" };
      const body = { ...where, source: "patrol" as const, title: "x", description: "", category: "dust" };
      return commandOf(REPORT_CASE, { actor, subject: null, body });
    }
    case "step": {
      const items = await allRows(records.subjects, CASES, { where: [], order: "changed" });
      const subject = items[what.which % items.length];
      if (subject === undefined) return undefined;
      const steps = stepsOpenTo(subject);
      const to = steps[what.next % Math.max(1, steps.length)]?.to ?? "archived";
      const fields = { unit: "u-1", until: "2027-01-01T00:00:00Z", participants: "x", filingNumber: "1" };
      const by = what.actor === 0 ? actor : other;
      const body = { to, version: subject.version, note: "x", fields };
      return commandOf(TRANSITION, { actor: by, subject: subject.id, body });
    }
  }
}

/** Two people who may do everything: the one who handled a case is not the one who closes it. */
export const ACTORS: readonly [Actor, Actor] = [person("user-1"), person("user-2")];

function person(id: string): Actor {
  const roles = ROLES.filter((role) => role !== "administrator");
  return { id, name: id, roles, cells: ["g1"], enterprise: null, person: null };
}

function message(reading: { readonly at: Instant; readonly basis: string; readonly values: object }) {
  const payload = bytes({ ...reading, at: formatIso(reading.at) });
  return { kind: "frame", transport: "mqtt", mn: MN, topic: `outfall/v1/${MN}/readings`, payload } as const;
}

function hour(index: number): Instant {
  return plus(FIRST_HOUR, index * 5 * HOUR);
}

function bytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/**
 * The judge over a journal, as after a start of the product: everything it knows beyond the journal comes from the
 * records.
 */
export class Reading {
  readonly #entries: readonly JournalEntry[];
  readonly #records: RecordsStore;
  #source: EntrySource | undefined;
  #judge: Judge | undefined;
  readonly #mostRows: number | undefined;
  #at = 0;

  /** @param mostRows how many rows one commit holds at most, but for what a single step brings */
  constructor(entries: readonly JournalEntry[], records: RecordsStore, mostRows?: number) {
    this.#entries = entries;
    this.#records = records;
    this.#mostRows = mostRows;
  }

  /** Judges up to `count` entries more, without a commit. False at the end of the journal. */
  async judge(count: number): Promise<boolean> {
    const { source, judge } = await this.#running();
    const read = await source.read(this.#at, count);
    for (const entry of read) {
      while ((await judge.apply(entry)) === "commit-and-again") {
        await this.#records.commit(await judge.take(entry.entry.seq - 1, "commit-and-again"));
      }
    }
    this.#at = read.at(-1)?.entry.seq ?? this.#at;
    return read.length > 0;
  }

  async commit(): Promise<void> {
    const { judge } = await this.#running();
    await this.#records.commit(await judge.take(this.#at));
  }

  /** What was not committed is lost, as with `kill -9`. */
  async restart(): Promise<void> {
    this.#judge = undefined;
    this.#at = await this.#records.cursor();
  }

  async #running(): Promise<{ readonly source: EntrySource; readonly judge: Judge }> {
    if (this.#source !== undefined && this.#judge !== undefined) return { source: this.#source, judge: this.#judge };
    const registries = new RegistryTimeline(await this.#records.registryAt(this.#at), this.#records);
    this.#source = new EntrySource(this.#journal(), registries);
    this.#judge = new Judge(this.#records, registries, this.#mostRows);
    return { source: this.#source, judge: this.#judge };
  }

  #journal(): JournalReader {
    const read = async (after: number, limit: number): Promise<readonly JournalEntry[]> =>
      this.#entries.slice(after, after + limit);
    // The source reads on and nothing else.
    return { read } as JournalReader;
  }
}

/** Everything the records hold that a page, a report or a later verdict can depend on. */
export async function everythingOf(records: RecordsView, upTo: number) {
  const { items: findings } = await records.findings({ limit: 1_000 });
  const cases = await allRows(records.subjects, CASES, { where: [], order: "changed" });
  const incidents = await allRows(records.subjects, INCIDENTS, { where: [], order: "newest" });
  const standingDays = await allRows(records.subjects, STANDING_DAYS, { where: [], order: "newest" });
  const declarations = await allRows(records.subjects, DECLARATIONS, { where: [], order: "newest" });
  const outcomes = await Promise.all(Array.from({ length: upTo }, (_, i) => records.outcome(i + 1)));
  const hours = await Promise.all(NAMES.map(([outlet, pollutant]) => records.periods({ outlet, pollutant, ...ALL_HOURS })));
  const verdicts = await Promise.all(NAMES.map(([outlet, pollutant]) => records.verdicts({ outlet, pollutant, ...ALL_HOURS })));
  return {
    findings,
    cases,
    incidents,
    standingDays,
    declarations,
    outcomes,
    hours,
    verdicts,
    timelines: await Promise.all(cases.map((c) => records.timeline(c.id))),
    deadlines: await records.dueDeadlines(ALL_HOURS.to, 10_000),
    events: await records.eventsAfter(0, 10_000),
    counter: await records.counter("410199-2026"),
    registries: await records.registrySteps(0),
    registry: (await records.registryAt(upTo))?.registry,
    position: await records.position(),
  };
}
