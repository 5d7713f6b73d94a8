import { expect, test } from "vitest";
import { CASES } from "../cases/case/case-collection.ts";
import { StoreUnavailableError } from "../core/failures.ts";
import type { NewEntry } from "../core/journal/journal-entry.ts";
import type { DecodedMessage } from "../core/readings/message.ts";
import type { Reading } from "../core/readings/reading.ts";
import type { RecordsStore } from "../core/records/records.ts";
import { EMPTY_REGISTRY, type Registry } from "../core/registry/registry.ts";
import { RegistryTimeline } from "../core/registry/registry-timeline.ts";
import { type BeijingDate, instant } from "../core/time.ts";
import { EntrySource } from "../ingest/entry-source.ts";
import { createMemoryJournal } from "../storage/memory/memory-journal.ts";
import { createMemoryRecords } from "../storage/memory/memory-records.ts";
import { ORIGIN } from "../tests/support/reading-origin.ts";
import { Judge } from "./judge.ts";
import { JudgeReader } from "./judge-reader.ts";

const MN = "SIM410102000000000000001";
const AT = instant(Date.parse("2026-11-23T04:00:00Z"));
const REGISTRY: Registry = {
  ...EMPTY_REGISTRY,
  cells: [{ id: "g1", level: 1, parent: null, kind: "district", division: "410199", name: "演示区环境保护监管片区" }],
  enterprises: [{ id: "e1", name: "演示水泥厂" }],
  outlets: [{ id: "o1", enterprise: "e1", code: "DA001", name: "窑尾", kind: "stack" }],
  devices: [{ mn: MN }],
  channels: [{ outlet: "o1", device: MN, factor: "a21026", pollutant: "a21026", unit: "mg/m3" }],
  limits: [
    {
      ...{ id: "l1", outlet: "o1", pollutant: "a21026", basis: "hour-mean", comparator: "<=", value: 100, unit: "mg/m3" },
      ...{ validFrom: "2025-01-01" as BeijingDate, validTo: null, source: "permit", confidence: "C" },
    },
  ],
};
const HOUR = { at: "2026-11-20T00:00:00Z", basis: "hour", values: { a21026: { value: 130 } } };

function entry(over: Partial<NewEntry>, content: unknown): NewEntry {
  const payload = new TextEncoder().encode(JSON.stringify(content));
  return { kind: "frame", at: AT, transport: "mqtt", mn: MN, topic: `outfall/v1/${MN}/readings`, payload, ...over };
}

/** Records whose first commit fails: before anything is stored, or after all of it is (the answer was lost). */
function failingOnce(records: RecordsStore, moment: "before" | "after"): RecordsStore {
  let failed = false;
  return new Proxy(records, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (name !== "commit" || failed) return typeof value === "function" ? value.bind(target) : value;
      return async (batch: Parameters<RecordsStore["commit"]>[0]) => {
        failed = true;
        if (moment === "after") await target.commit(batch);
        throw new StoreUnavailableError("the records are away");
      };
    },
  });
}

test.each(["before", "after"] as const)(
  "a commit that fails %s it took place loses no finding and opens no case twice",
  async (moment) => {
    const journal = createMemoryJournal();
    await journal.writer.append(entry({ kind: "registry", transport: "api", mn: "", topic: "" }, REGISTRY));
    await journal.writer.append(entry({}, HOUR));
    const stored = createMemoryRecords().records;
    const records = failingOnce(stored, moment);
    const registries = new RegistryTimeline();
    const source = new EntrySource(journal.reader, registries);
    const judge = new Judge(records, registries);
    const reader = new JudgeReader({ source, judge, records, cursors: journal.cursors, onCommitted: () => {} }, 0);

    await expect(reader.step()).rejects.toBeInstanceOf(StoreUnavailableError);
    while (await reader.step());

    const findings = (await stored.findings({ limit: 10 })).items;
    const cases = (await stored.subjects.list(CASES, { where: [], order: "changed", limit: 10 })).items;
    expect(findings).toMatchObject([{ rule: "EXCEED-HOUR", value: 130, status: "confirmed" }]);
    expect(cases).toMatchObject([{ id: findings[0]?.caseId, state: "reported", number: "410199-2026-0001" }]);
    expect((await stored.timeline(cases[0]?.id ?? "")).map((line) => line.index)).toEqual([0, 1]);
    expect(await stored.cursor()).toBe(2);
  },
);

test("a batch ends when four thousand rows wait, so that a transaction stays short", async () => {
  const { records } = createMemoryRecords();
  const registries = new RegistryTimeline();
  const readings = Array.from({ length: 4_001 }, (_, i) => ({
    ...{ outlet: "o1", pollutant: "a21026", basis: "hour", at: instant(i * 3_600_000), value: 1, flag: "N", ...ORIGIN },
  })) as readonly Reading[];
  const message = { readings } as DecodedMessage;
  const read = [1, 2, 3].map(
    (seq) => ({ entry: { ...entry({}, {}), seq, format: 1 }, content: { kind: "message", message } }) as const,
  );
  const source = { read: async (after: number) => read.filter((r) => r.entry.seq > after) };
  const judge = new Judge(records, registries);
  const reader = new JudgeReader({ source, judge, records, cursors: createMemoryJournal().cursors, onCommitted: () => {} }, 0);

  await reader.step();

  expect(await records.cursor()).toBe(1);
});

test("messages of moments move the judge's clock, and what falls due between two of them takes effect with the next tick, as if at its own time", async () => {
  const journal = createMemoryJournal();
  const noon = instant(Date.parse("2026-11-24T04:00:00Z"));
  const moment = (at: number) => ({
    at: new Date(at).toISOString(),
    basis: "realtime",
    values: { a21026: { value: 130 } },
  });
  const happened = [
    [AT, { ...HOUR, at: "2026-11-23T03:00:00Z" }],
    ...[1, 2, 3].map((n) => [AT + n * 1_000, moment(AT)] as const),
    ...[-1_000, 1_000, 2_000, 10 * 60_000].map((ms) => [noon + ms, moment(noon - 10_000)] as const),
  ] as readonly (readonly [number, object])[];
  await journal.writer.append(entry({ kind: "registry", transport: "api", mn: "", topic: "" }, REGISTRY));
  const { records } = createMemoryRecords();
  const registries = new RegistryTimeline();
  const source = new EntrySource(journal.reader, registries);
  const reader = new JudgeReader(
    { source, judge: new Judge(records, registries), records, cursors: journal.cursors, onCommitted: () => {} },
    0,
  );

  for (const [i, [at, said]] of happened.entries()) {
    await journal.writer.append(entry({ at: instant(at) }, said));
    // The first two are committed each on its own, the others together.
    if (i < 2) while (await reader.step());
  }
  while (await reader.step());
  expect(await records.position()).toMatchObject({ seq: 9, engineAt: noon + 10 * 60_000 });
  await journal.writer.append(entry({ kind: "tick", transport: "system", mn: "", at: instant(noon + 11 * 60_000) }, {}));
  while (await reader.step());

  const [finding] = (await records.findings({ limit: 10 })).items;
  expect(finding?.history.map(({ at, status }) => [at, status])).toEqual([
    [AT, "provisional"],
    [noon, "confirmed"],
  ]);
  // Of when a device was heard only every five minutes are kept.
  expect(await records.counter(`heard:${MN}`)).toBe(noon + 10 * 60_000);
});
