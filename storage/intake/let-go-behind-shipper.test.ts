import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { StoreUnavailableError } from "../../core/failures.ts";
import { NO_LOG } from "../../core/log.ts";
import type { SeriesPoint } from "../../core/readings/outline.ts";
import { DAY, HOUR, type Instant, instant, plus } from "../../core/time.ts";
import { type InfluxServer, startInfluxServer } from "../../scripts/harness/influx-server.ts";
import { FROM_EIGHT, message, reading } from "../../tests/support/intake-facts.ts";
import { createInfluxHistory, type InfluxHistory } from "../series/influx-history.ts";
import { createInfluxSeries } from "../series/influx-series.ts";
import { openIntakeStore } from "./intake-store.ts";
import { openIntakeView } from "./intake-view.ts";
import { lettingGoBehindShipper } from "./let-go-behind-shipper.ts";
import { openOlderReadings } from "./older-readings.ts";

/** A whole block of minutes begins here. */
const FIRST = instant(Math.floor(Date.UTC(2026, 5, 1) / DAY) * DAY);
const DAYS = 6;
const KEPT = 3;
/** Of the last day that was sent everything is over for three hours. */
const NOW = plus(FIRST, DAYS * DAY + 4 * HOUR);
const KEY = { outlet: "e1-DA001", pollutant: "a21026", basis: "minute" } as const;
const ALL = { ...KEY, from: FIRST, to: NOW };

/** Ten-minute values of six days, packed, in a store of its own; of each day one message. */
async function desk(history: Pick<InfluxHistory, "sumsByBlock" | "pieces">) {
  const directory = mkdtempSync(join(tmpdir(), "outfall-let-go-"));
  const store = openIntakeStore({ directory });
  const view = openIntakeView({ directory });
  const older = openOlderReadings({ directory, history });
  onTestFinished(async () => {
    older.close();
    await view.close();
    await store.close();
    rmSync(directory, { recursive: true });
  });
  const at = (day: number, i: number): Instant => plus(FIRST, day * DAY + i * 600_000);
  const day = (d: number) =>
    message(d + 1, {
      receivedAt: at(d, 144),
      readings: Array.from({ length: 144 }, (_, i) => reading({ ...KEY, at: at(d, i), value: d * 1_000 + i })),
    });
  await store.apply([0, 1, 2, 3, 4, 5].map(day), DAYS);
  await store.apply(
    [message(DAYS + 1, { receivedAt: at(5, 144), readings: [reading({ ...KEY, at: at(1, 7), value: 9_999 })] })],
    DAYS + 1,
  );
  while (await store.pack(NOW));
  const places: Record<string, number> = { shipper: DAYS + 1, intake: DAYS + 1, judge: DAYS + 1 };
  const lines: { readonly level: string; readonly facts: object }[] = [];
  const look = lettingGoBehindShipper({
    ...{ store, history, days: KEPT, cursors: { all: async () => places }, mayLetGo: () => true },
    clock: { kind: "manual", now: () => NOW },
    log: {
      ...NO_LOG,
      info: (facts) => void lines.push({ level: "info", facts }),
      warn: (facts) => void lines.push({ level: "warn", facts }),
    },
  });
  /** How many values the working store itself has of each day. */
  const byDay = async (): Promise<readonly number[]> => {
    const values = await view.series(ALL);
    return Array.from({ length: DAYS }, (_, d) => values.filter((r) => r.at >= at(d, 0) && r.at < at(d, 144)).length);
  };
  return { store, view, older, places, look, lines, byDay, walk: async () => [await look(), await look()], at };
}

const FULL = [144, 144, 144, 144, 144, 144];
const everything: InfluxHistory["sumsByBlock"] = async (_, { from, to, blockMs }) =>
  new Map(Array.from({ length: (to - from) / blockMs }, (_, i) => [from + i * blockMs, { periods: 144, revisions: 1 }]));
const none = async function* () {};

test("days that the long-term store has go, the newest stay, and it is remembered before when a series is not whole", async () => {
  const { byDay, walk, older, lines, store } = await desk({ sumsByBlock: everything, pieces: none });
  expect(await older.letGoBefore(KEY)).toBeUndefined();

  await walk();

  expect(await byDay()).toEqual([0, 0, 0, 144, 144, 144]);
  expect(await older.letGoBefore(KEY)).toBe(plus(FIRST, 3 * DAY));
  expect(await older.letGoBefore({ ...KEY, pollutant: "a34013" })).toBeUndefined();
  expect(lines).toEqual([{ level: "info", facts: { blocks: 3, notInLongTermStore: 0, days: KEPT } }]);
  // What comes again is new, and is shipped again.
  const [result] = await store.apply([message(9, { readings: [reading({ ...KEY, at: FIRST, value: 0 })] })], 9);
  expect(result?.outcome).toBe("stored");
});

