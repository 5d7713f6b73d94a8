import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { StoreUnavailableError } from "../../core/failures.ts";
import { BASES } from "../../core/readings/reading.ts";
import type { RevisedReading, SeriesStore } from "../../core/readings/series.ts";
import { type Instant, instant, plus } from "../../core/time.ts";
import { ORIGIN } from "../support/reading-origin.ts";

/** A way in which the store goes away and comes back. */
export interface Outage {
  readonly name: string;
  begin(): Promise<void>;
  end(): Promise<void>;
}

/** An adapter under test. All tests share the store; each writes to an outlet of its own. */
export interface SeriesUnderTest {
  readonly store: SeriesStore;
  close(): Promise<void>;
}

/** 2026-11-23 08:00 in Beijing. */
const EIGHT = instant(Date.UTC(2026, 10, 23, 0, 0));
const HOUR = 3_600_000;

/** What every long-term store must do. Called by the tests beside the adapters. */
export function testSeries(name: string, create: () => Promise<SeriesUnderTest>, outages: readonly Outage[] = []): void {
  describe(name, () => {
    let made: SeriesUnderTest;
    let store: SeriesStore;
    let outlet = "";
    let tests = 0;

    beforeAll(async () => {
      made = await create();
      store = made.store;
    });
    afterAll(() => made?.close());
    beforeEach(() => {
      tests += 1;
      outlet = `e${tests}-DA001`;
    });

    function reading(parts: Partial<RevisedReading> = {}): RevisedReading {
      const fixed = { pollutant: "a21026", basis: "hour", flag: "N", revision: 0, ...ORIGIN } as const;
      const order = parts.revision ?? 0;
      return { outlet, ...fixed, order, at: EIGHT, value: 35, seq: 1, receivedAt: plus(EIGHT, HOUR + 5000), ...parts };
    }

    const range = (from: Instant, to: Instant) => ({ outlet, pollutant: "a21026", basis: "hour", from, to }) as const;
    const hour = () => range(EIGHT, plus(EIGHT, HOUR));
    const versions = () => store.versions({ outlet, pollutant: "a21026", basis: "hour", at: EIGHT });

    test("a reading comes back as it went in", async () => {
      const full = reading({ value: 0.1 + 0.2, converted: 40.1, min: -1, max: 44, total: 1e-9, flag: "T", seq: 4_000_000_000 });

      expect(await store.write([full])).toEqual([]);

      expect(await store.query(hour())).toEqual([full]);
      expect(await versions()).toEqual([full]);
    });

    test("what was said beside a value comes back as it went in, and not with the value that replaces it", async () => {
      const beside = { rawMean: -0.25, sampledAt: plus(EIGHT, -600_000), vendorFlag: 'A"0\\1, 号', backfilled: true } as const;
      const first = reading(beside);
      await store.write([first]);
      expect(await store.query(hour())).toEqual([first]);

      await store.write([reading({ value: 36, revision: 1, previous: first })]);

      expect(await store.query(hour())).toEqual([reading({ value: 36, revision: 1 })]);
      expect(await versions()).toEqual([first, reading({ value: 36, revision: 1 })]);
    });

    test("parts that a device did not send are absent", async () => {
      await store.write([reading({ value: 0 })]);

      expect(await store.query(hour())).toEqual([reading({ value: 0 })]);
    });

    test("writing a batch again changes nothing", async () => {
      const corrected = reading({ value: 36, revision: 1, seq: 2, previous: reading() });
      const batch = [reading(), corrected];
      await store.write(batch);

      await store.write(batch);

      expect((await store.query(hour())).map(({ value }) => value)).toEqual([36]);
      expect((await versions()).map(({ value }) => value)).toEqual([35, 36]);
    });

    test("a correction wins, and what it replaced stays visible, oldest first", async () => {
      const [first, second] = [reading({ value: 120 }), reading({ value: 110, revision: 1, seq: 2 })];
      await store.write([first]);
      await store.write([{ ...second, previous: first }]);
      await store.write([reading({ value: 80, revision: 2, seq: 3, previous: second })]);

      expect(await store.query(hour())).toEqual([reading({ value: 80, revision: 2, seq: 3 })]);
      expect(await versions()).toEqual([first, second, reading({ value: 80, revision: 2, seq: 3 })]);
    });

    test("an older version that comes late stays behind the one in force", async () => {
      const first = reading({ value: 150, order: 2 });
      await store.write([first]);

      await store.write([reading({ value: 250, order: 1, revision: 1, seq: 2, overtakenBy: first })]);

      expect((await store.query(hour())).map(({ value }) => value)).toEqual([150]);
      expect((await versions()).map(({ value }) => value)).toEqual([250, 150]);
    });

    test("a version that is said again is in force again, and stands once among the versions", async () => {
      const [older, newer] = [reading({ value: 250, order: 1 }), reading({ value: 150, order: 2, revision: 1, seq: 2 })];
      await store.write([older]);
      await store.write([{ ...newer, previous: older }]);

      await store.write([{ ...older, order: 3, seq: 3, previous: newer }]);

      expect(await store.query(hour())).toEqual([{ ...older, order: 3, seq: 3 }]);
      expect((await versions()).map(({ value }) => value)).toEqual([150, 250]);
    });

    test("origin, order and arrival come back as they went in", async () => {
      const origin = { mn: "SIM-2", factor: "02", field: "NightData", unit: "dB(A)", minutes: 5, implausible: true } as const;
      const arrived = reading({ ...origin, order: plus(EIGHT, HOUR + 5000), arrival: { entry: 1, digest: 2 ** 51 + 1 } });
      const retried = reading({ at: plus(EIGHT, HOUR), order: EIGHT, arrival: { entry: 3, digest: 4 }, seq: 9 });
      const said = reading({ at: plus(EIGHT, 2 * HOUR), order: EIGHT, digests: [7, 2 ** 51 + 1], seq: 10 });
      const both = reading({ at: plus(EIGHT, 3 * HOUR), order: EIGHT, arrival: { entry: 3, digest: 4 }, digests: [8], seq: 11 });
      await store.write([arrived, retried, said, both]);

      expect(await store.query(range(EIGHT, plus(EIGHT, 4 * HOUR)))).toEqual([arrived, retried, said, both]);
    });

    test("a correction without a converted value does not keep the one it replaced", async () => {
      const first = reading({ converted: 40, max: 50 });
      await store.write([first]);

      await store.write([reading({ value: 36, flag: "M", revision: 1, previous: first })]);

      expect(await store.query(hour())).toEqual([reading({ value: 36, flag: "M", revision: 1 })]);
    });

    test("a range takes its beginning, leaves its end and is ordered by time", async () => {
      const hours = [2, 0, -1, 3, 1];
      await store.write(hours.map((h) => reading({ at: plus(EIGHT, h * HOUR), value: h })));

      const found = await store.query(range(EIGHT, plus(EIGHT, 3 * HOUR)));

      expect(found.map(({ value }) => value)).toEqual([0, 1, 2]);
    });

    test("an empty range and an unknown outlet have no readings", async () => {
      await store.write([reading()]);

      expect(await store.query(range(EIGHT, EIGHT))).toEqual([]);
      expect(await store.query({ ...hour(), outlet: `${outlet}-none` })).toEqual([]);
      expect(await store.versions({ outlet: `${outlet}-none`, pollutant: "a21026", basis: "hour", at: EIGHT })).toEqual([]);
    });

    test("the four bases and the pollutants are told apart", async () => {
      const readings = BASES.flatMap((basis, i) => [
        reading({ basis, value: i }),
        reading({ basis, pollutant: "a34013", value: i + 10 }),
      ]);
      await store.write(readings);

      for (const [i, basis] of BASES.entries()) {
        expect((await store.query({ ...hour(), basis })).map(({ value }) => value)).toEqual([i]);
      }
    });

    test("a quotation mark in a query is a character like others", async () => {
      await store.write([reading()]);

      expect(await store.query({ ...hour(), outlet: `${outlet}" or r.outlet != "` })).toEqual([]);
    });

    test("a batch of 5,000 readings is written whole", async () => {
      const batch = Array.from({ length: 5000 }, (_, i) => reading({ at: plus(EIGHT, i * 1000), value: i, seq: i + 1 }));

      expect(await store.write(batch)).toEqual([]);

      const found = await store.query(range(EIGHT, plus(EIGHT, 5_000_000)));
      expect(found.map(({ value }) => value)).toEqual(batch.map(({ value }) => value));
    });

    test("a reading that no store can hold is given back and costs only itself", async () => {
      const bad = reading({ value: Number.NaN, at: plus(EIGHT, 1) });
      const badPart = reading({ converted: Number.POSITIVE_INFINITY, at: plus(EIGHT, 2) });

      const refused = await store.write([reading(), bad, badPart, reading({ at: plus(EIGHT, 3) })]);

      expect(refused.map((r) => r.reading)).toEqual([bad, badPart]);
      expect((await store.query(hour())).map(({ at }) => at)).toEqual([EIGHT, plus(EIGHT, 3)]);
    });

    test.each(outages)("$name: the store is unavailable, and takes the batch when it is back", async ({ begin, end }) => {
      await store.write([reading()]);
      const batch = [reading({ value: 36, revision: 1, seq: 2, previous: reading() })];

      await begin();
      try {
        await expect(store.write(batch)).rejects.toThrow(StoreUnavailableError);
        await expect(store.query(hour())).rejects.toThrow(StoreUnavailableError);
      } finally {
        await end();
      }

      expect(await store.write(batch)).toEqual([]);
      expect((await versions()).map(({ value }) => value)).toEqual([35, 36]);
    });
  });
}
