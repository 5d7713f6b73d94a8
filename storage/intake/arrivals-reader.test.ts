import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import type { RevisedReading } from "../../core/readings/series.ts";
import { instant, plus } from "../../core/time.ts";
import { EIGHT, message, reading } from "../../tests/support/intake-facts.ts";
import { openArrivalsReader } from "./arrivals-reader.ts";
import { openIntakeStore } from "./intake-store.ts";
import { openIntakeView } from "./intake-view.ts";

const DAY = 86_400_000;
const EVER = { from: instant(0), to: instant(EIGHT + 1_000 * DAY) };

function aStore() {
  const directory = mkdtempSync(join(tmpdir(), "outfall-arrivals-"));
  const store = openIntakeStore({ directory });
  const view = openIntakeView({ directory });
  const reader = openArrivalsReader({ directory });
  onTestFinished(async () => {
    reader.close();
    await view.close();
    await store.close();
    rmSync(directory, { recursive: true });
  });
  const found = (range = EVER): RevisedReading[] =>
    reader.series().flatMap((series) => [...reader.arrivals(series, range)].flat());
  return { store, view, found };
}

const byPlace = (a: RevisedReading, b: RevisedReading): number =>
  a.seq - b.seq || a.at - b.at || a.basis.localeCompare(b.basis) || a.revision - b.revision;

test("what came in a range of time is found by its arrival, whatever time it is about", async () => {
  const { store, found } = aStore();
  await store.apply([message(1, { readings: [reading({ value: 1 })] })], 1);
  await store.apply([message(2, { readings: [reading({ at: plus(EIGHT, -400 * DAY), value: 2 })] })], 2);
  await store.apply([message(3, { readings: [reading({ value: 3 })] })], 3);

  expect(found({ from: plus(EIGHT, 2_000), to: plus(EIGHT, 3_000) }).map(({ value }) => value)).toEqual([2]);
  expect(found({ from: plus(EIGHT, 2_000), to: EVER.to })).toMatchObject([{ value: 2 }, { value: 3, previous: { value: 1 } }]);
  expect(found().map(({ value }) => value)).toEqual([2, 1, 3]);
});

test("whatever was written and packed, everything is found once, as the feed of changes tells it", async () => {
  const change = fc.record({
    pollutant: fc.constantFrom("a21026", "a34013"),
    basis: fc.constantFrom("realtime" as const, "minute" as const, "hour" as const),
    day: fc.nat(3),
    minute: fc.nat(90),
    value: fc.nat(4),
    pack: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 40 }), async (changes) => {
      const { store, view, found } = aStore();
      for (const [i, { pollutant, basis, day, minute, value, pack }] of changes.entries()) {
        const at = plus(EIGHT, day * DAY + minute * 60_000);
        await store.apply([message(i + 1, { readings: [reading({ pollutant, basis, at, value })] })], i + 1);
        while (pack && (await store.pack(instant(EIGHT + 100 * DAY))));
      }

      const told = await view.changes(0, changes.length, 10_000);
      expect(found().sort(byPlace)).toEqual(told.toSorted(byPlace));
    }),
    { numRuns: 30 },
  );
});
