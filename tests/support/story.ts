import fc from "fast-check";
import { stepsOpenTo } from "../../cases/case/allowed-steps.ts";
import { CASES } from "../../cases/case/case-collection.ts";
import { REPORT_CASE } from "../../cases/case/report-command.ts";
import { TRANSITION } from "../../cases/case/transition-command.ts";
import { DECLARATIONS } from "../../cases/declaration/declaration-collection.ts";
import { DECIDE_DECLARATION, DECLARE } from "../../cases/declaration/declaration-commands.ts";
import { allRows } from "../../core/casework/all-rows.ts";
import type { Command } from "../../core/casework/command.ts";
import { commandOf } from "../../core/casework/command-of.ts";
import { retryEntry } from "../../core/entries/retry-entry.ts";
import type { JournalEntry, NewEntry } from "../../core/journal/journal-entry.ts";
import type { Actor } from "../../core/people/actor.ts";
import { ROLES } from "../../core/people/rights.ts";
import type { RecordsView } from "../../core/records/records.ts";
import { REGISTRY_FORMAT } from "../../core/registry/registry.ts";
import { formatIso, HOUR, type Instant, plus } from "../../core/time.ts";
import { MemoryRecords } from "../../storage/memory/memory-records.ts";
import { DISTRICT, MN } from "./district.ts";
import { at } from "./hour-facts.ts";
import { Reading } from "./journal-reading.ts";

/** One thing that happens in a story. Numbers choose among what is there by then, so that every story makes sense. */
export type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

const FIRST_HOUR = at("2026-11-22T12:00:00+08:00");
const STORY_BEGINS = at("2026-11-23T10:00:00+08:00");
const HOURS = 5;
/** The places of a story, and what the device calls what it measures there. */
export const NAMES: readonly (readonly [outlet: string, factor: string])[] = [
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
    { weight: 3, arbitrary: fc.record({ kind: fc.constant("moment" as const), value }) },
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
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant("step" as const), which: fc.nat(9), next: fc.nat(5), actor: fc.nat(1) }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: "report" as const }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant("registry" as const), version: fc.nat(5) }) },
    { weight: 2, arbitrary: fc.constant({ kind: "tick" as const }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("notice" as const),
        matter: fc.constantFrom("guessing", "addresses-in-turn"),
        count: fc.integer({ min: 1, max: 9 }),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("retry" as const), which: fc.nat(9), asked: fc.boolean() }) },
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
  return (await told(happenings)).entries;
}

/** A story that was told: its journal, and what became of it entry by entry, each committed before the next. */
export interface Told {
  readonly entries: readonly JournalEntry[];
  readonly records: RecordsView;
}

/** Tells a story, and judges it on the way: nothing is read ahead, no entry is passed by. */
export async function told(happenings: readonly Happening[]): Promise<Told> {
  const entries: JournalEntry[] = [];
  const records = new MemoryRecords();
  const reader = new Reading(entries, records, { isPlain: true });
  let now = STORY_BEGINS;
  const add = async (entry: Pick<NewEntry, "kind" | "payload"> & Partial<NewEntry>): Promise<void> => {
    const format = entry.kind === "registry" ? REGISTRY_FORMAT : 1;
    entries.push({ transport: "api", mn: "", topic: "", format, ...entry, at: now, seq: entries.length + 1 });
    await reader.judge(1);
    await reader.commit();
  };
  await add({ kind: "registry", payload: bytes({ registry: REGISTRIES[0] }) });
  for (const { minutesLater, what } of happenings) {
    now = plus(now, minutesLater * 60_000);
    const entry = await entryOf(what, { records, entries, now });
    if (entry !== undefined) await add(entry);
  }
  return { entries, records };
}

/** What there is when something happens. */
interface SoFar {
  readonly records: RecordsView;
  readonly entries: readonly JournalEntry[];
  readonly now: Instant;
}

async function entryOf(
  what: Happening["what"],
  { records, entries, now }: SoFar,
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
    case "moment": {
      const { factor, ...v } = what.value;
      return message({ at: now, basis: "realtime", values: { [factor]: v } });
    }
    case "registry":
      return { kind: "registry", payload: bytes({ registry: REGISTRIES[what.version] }) };
    case "tick":
      return { kind: "tick", payload: new Uint8Array(0) };
    case "notice":
      return { kind: "notice", mn: MN, payload: bytes({ matter: what.matter, count: what.count }) };
    case "retry": {
      const frames = entries.filter((e) => e.kind === "frame");
      const again = frames[what.which % frames.length];
      return again && retryOf(again, now, what.asked);
    }
    default: {
      const command = await commandFor(what, records);
      return command && { kind: "command", payload: bytes(command) };
    }
  }
}

/** Whoever asks for the same message again asks under the same key. */
function retryOf({ transport, mn, topic, payload: raw, seq: messageId }: JournalEntry, now: Instant, isAsked: boolean): NewEntry {
  const row = { id: `row-${messageId}`, transport, mn, topic, raw, messageId };
  const request = { id: `again-${messageId}`, fingerprint: row.id, actor: "user-1" };
  return retryEntry(row, now, isAsked ? request : undefined);
}

async function commandFor(
  what: Exclude<Happening["what"], { kind: "hour" | "minute" | "moment" | "registry" | "tick" | "notice" | "retry" }>,
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
      return declaration && commandOf(DECIDE_DECLARATION, { actor: other, subject: declaration.id, body });
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
