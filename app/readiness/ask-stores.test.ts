import { expect, test } from "vitest";
import { StoreUnavailableError } from "../../core/failures.ts";
import { instant, plus } from "../../core/time.ts";
import { AskedStores, type AskedStoresDeps } from "./ask-stores.ts";

const T0 = instant(Date.UTC(2026, 10, 23));
const never = (): Promise<never> => new Promise(() => {});

/** Stores that have come as far as the test says, at a time that the test moves. */
function desk(change: Partial<AskedStoresDeps> = {}) {
  const at = { ms: 0, lastSeq: 0, taken: 0, judged: 0 };
  const entry = { kind: "tick", transport: "system", mn: "", topic: "", payload: new Uint8Array(), format: 1 } as const;
  const asked = new AskedStores({
    journal: { lastSeq: async () => at.lastSeq, entry: async (seq) => ({ ...entry, seq, at: plus(T0, seq * 1_000) }) },
    intake: { cursor: async () => at.taken },
    records: { cursor: async () => at.judged },
    clock: { kind: "manual", now: () => plus(T0, at.ms) },
    nowMs: () => at.ms,
    answerMs: 200,
    ...change,
  });
  return { asked, at };
}

test("entries wait until both are through that follow the journal", async () => {
  const { asked, at } = desk();
  Object.assign(at, { lastSeq: 10, taken: 10, judged: 8 });
  expect(await asked.look()).toEqual({ away: [], waiting: { entries: 2, oldestMs: 0 } });
  at.ms = 61_000;
  expect((await asked.look()).waiting).toEqual({ entries: 2, oldestMs: 61_000 });
  Object.assign(at, { taken: 9, judged: 10 });
  expect((await asked.look()).waiting).toEqual({ entries: 1, oldestMs: 61_000 });
  at.taken = 10;
  expect((await asked.look()).waiting).toEqual({ entries: 0, oldestMs: 0 });
});

test("what waited before this process began to look is as old as it says by the clock of the system", async () => {
  const { asked, at } = desk({ clock: { kind: "system", now: () => plus(T0, 500_000) } });
  Object.assign(at, { lastSeq: 5, taken: 4, judged: 4 });
  expect((await asked.look()).waiting).toEqual({ entries: 1, oldestMs: 495_000 });
});

test("an entry that cannot be read is as old as it was seen", async () => {
  const lastSeq = async (): Promise<number> => 5;
  const { asked, at } = desk({
    clock: { kind: "system", now: () => T0 },
    journal: { lastSeq, entry: () => Promise.reject(new Error("sealed")) },
  });
  at.judged = 5;
  expect((await asked.look()).waiting).toEqual({ entries: 5, oldestMs: 0 });
});

test("a store that is silent, away or broken is named, and keeps the place at which it was known last", async () => {
  const trouble = { code: "connection-lost", facts: {} } as const;
  const failing = { now: undefined as Error | "silent" | undefined };
  const { asked, at } = desk({
    records: {
      cursor: async () => {
        if (failing.now === "silent") return never();
        if (failing.now !== undefined) throw failing.now;
        return 3;
      },
    },
  });
  Object.assign(at, { lastSeq: 3, taken: 3 });
  expect((await asked.look()).away).toEqual([]);
  at.lastSeq = 7;
  at.taken = 7;

  failing.now = "silent";
  expect(await asked.look()).toEqual({
    away: [{ store: "records", trouble: "no-answer" }],
    waiting: { entries: 4, oldestMs: 0 },
  });
  failing.now = new StoreUnavailableError("gone", { trouble });
  expect((await asked.look()).away).toEqual([{ store: "records", trouble: "connection-lost" }]);
  failing.now = new StoreUnavailableError("gone");
  expect((await asked.look()).away).toEqual([{ store: "records", trouble: "other-trouble" }]);
  failing.now = new Error("malformed");
  expect((await asked.look()).away).toEqual([{ store: "records", trouble: "other-trouble" }]);
});

test("of stores that never answered nothing is said but that they are away", async () => {
  const { asked, at } = desk({
    intake: { cursor: never },
    records: { cursor: never },
    journal: { lastSeq: never, entry: never },
  });
  at.lastSeq = 9;
  const { away, waiting } = await asked.look();
  expect(away.map(({ store }) => store).toSorted()).toEqual(["intake", "journal", "records"]);
  expect(waiting).toEqual({ entries: 0, oldestMs: 0 });
});

test("a long-term store is asked where there is one", async () => {
  const { asked } = desk({
    series: { url: "http://127.0.0.1:9", token: "t", org: "o", bucket: "b" },
    answerMs: 30_000,
  });
  expect((await asked.look()).away).toEqual([{ store: "series", trouble: "nobody-listens" }]);
});
