import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { IntakeStore, IntakeView } from "../../core/readings/intake.ts";
import { plus } from "../../core/time.ts";
import { type CreateIntake, DAY, EIGHT, FROM_EIGHT, MN, message, reading, rejection } from "../support/intake-facts.ts";
import { testIntakeAccount } from "./intake-account.ts";
import { testIntakeOrders } from "./intake-orders.ts";

/** What every working store must do. Called by the tests beside the adapters. */
export function testIntake(name: string, create: CreateIntake): void {
  testIntakeReadings(`${name}: readings`, create);
  testIntakeAccount(`${name}: messages`, create);
  testIntakeOrders(`${name}: orders`, create);
}

function testIntakeReadings(name: string, create: CreateIntake): void {
  describe(name, () => {
    let store: IntakeStore;
    let view: IntakeView;
    let close: () => Promise<void> | void;

    beforeEach(async () => {
      const made = await create();
      ({ store, view } = made);
      close = () => made.close();
    });
    afterEach(() => close());

    const account = () => view.account({ day: DAY, mn: MN });
    const rowIds = async () => (await view.quarantine({ limit: 100 })).map(({ id }) => id);

    describe("readings", () => {
      test("a new reading is stored with the entry that brought it", async () => {
        const full = reading({ converted: 40.1, min: 30, max: 44, total: 1.2 });

        const results = await store.apply([message(7, { readings: [full] })], 7);

        const arrival = { entry: 7, digest: 7 };
        const stored = { ...full, order: plus(EIGHT, 7000), arrival, seq: 7, receivedAt: plus(EIGHT, 7000), revision: 0 };
        expect(results).toEqual([{ messageId: 7, outcome: "stored", readings: [stored] }]);
        expect(await view.series(FROM_EIGHT)).toEqual([stored]);
      });

      test("what was said beside a value is kept as it was said first, and makes no version of its own", async () => {
        const beside = { rawMean: 36.5, sampledAt: plus(EIGHT, -600_000), vendorFlag: "A01", backfilled: true } as const;
        await store.apply([message(1, { readings: [reading(beside)] })], 1);

        const [repeat] = await store.apply([message(2, { readings: [reading({ vendorFlag: "B02" })] })], 2);

        expect(repeat?.outcome).toBe("duplicate");
        expect(await view.series(FROM_EIGHT)).toMatchObject([{ value: 35, ...beside }]);
        expect(await view.latest(["e1-DA001"])).toMatchObject([beside]);
        expect(await view.changes(0, 2, 10)).toMatchObject([beside]);
      });

      // Behaviour
      test("a repeated reading changes nothing and its message is a duplicate", async () => {
        await store.apply([message(1, { readings: [reading()] })], 1);

        const results = await store.apply([message(2, { readings: [reading()] })], 2);

        expect(results).toEqual([{ messageId: 2, outcome: "duplicate", readings: [] }]);
        expect(await view.versions({ ...FROM_EIGHT, at: EIGHT })).toHaveLength(1);
        expect(await account()).toEqual({ received: 2, stored: 1, duplicates: 1, quarantined: 0, control: 0 });
      });

      // Behaviour
      test("a different value for the same period is a correction: the newest wins and the older stays visible", async () => {
        await store.apply([message(1, { readings: [reading({ value: 120 })] })], 1);

        const [result] = await store.apply([message(2, { readings: [reading({ value: 80 })] })], 2);

        expect(result).toMatchObject({
          outcome: "stored",
          readings: [{ value: 80, revision: 1, seq: 2, previous: { value: 120, revision: 0, seq: 1 } }],
        });
        expect((await view.series(FROM_EIGHT)).map(({ value }) => value)).toEqual([80]);
        expect((await view.versions({ ...FROM_EIGHT, at: EIGHT })).map(({ value, revision }) => [value, revision])).toEqual([
          [120, 0],
          [80, 1],
        ]);
      });

      const said = (value: number, order: number) => reading({ value, order });
      const series = async () => (await view.series(FROM_EIGHT)).map(({ value }) => value);

      // Behaviour
      test("an older frame that comes again after its correction is a duplicate and overturns nothing", async () => {
        await store.apply([message(1, { readings: [said(250, 1)] }), message(2, { readings: [said(150, 2)] })], 2);

        const [result] = await store.apply([message(3, { readings: [said(250, 1)] })], 3);

        expect(result).toEqual({ messageId: 3, outcome: "duplicate", readings: [] });
        expect(await series()).toEqual([150]);
        expect(await account()).toMatchObject({ received: 3, stored: 2, duplicates: 1 });
      });

      test("a version that its source sent earlier and that comes late stays behind the one in force", async () => {
        await store.apply([message(1, { readings: [said(150, 2)] })], 1);

        const [result] = await store.apply([message(2, { readings: [said(250, 1)] })], 2);

        expect(result).toMatchObject({ outcome: "stored", readings: [{ value: 250, overtakenBy: { value: 150 } }] });
        expect(await series()).toEqual([150]);
        expect(await view.latest(["e1-DA001"])).toMatchObject([{ value: 150, seq: 1 }]);
        const versions = await view.versions({ ...FROM_EIGHT, at: EIGHT });
        expect(versions.map(({ value, revision }) => [value, revision])).toEqual([
          [250, 1],
          [150, 0],
        ]);
      });

      test("a value that its source says again after another one is in force again, and the feeds tell it", async () => {
        await store.apply([message(1, { readings: [said(250, 1)] }), message(2, { readings: [said(150, 2)] })], 2);

        const [result] = await store.apply([message(3, { readings: [said(250, 3)] })], 3);

        expect(result).toMatchObject({ outcome: "stored", readings: [{ value: 250, seq: 3, previous: { value: 150 } }] });
        expect(await series()).toEqual([250]);
        expect(await view.latestAfter(2, 10)).toMatchObject([{ value: 250, seq: 3 }]);
        expect(await view.changes(2, 3, 10)).toMatchObject([{ value: 250, seq: 3, previous: { value: 150 } }]);
      });

      test.each([
        ["total", { total: 1.5 }],
        ["minimum", { min: 30 }],
        ["maximum", { max: 44 }],
        ["converted value", { converted: 40.1 }],
      ])("a correction of the %s alone is a version", async (_what, part) => {
        await store.apply([message(1, { readings: [reading()] })], 1);

        const [result] = await store.apply([message(2, { readings: [reading(part)] })], 2);

        expect(result).toMatchObject({ outcome: "stored", readings: [{ ...part, revision: 1 }] });
        expect(await view.series(FROM_EIGHT)).toMatchObject([part]);
      });

      test("two messages that were put aside and are offered again, the older first, keep the correction", async () => {
        const [older, newer] = [
          message(1, { rejections: [rejection("a21026")] }),
          message(2, { rejections: [rejection("a21026")] }),
        ];
        await store.apply([older, newer], 2);

        await store.apply(
          [
            message(3, { messageId: 1, readings: [reading({ value: 250 })] }),
            message(4, { messageId: 2, readings: [reading({ value: 150 })] }),
          ],
          4,
        );

        expect(await series()).toEqual([150]);
      });

      test("a reading keeps its channel, unit and interval as they were when it came, and what is wrong with it", async () => {
        const origin = { mn: "OTHER", factor: "02", field: "Data", unit: "µg/m3", minutes: 10, implausible: true } as const;
        await store.apply([message(1, { readings: [reading({ ...origin, order: 5 })] })], 1);

        expect(await view.series(FROM_EIGHT)).toMatchObject([{ ...origin, order: 5 }]);
        expect((await view.series(FROM_EIGHT))[0]).not.toHaveProperty("arrival");
      });

      test("a different flag for the same value is a correction", async () => {
        await store.apply([message(1, { readings: [reading()] })], 1);

        await store.apply([message(2, { readings: [reading({ flag: "M" })] })], 2);

        expect(await view.series(FROM_EIGHT)).toMatchObject([{ value: 35, flag: "M", revision: 1 }]);
      });

      test("a correction of an older period is found behind newer readings", async () => {
        const later = plus(EIGHT, 600_000);
        await store.apply([message(1, { readings: [reading()] }), message(2, { readings: [reading({ at: later })] })], 2);

        const results = await store.apply(
          [message(3, { readings: [reading({ value: 36 })] }), message(4, { readings: [reading({ value: 36 })] })],
          4,
        );

        expect(results.map(({ outcome }) => outcome)).toEqual(["stored", "duplicate"]);
        expect((await view.series(FROM_EIGHT)).map(({ at, value }) => [at, value])).toEqual([
          [EIGHT, 36],
          [later, 35],
        ]);
      });

      test("a late reading of a period that nobody knows is new", async () => {
        await store.apply([message(1, { readings: [reading({ at: plus(EIGHT, 600_000) })] })], 1);

        const [result] = await store.apply([message(2, { readings: [reading()] })], 2);

        expect(result).toMatchObject({ outcome: "stored", readings: [{ revision: 0 }] });
      });

      test("two values for the same period in one message are taken in order", async () => {
        const [result] = await store.apply(
          [message(1, { readings: [reading({ value: 1 }), reading({ value: 2 }), reading({ value: 2 })] })],
          1,
        );

        expect(result?.readings.map(({ value, revision }) => [value, revision])).toEqual([
          [1, 0],
          [2, 1],
        ]);
        expect(await view.latest(["e1-DA001"])).toMatchObject([{ value: 2, revision: 1 }]);
      });

      test("outlets, pollutants and bases are told apart", async () => {
        const readings = [
          reading({ value: 1 }),
          reading({ value: 2, basis: "hour" }),
          reading({ value: 3, pollutant: "a34013" }),
          reading({ value: 4, outlet: "e1-DA002" }),
        ];

        await store.apply([message(1, { readings })], 1);

        expect((await view.series(FROM_EIGHT)).map(({ value }) => value)).toEqual([1]);
        expect((await view.series({ ...FROM_EIGHT, basis: "hour" })).map(({ value }) => value)).toEqual([2]);
      });

      test("a range takes its beginning and leaves its end", async () => {
        const times = [-1, 0, 60_000, 3_599_999, 3_600_000].map((ms) => plus(EIGHT, ms));
        await store.apply([message(1, { readings: times.map((at) => reading({ at })).reverse() })], 1);

        expect((await view.series(FROM_EIGHT)).map(({ at }) => at)).toEqual(times.slice(1, 4));
      });

      test("an outline has of each period the version in force, from inclusive, to exclusive, and says when a bound ended it", async () => {
        const times = [-1000, 0, 1000, 2000, 3_600_000].map((ms) => plus(EIGHT, ms));
        await store.apply([message(1, { readings: times.map((at, i) => reading({ at, value: i })) })], 1);
        await store.apply([message(2, { readings: [reading({ at: EIGHT, value: 70, converted: 80, flag: "D" })] })], 2);
        const inForce = { at: EIGHT, value: 70, converted: 80, flag: "D", revision: 1 };
        const last = [times[2], times[3]].map((at, i) => ({ at, value: i + 2, flag: "N", revision: 0 }));

        const whole = await view.outline(FROM_EIGHT, { most: 100, mostRows: 100 });
        const cut = await view.outline(FROM_EIGHT, { most: 100, mostRows: 1 });

        expect(whole).toEqual({ points: [inForce, ...last], thinned: false });
        expect(cut.points).toEqual([inForce]);
        expect((await view.outline({ ...FROM_EIGHT, from: cut.readTo ?? EIGHT }, { most: 100, mostRows: 100 })).points).toEqual(
          last,
        );
      });

      test("an outline of many readings has few points and every extreme", async () => {
        const values = Array.from({ length: 500 }, (_, i) => (i === 123 ? 999 : i === 321 ? -5 : 50 + (i % 7)));
        await store.apply([message(1, { readings: values.map((value, i) => reading({ at: plus(EIGHT, i * 1000), value })) })], 1);

        const { points, thinned } = await view.outline(FROM_EIGHT, { most: 60, mostRows: 1000 });
        const kept = points.map(({ value }) => value);

        expect(thinned).toBe(true);
        expect(kept.length).toBeLessThanOrEqual(60);
        expect([Math.max(...kept), Math.min(...kept)]).toEqual([999, -5]);
      });

      test("zero, negative and very small values come back as they went in", async () => {
        const values = [0, -0.5, 1e-12, 0.1 + 0.2];
        await store.apply([message(1, { readings: values.map((value, i) => reading({ value, at: plus(EIGHT, i) })) })], 1);

        expect((await view.series(FROM_EIGHT)).map(({ value }) => value)).toEqual(values);
      });
    });

    describe("cursor", () => {
      test("it begins at 0 and follows what was applied, also past entries that are no messages", async () => {
        expect(await store.cursor()).toBe(0);

        await store.apply([message(3, { readings: [reading()] })], 9);

        expect([await store.cursor(), await view.cursor()]).toEqual([9, 9]);
      });

      test("applying entries again changes nothing", async () => {
        const messages = [message(1, { readings: [reading()] }), message(2, { rejections: [rejection("a99999")] })];
        await store.apply(messages, 2);

        expect(await store.apply(messages, 2)).toEqual([]);
        expect(await store.apply(messages, 1)).toEqual([]);

        expect(await store.cursor()).toBe(2);
        expect(await account()).toEqual({ received: 2, stored: 1, duplicates: 0, quarantined: 1, control: 0 });
        expect(await rowIds()).toEqual(["2-0"]);
      });
    });

    describe("feeds", () => {
      const at = (minutes: number) => plus(EIGHT, minutes * 60_000);

      test("the latest reading of a series is the newest by time, not by arrival", async () => {
        await store.apply(
          [message(1, { readings: [reading({ at: at(10), value: 2 })] }), message(2, { readings: [reading({ value: 1 })] })],
          2,
        );

        expect(await view.latest(["e1-DA001"])).toMatchObject([{ value: 2, seq: 1 }]);
        expect(await view.latest(["e1-DA002"])).toEqual([]);
      });

      test("the live feed gives what became the latest after an entry, oldest change first", async () => {
        await store.apply(
          [
            message(1, { readings: [reading()] }),
            message(2, { readings: [reading({ pollutant: "a34013" })] }),
            message(3, { readings: [reading({ at: at(10) })] }),
          ],
          3,
        );

        expect((await view.latestAfter(0, 10)).map(({ seq }) => seq)).toEqual([2, 3]);
        expect((await view.latestAfter(2, 10)).map(({ pollutant }) => pollutant)).toEqual(["a21026"]);
        expect(await view.latestAfter(3, 10)).toEqual([]);
      });

      test("the live feed shows a correction of the latest reading", async () => {
        await store.apply([message(1, { readings: [reading()] }), message(2, { readings: [reading({ value: 36 })] })], 2);

        expect(await view.latestAfter(1, 10)).toMatchObject([{ value: 36, revision: 1, seq: 2 }]);
      });

      test("changes are all versions between two entries, with what each replaced", async () => {
        await store.apply(
          [message(1, { readings: [reading({ value: 1 })] }), message(2, { readings: [reading({ value: 2 })] })],
          2,
        );
        await store.apply(
          [message(3, { readings: [reading({ value: 3 })] }), message(4, { readings: [reading({ at: at(10) })] })],
          4,
        );

        expect(await view.changes(1, 3, 100)).toMatchObject([
          { seq: 2, value: 2, revision: 1, previous: { value: 1 }, overtakenBy: { value: 3 } },
          { seq: 3, value: 3, revision: 2, previous: { value: 2 } },
        ]);
      });

      test("a page of changes or of the live feed never ends within an entry", async () => {
        const three = ["a1", "a2", "a3"].map((pollutant) => reading({ pollutant }));
        await store.apply([message(1, { readings: three }), message(2, { readings: [reading()] })], 2);

        expect((await view.changes(0, 2, 2)).map(({ seq }) => seq)).toEqual([1, 1, 1]);
        expect((await view.changes(0, 2, 4)).map(({ seq }) => seq)).toEqual([1, 1, 1, 2]);
        expect((await view.latestAfter(0, 2)).map(({ seq }) => seq)).toEqual([1, 1, 1]);
      });
    });
  });
}
