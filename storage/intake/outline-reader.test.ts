import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DAY, instant } from "../../core/time.ts";
import { iso, message, reading } from "../../tests/support/intake-facts.ts";
import { openIntakeFile } from "./intake-file.ts";
import { openIntakeStore } from "./intake-store.ts";
import { openIntakeView } from "./intake-view.ts";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const START = iso("2026-08-01T00:00:00+08:00");
const DAYS = 99;
const STEP_MS = 20_000;
const COUNT = (DAYS * DAY) / STEP_MS;
const SERIES = { outlet: "e1-DA001", pollutant: "a21026", basis: "realtime" } as const;
const QUERY = { ...SERIES, from: START, to: instant(START + DAYS * DAY) };
const MEGABYTE = 1_048_576;

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "outfall-outline-"));
});
afterEach(() => rm(directory, { recursive: true }));

/** 99 days of a value every 20 seconds, 50 to 59, with one of 999 and one of -5. */
async function fillSeries(): Promise<void> {
  const store = openIntakeStore({ directory });
  await store.apply([message(1, { readings: [reading({ ...SERIES, at: START, value: 50 })] })], 1);
  await store.close();
  const file = openIntakeFile(directory);
  file.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${COUNT - 1})
    INSERT INTO reading (series_id, at, revision, value, flag, seq, received_at, origin_id, digest)
    SELECT 1, ${START} + i * ${STEP_MS}, 0, CASE i WHEN 200000 THEN 999 WHEN 333333 THEN -5 ELSE 50 + i % 10 END,
      'N', 1 + i, ${START} + i * ${STEP_MS}, 1, 1 FROM n`);
  file.close();
}

// Behaviour
test("99 days of realtime values are read in bounded memory, and the few points have the extremes", async () => {
  await fillSeries();
  const view = openIntakeView({ directory });
  collectGarbage();
  const before = process.memoryUsage().heapUsed;
  let most = 0;
  let slices = 0;
  const isWanted = () => {
    slices += 1;
    if (slices % 20 !== 0) return true;
    collectGarbage();
    most = Math.max(most, process.memoryUsage().heapUsed - before);
    return true;
  };

  const { points, thinned, readTo } = await view.outline(QUERY, { most: 4_000, mostRows: 1_000_000, isWanted });
  const values = points.map(({ value }) => value);
  await view.close();

  expect({ thinned, readTo }).toEqual({ thinned: true, readTo: undefined });
  expect(points.length).toBeLessThanOrEqual(4_000);
  expect([Math.max(...values), Math.min(...values)]).toEqual([999, -5]);
  expect([points[0]?.at, points.at(-1)?.at]).toEqual([START, START + (COUNT - 1) * STEP_MS]);
  // All 427,680 readings at once take more than 100 MB.
  expect(most).toBeLessThan(16 * MEGABYTE);
});

test("a reading that nobody waits for any more ends with its slice, and others have their turn between slices", async () => {
  await fillSeries();
  const view = openIntakeView({ directory });
  const done: string[] = [];
  let slices = 0;

  const long = view.outline(QUERY, { most: 4_000, mostRows: 1_000_000, isWanted: () => ++slices < 10 });
  const first = view.outline({ ...QUERY, to: instant(START + DAY) }, { most: 4_000, mostRows: 1_000_000 });
  await Promise.all([long.then(() => done.push("long")), first.then(() => done.push("short"))]);
  await view.close();

  expect(slices).toBe(10);
  expect(done).toEqual(["short", "long"]);
});
