import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { RevisedReading, SeriesStore } from "../../core/readings/series.ts";
import { instant, plus } from "../../core/time.ts";
import { EIGHT, FROM_EIGHT, message, reading } from "../../tests/support/intake-facts.ts";
import { MemorySeries } from "../memory/memory-series.ts";
import { openArrivalsReader } from "./arrivals-reader.ts";
import { openIntakeStore } from "./intake-store.ts";
import { openIntakeView } from "./intake-view.ts";
import { type ReshipDeps, type ReshipProgress, reshipReadings } from "./reship-readings.ts";

const EVER = { from: instant(0), to: plus(EIGHT, 86_400_000) };

function desk() {
  const directory = mkdtempSync(join(tmpdir(), "outfall-reship-"));
  const store = openIntakeStore({ directory });
  const intake = openIntakeView({ directory });
  const arrivals = openArrivalsReader({ directory });
  const longTerm = new MemorySeries();
  onTestFinished(async () => {
    arrivals.close();
    await intake.close();
    await store.close();
    rmSync(directory, { recursive: true });
  });
  const told: ReshipProgress[] = [];
  const reship = (change: Partial<ReshipDeps> = {}) =>
    reshipReadings({
      ...{ arrivals, intake, series: longTerm, range: EVER, isWanted: () => true },
      onProgress: (progress) => void told.push(progress),
      ...change,
    });
  /** Takes what comes and ships it, as the product does. */
  const come = async (seq: number, value: number, pollutant = "a21026"): Promise<void> => {
    const [result] = await store.apply([message(seq, { readings: [reading({ value, pollutant })] })], seq);
    await longTerm.write(result?.readings ?? []);
  };
  return { store, longTerm, reship, come, told };
}

test("everything is written again, twice the same, and progress is told series by series", async () => {
  const { store, longTerm, reship, told } = desk();
  await store.apply([message(1, { readings: [reading({ value: 1 }), reading({ pollutant: "a34013" })] })], 1);
  await store.apply([message(2, { readings: [reading({ value: 2 })] })], 2);

  const first = await reship();
  const versions = await longTerm.versions({ ...FROM_EIGHT, at: EIGHT });
  const second = await reship();

  expect(first).toEqual({ series: 2, ofSeries: 2, readings: 3, refused: {}, example: undefined, complete: true });
  expect(second).toEqual(first);
  expect(versions.map(({ value }) => value)).toEqual([1, 2]);
  expect(await longTerm.versions({ ...FROM_EIGHT, at: EIGHT })).toEqual(versions);
  expect(told.map(({ series, ofSeries }) => [series, ofSeries]).slice(0, 2)).toEqual([
    [1, 2],
    [2, 2],
  ]);
});

// Behaviour
test("a correction that is shipped while readings are written again is not overturned by the older version", async () => {
  const { store, reship, come } = desk();
  await come(1, 250);
  // As in InfluxDB the point that was written last stands.
  let [inForce, isFirst] = [0, true];
  const take = (readings: readonly RevisedReading[]): void => {
    for (const { value, overtakenBy } of readings) inForce = overtakenBy?.value ?? value;
  };
  const series: Pick<SeriesStore, "write"> = {
    write: async (readings) => {
      // What was read is older by now than what the product has shipped.
      if (isFirst) take((await store.apply([message(2, { readings: [reading({ value: 150 })] })], 2))[0]?.readings ?? []);
      isFirst = false;
      take(readings);
      return [];
    },
  };

  expect((await reship({ series })).complete).toBe(true);

  expect(inForce).toBe(150);
});

test("what the store refuses is counted by kind and never as written", async () => {
  const { reship, come } = desk();
  await come(1, 250);
  await come(2, 30, "a34013");
  const kinds = ["retention", undefined] as const;
  const write = async (readings: readonly RevisedReading[]) =>
    readings.map((of, i) => ({ reading: of, reason: "not here", ...(kinds[i] && { kind: kinds[i] }) }));

  expect(await reship({ series: { write } })).toMatchObject({
    ...{ readings: 0, refused: { retention: 1, content: 1 }, complete: true },
    example: { reason: "not here" },
  });
});

test("a store that fails ends it, unless nobody wants it any more: then what it did not take does not count", async () => {
  const { reship, come } = desk();
  await come(1, 250);
  let wanted = true;
  const write = async (): Promise<never> => {
    throw new Error("broken");
  };
  const series = { write };

  await expect(reship({ series })).rejects.toThrow("broken");
  const ended = reship({
    isWanted: () => wanted,
    series: {
      write: () => {
        wanted = false;
        return write();
      },
    },
  });
  expect(await ended).toMatchObject({ readings: 0, complete: false });
});

test.each([0, 1, 2])("whoever does not want it any more after %i questions is told that it is not complete", async (asked) => {
  const { reship, come } = desk();
  await come(1, 250);
  await come(2, 30, "a34013");
  let left = asked;
  const isWanted = (): boolean => left-- > 0;

  expect(await reship({ isWanted })).toMatchObject({ complete: false });
});
