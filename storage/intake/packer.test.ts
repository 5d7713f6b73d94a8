import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { DecodedMessage } from "../../core/readings/message.ts";
import { DAY, HOUR, MINUTE, plus } from "../../core/time.ts";
import { testIntake } from "../../tests/contract/intake.ts";
import { EIGHT, message, reading } from "../../tests/support/intake-facts.ts";
import { counted, packAll } from "../../tests/support/packed-store.ts";
import { openIntakeStore, type SqliteIntakeStore } from "./intake-store.ts";
import { openIntakeView } from "./intake-view.ts";

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

/** An hour of values every 30 seconds, as one message that came at its end. */
function anHour(hour: number): DecodedMessage {
  const start = plus(EIGHT, hour * HOUR);
  const readings = Array.from({ length: 120 }, (_, i) => reading({ ...SERIES, at: plus(start, i * STEP), value: 50 + (i % 9) }));
  return { ...message(hour + 1, { readings }), receivedAt: plus(start, HOUR - 1) };
}

test("an hour is packed once it lies before the bound and its last row came before it, and the newest period stays a row", async () => {
  await store.apply([anHour(0), anHour(1)], 2);

  await packAll(store, plus(EIGHT, HOUR - 1));
  expect(counted(directory)).toMatchObject({ rows: 240, blocks: 0 });

  await packAll(store, plus(EIGHT, HOUR));
  expect(counted(directory)).toMatchObject({ rows: 120, blocks: 1 });

  // The second hour holds the newest value of the series.
  await packAll(store, plus(EIGHT, 5 * HOUR));
  expect(counted(directory)).toMatchObject({ rows: 120, blocks: 1 });
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
  expect(counted(directory)).toMatchObject({ rows: 120, blocks: 1 });
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
