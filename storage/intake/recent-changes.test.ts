import { expect, test } from "vitest";
import type { StoredReading } from "../../core/readings/reading.ts";
import type { RevisedReading } from "../../core/readings/series.ts";
import { instant } from "../../core/time.ts";
import { RecentChanges } from "./recent-changes.ts";

function reading(seq: number): StoredReading {
  const origin = { mn: "M1", factor: "a21026", unit: "mg/m3" };
  const fixed = { outlet: "o1", pollutant: "a21026", basis: "realtime", value: seq, flag: "N", order: seq, revision: 0 } as const;
  return { ...fixed, ...origin, at: instant(seq), seq, receivedAt: instant(seq) };
}

const STORED: readonly RevisedReading[] = [{ ...reading(1), value: 99 }];

/** What a reader gets, and how often the store was asked. */
function reader(recent: RecentChanges) {
  let asked = 0;
  const view = recent.over({
    cursor: async () => 0,
    changes: async () => {
      asked += 1;
      return STORED;
    },
  });
  return { changes: view.changes, asked: () => asked };
}

const first = (after: number, upTo: number, ...seqs: number[]) => ({
  ...{ after, upTo, areFirst: true },
  readings: seqs.map(reading),
});

test("what was just written is not read back", async () => {
  const recent = new RecentChanges();
  recent.add(first(0, 3, 1, 2, 2));
  recent.add(first(3, 5, 5));
  const { changes, asked } = reader(recent);

  expect((await changes(0, 5, 100)).map(({ seq }) => seq)).toEqual([1, 2, 2, 5]);
  expect((await changes(1, 3, 100)).map(({ seq }) => seq)).toEqual([2, 2]);
  expect(asked()).toBe(0);
});

test("a page of what was just written never ends within an entry", async () => {
  const recent = new RecentChanges();
  recent.add(first(0, 3, 1, 2, 2, 3));
  const { changes } = reader(recent);

  expect((await changes(0, 3, 2)).map(({ seq }) => seq)).toEqual([1, 2, 2]);
  expect((await changes(2, 3, 2)).map(({ seq }) => seq)).toEqual([3]);
});

test("versions with neighbours are read from the store, which knows the neighbours", async () => {
  const recent = new RecentChanges();
  recent.add(first(0, 1, 1));
  recent.add({ ...first(1, 2, 2), areFirst: false });
  const { changes } = reader(recent);

  expect(await changes(0, 2, 100)).toBe(STORED);
});

test("a reader that is far behind reads from the store, and from memory once it has caught up", async () => {
  const recent = new RecentChanges();
  const many = Array.from({ length: 20_000 }, (_, i) => i + 1);
  recent.add(first(0, 20_000, ...many));
  recent.add(first(20_000, 20_001, 20_001));
  const { changes } = reader(recent);

  expect(await changes(0, 20_001, 100)).toBe(STORED);
  expect((await changes(20_000, 20_001, 100)).map(({ seq }) => seq)).toEqual([20_001]);
});

test("what does not follow on what is kept replaces it", async () => {
  const recent = new RecentChanges();
  recent.add(first(0, 1, 1));
  recent.add(first(5, 6, 6));
  const { changes } = reader(recent);

  expect(await changes(0, 6, 100)).toBe(STORED);
  expect((await changes(5, 6, 100)).map(({ seq }) => seq)).toEqual([6]);
});

test("readings that say much are kept no longer than memory allows, though they are few", async () => {
  const recent = new RecentChanges();
  const wordy = (seq: number) => ({ ...first(seq - 1, seq), readings: [{ ...reading(seq), vendorFlag: "A".repeat(4_000_000) }] });
  for (const seq of [1, 2, 3]) recent.add(wordy(seq));
  const { changes } = reader(recent);

  expect(await changes(0, 3, 100)).toBe(STORED);
  expect((await changes(1, 3, 100)).map(({ seq }) => seq)).toEqual([2, 3]);
});