// Behaviour
test("nothing is let go that a reader has not passed, or of which the long-term store has fewer periods", async () => {
  let isWhole = false;
  const sumsByBlock: InfluxHistory["sumsByBlock"] = async (key, span) => {
    const sums = new Map(await everything(key, span));
    // It refused a value of the first day, and lost the second.
    if (!isWhole) sums.set(FIRST, { periods: 143, revisions: 1 }).delete(plus(FIRST, DAY));
    return sums;
  };
  const { byDay, walk, look, lines, places } = await desk({ sumsByBlock, pieces: none });

  places["forwarder:above"] = 2;
  await walk();
  expect(await byDay()).toEqual(FULL);
  places["forwarder:above"] = DAYS + 1;
  for (let call = 0; call < 3_600; call += 1) await look();
  await walk();
  expect(await byDay()).toEqual([144, 144, 0, 144, 144, 144]);
  expect(lines.at(-1)).toMatchObject({ level: "warn", facts: { blocks: 1, notInLongTermStore: 2 } });
  isWhole = true;
  for (let call = 0; call < 3_600; call += 1) await look();
  await walk();
  expect(await byDay()).toEqual([0, 0, 0, 144, 144, 144]);
});

test("a series of more blocks than are looked at once is walked to its end", async () => {
  const days = 450;
  const now = plus(FIRST, days * DAY + 4 * HOUR);
  const directory = mkdtempSync(join(tmpdir(), "outfall-let-go-"));
  const store = openIntakeStore({ directory });
  const view = openIntakeView({ directory });
  onTestFinished(async () => {
    await view.close();
    await store.close();
    rmSync(directory, { recursive: true });
  });
  const readings = Array.from({ length: days }, (_, d) => reading({ ...KEY, at: plus(FIRST, d * DAY), value: d }));
  await store.apply([message(1, { receivedAt: plus(FIRST, days * DAY), readings })], 1);
  while (await store.pack(now));
  const look = lettingGoBehindShipper({
    ...{ store, history: { sumsByBlock: everything }, days: KEPT, mayLetGo: () => true, log: NO_LOG },
    ...{ cursors: { all: async () => ({ shipper: 1 }) }, clock: { kind: "manual", now: () => now } },
  });

  for (let call = 0; call < 3; call += 1) await look();

  expect(await view.series({ ...ALL, to: now })).toHaveLength(KEPT);
});

test.each([
  ["nobody ships", { places: { intake: 7 } }],
  ["our clock is in doubt", { mayLetGo: () => false }],
] as const)(
  "while %s nothing is let go",
  async (_, { places, mayLetGo = () => true }: { places?: object; mayLetGo?: () => boolean }) => {
    const { store, byDay, places: usual } = await desk({ sumsByBlock: everything, pieces: none });
    const look = lettingGoBehindShipper({
      ...{ store, history: { sumsByBlock: everything }, days: KEPT, mayLetGo, log: NO_LOG },
      ...{
        cursors: { all: async () => ({ ...(places ?? usual) }) as Record<string, number> },
        clock: { kind: "manual", now: () => NOW },
      },
    });
    await look();
    await look();
    expect(await byDay()).toEqual(FULL);
  },
);

test("a long-term store that is away is asked again a minute later, a bug is none of it", async () => {
  let failure: Error | undefined = new StoreUnavailableError("away");
  let asked = 0;
  const sumsByBlock: InfluxHistory["sumsByBlock"] = async (key, span) => {
    asked += 1;
    if (failure !== undefined) throw failure;
    return everything(key, span);
  };
  const { byDay, look } = await desk({ sumsByBlock, pieces: none });

  await look();
  for (let call = 0; call < 60; call += 1) await look();
  expect(asked).toBe(1);
  failure = new TypeError("a bug");
  await expect(look()).rejects.toThrow("a bug");
  failure = undefined;
  await look();
  expect(await byDay()).toEqual([0, 0, 0, 144, 144, 144]);
});

test("a block over which a late value stands stays until that is packed into it", async () => {
  const { store, byDay, walk, at } = await desk({ sumsByBlock: everything, pieces: none });
  await store.apply([message(8, { readings: [reading({ ...KEY, at: at(0, 3), value: 1 })] })], 8);

  await walk();

  expect(await byDay()).toEqual([144, 0, 0, 144, 144, 144]);
});

const servers = (await Promise.all([startInfluxServer(2), startInfluxServer(1)])).filter((server) => server !== undefined);
for (const server of servers) describe(`with a real InfluxDB, ${server.name}`, () => againstServer(server));

