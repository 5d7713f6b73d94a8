import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { DecodedMessage } from "../../core/readings/message.ts";
import { DAY, HOUR, LAST_INSTANT, MINUTE, plus } from "../../core/time.ts";
import { testIntake } from "../../tests/contract/intake.ts";
import { EIGHT, message, reading } from "../../tests/support/intake-facts.ts";
import { openIntakeFile } from "./intake-file.ts";
import { openIntakeStore, type SqliteIntakeStore } from "./intake-store.ts";
import { openIntakeView } from "./intake-view.ts";

async function packAll(store: SqliteIntakeStore, before = LAST_INSTANT): Promise<void> {
  while (await store.pack(before)) await store.cursor();
}

/** All that is asked of a working store holds for one that packs whatever it can after each write. */
testIntake("the working store in SQLite, packed", async (options) => {
  const directory = await mkdtemp(join(tmpdir(), "outfall-packed-"));
  const view = openIntakeView({ directory });
  const store = openIntakeStore({ directory, ...options });
  return {
    store: {
      cursor: () => store.cursor(),
      apply: async (messages, upTo) => {
        const results = await store.apply(messages, upTo);
        await packAll(store);
        return results;
      },
      carryOut: (order, seq) => store.carryOut(order, seq),
      close: () => store.close(),
    },
    view,
    close: async () => {
      await store.close();
      await view.close();
      await rm(directory, { recursive: true });
    },
  };
});

const SERIES = { outlet: "e1-DA001", pollutant: "a21026", basis: "realtime" } as const;
const STEP = 30_000;
const DAYS = 100;
const QUERY = { ...SERIES, from: EIGHT, to: plus(EIGHT, DAYS * DAY) };

let directory: string;
let store: SqliteIntakeStore;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "outfall-packer-"));
  store = openIntakeStore({ directory });
});
afterEach(async () => {
  await store.close();
  await rm(directory, { recursive: true });
});

/** A value every 30 seconds, 50 to 59 and once 999, each of an entry and a digest of its own. */
function fill(count: number): void {
  const file = openIntakeFile(directory);
  file.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count - 1})
    INSERT INTO reading (series_id, at, revision, value, flag, seq, received_at, origin_id, digest)
    SELECT 1, ${EIGHT} + i * ${STEP}, 0, CASE i WHEN 120007 THEN 999 ELSE 50 + (i % 97) / 10.0 END, 'N', 1 + i * 40 + i % 7,
      ${EIGHT} + i * ${STEP} + i * 7919 % 900, 1, (i * 2654435761) % 4294967296 FROM n`);
  file.close();
}

/** An hour of values every 30 seconds, as one message that came at its end. */
function anHour(hour: number): DecodedMessage {
  const start = plus(EIGHT, hour * HOUR);
  const readings = Array.from({ length: 120 }, (_, i) => reading({ ...SERIES, at: plus(start, i * STEP), value: 50 + (i % 9) }));
  return { ...message(hour + 1, { readings }), receivedAt: plus(start, HOUR - 1) };
}

function counted(): { readonly rows: number; readonly blocks: number; readonly bytes: number } {
  const file = openIntakeFile(directory);
  const [rows] = file.prepare("SELECT count(*) FROM reading").raw().all([]) as [number][];
  const [blocks] = file.prepare("SELECT count(*), coalesce(sum(length(content)), 0) FROM reading_block").raw().all([]) as [
    number,
    number,
  ][];
  file.close();
  return { rows: rows?.[0] ?? 0, blocks: blocks?.[0] ?? 0, bytes: blocks?.[1] ?? 0 };
}

// Behaviour
test("100 days of 30-second values are read from no more than 2,400 rows, extremes kept", async () => {
  await store.apply([message(1, { readings: [reading({ ...SERIES, at: EIGHT, value: 50 })] })], 1);
  const count = (DAYS * DAY) / STEP;
  fill(count);
  const last = reading({ ...SERIES, at: QUERY.to, value: 1 });
  await store.apply([message(count, { readings: [last] })], count);
  await packAll(store);
  const view = openIntakeView({ directory });

  const { points, readTo } = await view.outline(QUERY, { most: 4_000, mostRows: 2_400 });
  await view.close();

  expect(readTo).toBeUndefined();
  expect(Math.max(...points.map(({ value }) => value))).toBe(999);
  expect(counted()).toMatchObject({ rows: 1, blocks: 2_400 });
  expect(counted().bytes / count).toBeLessThan(30);
});

test("an hour is packed once it lies before the bound and its last row came before it, and the newest period stays a row", async () => {
  await store.apply([anHour(0), anHour(1)], 2);

  await packAll(store, plus(EIGHT, HOUR - 1));
  expect(counted()).toMatchObject({ rows: 240, blocks: 0 });

  await packAll(store, plus(EIGHT, HOUR));
  expect(counted()).toMatchObject({ rows: 120, blocks: 1 });

  // The second hour holds the newest value of the series.
  await packAll(store, plus(EIGHT, 5 * HOUR));
  expect(counted()).toMatchObject({ rows: 120, blocks: 1 });
});

test("a late correction stands over its block at once, is a duplicate when it is repeated, and is packed into it later", async () => {
  await store.apply([anHour(0), anHour(1)], 2);
  await packAll(store, plus(EIGHT, 2 * HOUR));
  const at = plus(EIGHT, MINUTE);
  const late = (seq: number, value: number): DecodedMessage => ({
    ...message(seq, { readings: [reading({ ...SERIES, at, value, order: plus(EIGHT, 9 * HOUR), arrival: { entry: 3 } })] }),
    receivedAt: plus(EIGHT, 9 * HOUR),
  });
  const view = openIntakeView({ directory });
  const valueThere = async () => [
    (await view.series(QUERY)).find((found) => found.at === at)?.value,
    (await view.outline(QUERY, { most: 4_000, mostRows: 9_999 })).points.find((found) => found.at === at)?.value,
  ];

  const [corrected] = await store.apply([late(3, 700)], 3);
  expect(corrected).toMatchObject({
    outcome: "stored",
    readings: [{ value: 700, revision: 1, previous: { value: 52, revision: 0 } }],
  });
  expect(await valueThere()).toEqual([700, 700]);
  expect(await view.changes(2, 3, 10)).toMatchObject([{ value: 700, previous: { value: 52 } }]);

  const [repeated] = await store.apply([late(4, 700)], 4);
  expect(repeated).toMatchObject({ outcome: "duplicate", readings: [] });

  await packAll(store, plus(EIGHT, 10 * HOUR));
  expect(counted()).toMatchObject({ rows: 120, blocks: 1 });
  expect(await valueThere()).toEqual([700, 700]);
  expect((await view.versions({ ...SERIES, at })).map(({ value }) => value)).toEqual([52, 700]);
  await view.close();
});

test("a reader that is behind what was packed gets every version in the order of the entries, page by page", async () => {
  await store.apply([anHour(0), anHour(1), anHour(2)], 3);
  const view = openIntakeView({ directory });
  const before = await view.changes(0, 3, 1_000);
  await packAll(store);

  const first = await view.changes(0, 3, 100);
  const rest = await view.changes(first.at(-1)?.seq ?? 0, 3, 1_000);
  await view.close();

  expect(first).toHaveLength(120);
  expect([...first, ...rest]).toEqual(before);
});
