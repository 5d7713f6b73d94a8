import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { COLLECTIONS } from "../../cases/all-subjects.ts";
import { CASES } from "../../cases/case/case-collection.ts";
import type { ReadEntry } from "../../core/entries/read-entry.ts";
import type { RecordsStore } from "../../core/records/records.ts";
import type { Registry } from "../../core/registry/registry.ts";
import { RegistryTimeline } from "../../core/registry/registry-timeline.ts";
import { HOUR, type Instant, MINUTE, plus } from "../../core/time.ts";
import { Judge } from "../../judge/judge.ts";
import { applyAndCommit } from "../../judge/judge-reader.ts";
import { tickEntry } from "../../scripts/bench/judge/hour-load.ts";
import { startPostgres } from "../../scripts/harness/postgres-server.ts";
import { openPostgresRecords, openSqliteRecords } from "../../storage/records/open-records.ts";
import { CountingClient, tripsOf } from "../support/counting-client.ts";
import { aLimit, HOUR_START } from "../support/hour-facts.ts";
import { JUDGED, MN, reading } from "../support/judge-desk.ts";

const PLACES = Array.from({ length: 250 }, (_, i) => [
  { id: `stack-${i}`, kind: "stack", pollutant: "a21026", basis: "hour-mean", value: 200 } as const,
  { id: `boundary-${i}`, kind: "boundary", pollutant: "a34001", basis: "boundary-hour-mean", value: 0.5 } as const,
]).flat();

/** Every second outlet is a stack, the others are boundary points, of which declarations are asked. */
const REGISTRY: Registry = {
  ...JUDGED,
  outlets: PLACES.map(({ id, kind }) => ({ id, enterprise: "e1", code: id, name: id, kind })),
  channels: PLACES.map(({ id, pollutant }) => ({ outlet: id, device: MN, factor: pollutant, pollutant, unit: "mg/m3" })),
  limits: PLACES.map(({ id, pollutant, basis, value }) => aLimit({ id: `l-${id}`, outlet: id, pollutant, basis, value })),
};

/** An hour of each of the first `many` places that breaks its limit, in a message of its own. */
function hourOf(many: number, after: number, start: Instant): readonly ReadEntry[] {
  const raw = new Uint8Array(0);
  const at = plus(start, HOUR + 5 * MINUTE);
  return PLACES.slice(0, many).map(({ id, pollutant, value }, i) => {
    const seq = after + i + 1;
    const from = { transport: "mqtt", mn: MN, topic: "" } as const;
    const readings = [reading({ outlet: id, pollutant }, value * 1.2, { at: start })];
    const said = { isControl: false, rejections: [], quirks: [], raw, messageId: seq, seq, receivedAt: at, readings } as const;
    return {
      entry: { ...from, kind: "frame", seq, at, payload: raw, format: 1 },
      content: { kind: "message", message: { ...from, ...said } },
    };
  });
}

/** How often the store is asked for the first hour that a judge sees, and for the next one. */
async function askedFor(many: number, records: RecordsStore, count: (work: () => Promise<void>) => Promise<number>) {
  const judge = new Judge(records, new RegistryTimeline({ seq: 1, registry: REGISTRY }));
  let at = 1;
  const judgeHour = async (start: Instant): Promise<void> => {
    const entries = hourOf(many, at, start);
    const end = at + many;
    while (at < end) at = await applyAndCommit(judge, records, { at, entries: entries.slice(many - (end - at)) });
  };
  const first = await count(() => judgeHour(HOUR_START));
  const next = await count(() => judgeHour(plus(HOUR_START, HOUR)));
  expect((await records.findings({ limit: 1_000 })).items).toHaveLength(2 * many);
  return { first, next };
}