async function all(pieces: AsyncIterable<{ readonly points: readonly SeriesPoint[] }>): Promise<readonly SeriesPoint[]> {
  const found: SeriesPoint[] = [];
  for await (const { points } of pieces) found.push(...points);
  return found;
}

function againstServer(server: InfluxServer): void {
  afterAll(() => server.stop());
  const options = { url: server.url, token: server.token, org: server.org, bucket: server.bucket, timeoutMs: 5_000 };

  // Behaviour
  test("what was let go is read back from InfluxDB as it was here, and days that it does not have stay", async () => {
    const history = createInfluxHistory(options);
    const { view, older, byDay, walk, look, at } = await desk(history);
    const series = createInfluxSeries(options);
    const before = (await view.series(ALL)).map(({ at, value, flag, revision }) => ({ at, value, flag, revision }));
    const changes = await view.changes(0, DAYS + 1, 10_000);

    await series.write(changes.filter((r) => r.at < at(1, 144) && r.at !== at(0, 100)));
    await walk();
    // The first day lacks a value there, the third is not there at all.
    expect(await byDay()).toEqual([144, 0, 144, 144, 144, 144]);
    await series.write(changes);
    for (let call = 0; call < 3_600; call += 1) await look();
    await walk();
    expect(await byDay()).toEqual([0, 0, 0, 144, 144, 144]);

    const range = { ...ALL, to: plus(FIRST, 3 * DAY) };
    const back = await all(older.pieces(range));
    expect(back).toEqual(before.filter((point) => point.at < range.to));
    // A server that does not understand InfluxQL is asked in Flux: of a bucket by another name, or that has none of it.
    expect(await all(createInfluxHistory({ ...options, influxQl: false }).pieces(range))).toEqual(back);
    expect(back.find((point) => point.at === at(1, 7))).toMatchObject({ value: 9_999, revision: 1 });
  });

  // Behaviour
  test("a day whose correction InfluxDB lost, as a restored older backup has, stays until it was sent again", async () => {
    const outlet = "e2-DA001";
    const history = createInfluxHistory(options);
    const { view, byDay, walk, look } = await desk({
      ...history,
      sumsByBlock: (key, span) => history.sumsByBlock({ ...key, outlet }, span),
    });
    const series = createInfluxSeries(options);
    const changes = (await view.changes(0, DAYS + 1, 10_000)).map(({ previous, ...own }) => ({
      ...{ ...own, outlet },
      ...(previous && { previous: { ...previous, outlet } }),
    }));

    await series.write(changes.map((change) => change.previous ?? change));
    await walk();
    expect(await byDay()).toEqual([0, 144, 0, 144, 144, 144]);
    await series.write(changes);
    for (let call = 0; call < 3_600; call += 1) await look();
    await walk();
    expect(await byDay()).toEqual([0, 0, 0, 144, 144, 144]);
  });

  test("a converted value is read back where it still counts, and quotes in a name end no question", async () => {
    const history = createInfluxHistory(options);
    const series = createInfluxSeries(options);
    const fixed = { ...reading({ ...KEY, outlet: "e9-DA001" }), seq: 1, receivedAt: FIRST, revision: 0, order: 1 };
    await series.write([
      { ...fixed, at: FIRST, converted: 40 },
      { ...fixed, at: plus(FIRST, 600_000), converted: 41 },
    ]);
    await series.write([{ ...fixed, at: plus(FIRST, 600_000), revision: 1, value: 5 }]);
    const ask = (outlet: string, influxQl: boolean) =>
      all(createInfluxHistory({ ...options, influxQl }).pieces({ ...ALL, outlet }));

    const found = await all(history.pieces({ ...ALL, outlet: "e9-DA001" }));
    expect(found.map(({ value, converted }) => [value, converted])).toEqual([
      [35, 40],
      [5, undefined],
    ]);
    expect(await ask("e9-DA001", false)).toEqual(found);
    for (const name of ["x' OR outlet = 'e9-DA001", "\\' OR 1=1 --", "\\"]) {
      expect([await ask(name, true), await ask(name, false)]).toEqual([[], []]);
    }
  });

  test("while it stands still neither is known", async () => {
    const history = createInfluxHistory({ ...options, timeoutMs: 500 });
    await server.freeze();
    const asked = [
      history.sumsByBlock(KEY, { from: FIRST, to: plus(FIRST, DAY), blockMs: DAY }),
      history.pieces({ ...FROM_EIGHT }).next(),
    ];
    const settled = await Promise.allSettled(asked);
    await server.thaw();
    expect(settled).toMatchObject([
      { status: "rejected", reason: expect.any(StoreUnavailableError) },
      { status: "rejected", reason: expect.any(StoreUnavailableError) },
    ]);
  });
}
