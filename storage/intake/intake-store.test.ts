import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { DecodedMessage } from "../../core/readings/message.ts";
import type { Reading } from "../../core/readings/reading.ts";
import { type BeijingDate, instant, plus } from "../../core/time.ts";
import { testIntake } from "../../tests/contract/intake.ts";
import { rejection } from "../../tests/support/intake-facts.ts";
import { byArrival, ORIGIN } from "../../tests/support/reading-origin.ts";
import { openIntakeStore } from "./intake-store.ts";
import { openIntakeView } from "./intake-view.ts";
import { RecentChanges } from "./recent-changes.ts";

testIntake("the working store in SQLite", async (options) => {
  const directory = await mkdtemp(join(tmpdir(), "outfall-intake-"));
  const view = openIntakeView({ directory });
  const store = openIntakeStore({ directory, ...options });
  return {
    store,
    view,
    close: async () => {
      await store.close();
      await view.close();
      await rm(directory, { recursive: true });
    },
  };
});

const MN = "SIM410102000000000000001";
/** 2026-11-23 08:00 in Beijing. */
const EIGHT = instant(Date.UTC(2026, 10, 23, 0, 0));
const HOUR = 3_600_000;
const DAY = "2026-11-23" as BeijingDate;

function reading(parts: Partial<Reading> = {}): Reading {
  return { outlet: "e1-DA001", pollutant: "a21026", basis: "hour", at: EIGHT, value: 35, flag: "N", ...ORIGIN, ...parts };
}

function message(seq: number, parts: Partial<DecodedMessage> = {}): DecodedMessage {
  const fixed = { transport: "mqtt", mn: MN, topic: "", raw: Uint8Array.of(1), isControl: false, quirks: [] } as const;
  return byArrival({
    ...fixed,
    messageId: seq,
    seq,
    receivedAt: plus(EIGHT, seq * 1000),
    readings: [],
    rejections: [],
    ...parts,
  });
}

describe("the file of the working store", () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "outfall-intake-"));
  });
  afterEach(() => rm(directory, { recursive: true }));

  const query = { outlet: "e1-DA001", pollutant: "a21026", basis: "hour", from: EIGHT, to: plus(EIGHT, 24 * HOUR) } as const;

  test("after a restart the cursor, the readings and the account are as they were", async () => {
    const before = openIntakeStore({ directory });
    await before.apply([message(1, { readings: [reading(), reading({ at: plus(EIGHT, HOUR) })] })], 1);
    await before.close();

    const after = openIntakeStore({ directory });

    expect(await after.cursor()).toBe(1);
    const results = await after.apply(
      [message(2, { readings: [reading()] }), message(3, { readings: [reading({ value: 36 })] })],
      3,
    );
    expect(results.map(({ outcome }) => outcome)).toEqual(["duplicate", "stored"]);
    await after.close();
  });

  test("a file of a build that knew no origins is read on, its versions ordered by their arrival", async () => {
    const old = new Database(join(directory, "intake.sqlite"));
    old.exec(`CREATE TABLE series (id INTEGER PRIMARY KEY, outlet TEXT NOT NULL, pollutant TEXT NOT NULL, basis TEXT NOT NULL,
        UNIQUE (outlet, pollutant, basis)) STRICT;
      CREATE TABLE reading (series_id INTEGER NOT NULL, at INTEGER NOT NULL, revision INTEGER NOT NULL,
        value REAL NOT NULL, converted REAL, flag TEXT NOT NULL, min REAL, max REAL, total REAL,
        seq INTEGER NOT NULL, received_at INTEGER NOT NULL, PRIMARY KEY (series_id, at, revision)) STRICT, WITHOUT ROWID;
      INSERT INTO series VALUES (1, 'e1-DA001', 'a21026', 'hour');
      INSERT INTO reading VALUES (1, ${EIGHT}, 0, 35, NULL, 'N', NULL, NULL, NULL, 1, ${EIGHT + 1000}),
        (1, ${EIGHT}, 1, 36, 40, 'N', NULL, NULL, NULL, 2, ${EIGHT + 2000})`);
    old.close();

    const store = openIntakeStore({ directory });
    const view = openIntakeView({ directory });

    expect(await view.series(query)).toMatchObject([{ value: 36, converted: 40, mn: "", unit: "", order: EIGHT + 2000 }]);
    const results = await store.apply(
      [message(3, { readings: [reading({ order: EIGHT + 500 })] }), message(4, { readings: [reading({ value: 37 })] })],
      4,
    );
    expect(results.map(({ outcome }) => outcome)).toEqual(["duplicate", "stored"]);
    expect((await view.series(query)).map(({ value }) => value)).toEqual([37]);
    await store.close();
    await view.close();
  });

  test("a batch that fails leaves nothing behind, and the store goes on as if it had never come", async () => {
    const store = openIntakeStore({ directory });
    const view = openIntakeView({ directory });
    const good = message(1, { readings: [reading()], rejections: [rejection("a99999")] });
    // NaN cannot come out of a codec; here it stands for any bug that breaks a constraint.
    const impossible = message(2, { readings: [reading({ at: plus(EIGHT, HOUR), value: Number.NaN })] });

    await expect(store.apply([good, impossible], 2)).rejects.toThrow();

    expect([await store.cursor(), await view.cursor(), await view.series(query), await view.quarantine({ limit: 10 })]).toEqual([
      0,
      0,
      [],
      [],
    ]);
    expect(await store.apply([good], 1)).toMatchObject([{ outcome: "stored", readings: [{ revision: 0 }] }]);
    expect(await view.account({ day: DAY })).toMatchObject({ received: 1, stored: 1 });
    await store.close();
    await view.close();
  });
});

test("the reader that follows gets what was written, corrections with their neighbours, and nothing of what was rolled back", async () => {
  const directory = await mkdtemp(join(tmpdir(), "outfall-intake-"));
  const recent = new RecentChanges();
  const store = openIntakeStore({ directory, recent });
  const view = openIntakeView({ directory });
  const follower = recent.over(view);
  const said = (seq: number, value: number) => message(seq, { readings: [reading({ value, order: EIGHT + seq })] });

  await store.apply([said(1, 35)], 1);
  expect(await follower.changes(0, 1, 10)).toEqual(await view.changes(0, 1, 10));
  await store.apply([said(2, 36)], 2);
  expect(await follower.changes(1, 2, 10)).toMatchObject([{ value: 36, previous: { value: 35 } }]);
  const bad = { ...said(3, 37), receivedAt: "never" as unknown as typeof EIGHT };
  await expect(store.apply([said(3, 36.5), bad], 3)).rejects.toThrow();
  await store.apply([said(3, 38)], 3);
  expect((await follower.changes(2, 3, 10)).map(({ value }) => value)).toEqual([38]);

  await store.close();
  await view.close();
  await rm(directory, { recursive: true });
});