/** How often the store is asked when the clocks of so many cases run out together, by a judge that was just started. */
async function askedForDue(many: number, records: RecordsStore, count: (work: () => Promise<void>) => Promise<number>) {
  const registries = new RegistryTimeline({ seq: 1, registry: REGISTRY });
  let at = 1;
  const judgeAll = async (judge: Judge, entries: readonly ReadEntry[]): Promise<void> => {
    const end = at + entries.length;
    while (at < end) at = await applyAndCommit(judge, records, { at, entries: entries.slice(entries.length - (end - at)) });
  };
  await judgeAll(new Judge(records, registries), hourOf(many, at, HOUR_START));
  const due = plus(HOUR_START, 4 * HOUR);
  const asked = await count(() => judgeAll(new Judge(records, registries), [tickEntry(at + 1, due)]));
  expect((await records.nextDeadline())?.at).toBeGreaterThan(due);
  const late = await records.subjects.count(CASES, [{ field: "overdue", in: [true] }]);
  expect(late).toBe(many);
  return asked;
}

/** The store, and how often it or its rows were asked or written. */
function counted(records: RecordsStore) {
  let calls = 0;
  const counting = <T extends object>(of: T): T =>
    new Proxy(of, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (name === "subjects") return counting(value as object);
        if (typeof value !== "function") return value;
        return (...args: unknown[]): unknown => {
          calls += 1;
          return Reflect.apply(value, target, args);
        };
      },
    });
  const callsOf = async (work: () => Promise<void>): Promise<number> => {
    const before = calls;
    await work();
    return calls - before;
  };
  return { records: counting(records), callsOf };
}

const folder = mkdtempSync(join(tmpdir(), "outfall-round-trips-"));
const server = await startPostgres();
afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true });
});

// Once: the position, what is due, what is declared, reported, ordered and tagged. For each batch: what its periods,
// and what its findings look up. A commit holds 4,000 rows, which 500 findings with their cases are fewer than.
test.each([
  [1, { first: 6, next: 1 }],
  [500, { first: 9, next: 1 }],
])("a batch of %i messages asks little of SQLite, and nothing for the next hour but its commits", async (many, trips) => {
  const { records, close } = await openSqliteRecords({
    file: join(folder, `${many}.sqlite`),
    mode: "writer",
    collections: COLLECTIONS,
  });
  const counting = counted(records);

  expect(await askedFor(many, counting.records, counting.callsOf)).toEqual(trips);
  await close();
});

// The position, what is due (in two pages at most), whose it is, what was done of the tick before, what the decisions
// look up, and the commits of 500 cases with their histories and clocks.
test.each([1, 500])("what is due of %i cases at once is asked for in a few questions", async (many) => {
  const { records, close } = await openSqliteRecords({
    file: join(folder, `due-${many}.sqlite`),
    mode: "writer",
    collections: COLLECTIONS,
  });
  const counting = counted(records);

  expect(await askedForDue(many, counting.records, counting.callsOf)).toBeLessThanOrEqual(8);
  await close();
});

describe.skipIf(server === undefined)("with a PostgreSQL server", () => {
  // The first commit of a connection looks at the tables, and half-months are rows without a verdict.
  test.each([
    [1, { first: 24, next: 1 }],
    [500, { first: 30, next: 1 }],
  ])("a batch of %i messages takes few round trips, and none for the next hour but its commits", async (many, trips) => {
    const url = (await server?.newDatabase()) ?? "";
    const { records, close } = await openPostgresRecords({ url, collections: COLLECTIONS, Client: CountingClient });

    const { first, next } = await askedFor(many, records, tripsOf);

    expect(first).toBeLessThanOrEqual(trips.first);
    expect(next).toBe(trips.next);
    await close();
  });

  test("what is due of 500 cases at once takes a few round trips", async () => {
    const url = (await server?.newDatabase()) ?? "";
    const { records, close } = await openPostgresRecords({ url, collections: COLLECTIONS, Client: CountingClient });

    expect(await askedForDue(500, records, tripsOf)).toBeLessThanOrEqual(12);
    await close();
  });
});
