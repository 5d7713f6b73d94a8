import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { DAY, plus } from "../../core/time.ts";
import { EIGHT, message, reading } from "../../tests/support/intake-facts.ts";
import { counted, packAll } from "../../tests/support/packed-store.ts";
import { openIntakeFile } from "./intake-file.ts";
import { openIntakeStore } from "./intake-store.ts";
import { openIntakeView } from "./intake-view.ts";

const SERIES = { outlet: "e1-DA001", pollutant: "a21026", basis: "realtime" } as const;
const STEP = 30_000;
const DAYS = 100;
const QUERY = { ...SERIES, from: EIGHT, to: plus(EIGHT, DAYS * DAY) };

/** A value every 30 seconds, 50 to 59 and once 999, each of an entry and a digest of its own. */
function fill(directory: string, count: number): void {
  const file = openIntakeFile(directory);
  file.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count - 1})
    INSERT INTO reading (series_id, at, revision, value, flag, seq, received_at, origin_id, digest)
    SELECT 1, ${EIGHT} + i * ${STEP}, 0, CASE i WHEN 120007 THEN 999 ELSE 50 + (i % 97) / 10.0 END, 'N', 1 + i * 40 + i % 7,
      ${EIGHT} + i * ${STEP} + i * 7919 % 900, 1, (i * 2654435761) % 4294967296 FROM n`);
  file.close();
}

// Behaviour
test("100 days of 30-second values are read from no more than 2,400 rows, extremes kept", async () => {
  const directory = await mkdtemp(join(tmpdir(), "outfall-packer-"));
  const store = openIntakeStore({ directory });
  onTestFinished(async () => {
    await store.close();
    await rm(directory, { recursive: true });
  });
  await store.apply([message(1, { readings: [reading({ ...SERIES, at: EIGHT, value: 50 })] })], 1);
  const count = (DAYS * DAY) / STEP;
  fill(directory, count);
  const last = reading({ ...SERIES, at: QUERY.to, value: 1 });
  await store.apply([message(count, { readings: [last] })], count);
  await packAll(store);
  const view = openIntakeView({ directory });

  const { points, readTo } = await view.outline(QUERY, { most: 4_000, mostRows: 2_400 });
  await view.close();

  expect(readTo).toBeUndefined();
  expect(Math.max(...points.map(({ value }) => value))).toBe(999);
  expect(counted(directory)).toMatchObject({ rows: 1, blocks: 2_400 });
  expect(counted(directory).bytes / count).toBeLessThan(30);
});
