import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { DecodedMessage, RejectReason } from "../../core/message.ts";
import type { IntakeStore, IntakeView } from "../../core/ports/intake.ts";
import type { Reading } from "../../core/reading.ts";
import { type BeijingDate, type Instant, parseIso, plus } from "../../core/time.ts";

/** An adapter under test: a fresh, empty store with a view of it. */
export interface IntakeUnderTest {
  readonly store: IntakeStore;
  readonly view: IntakeView;
  close(): Promise<void> | void;
}

export interface IntakeFactoryOptions {
  readonly quarantineRowsPerDay?: number;
}

const MN = "SIM410102000000000000001";
const OTHER_MN = "SIM410102000000000000002";
const DAY = "2026-11-23" as BeijingDate;
const NEXT_DAY = "2026-11-24" as BeijingDate;

/** 2026-11-23 08:00 in Beijing. */
const EIGHT = iso("2026-11-23T08:00:00+08:00");

function iso(text: string): Instant {
  const at = parseIso(text);
  if (at === undefined) throw new Error(`not an instant: ${text}`);
  return at;
}

function reading(parts: Partial<Reading> = {}): Reading {
  return { outlet: "e1-DA001", pollutant: "a21026", basis: "minute", at: EIGHT, value: 35, flag: "N", ...parts };
}

function message(seq: number, parts: Partial<DecodedMessage> = {}): DecodedMessage {
  return {
    messageId: seq,
    seq,
    receivedAt: plus(EIGHT, seq * 1000),
    transport: "mqtt",
    mn: MN,
    topic: `outfall/v1/${MN}/readings`,
    raw: new TextEncoder().encode(`raw ${seq}`),
    isControl: false,
    readings: [],
    rejections: [],
    quirks: [],
    ...parts,
  };
}

function rejection(detail: string, reason: RejectReason = "unknown-factor") {
  return { reason, detail };
}

/** What every working store must do. Called by the tests beside the adapters. */
export function testIntake(
  name: string,
  create: (options?: IntakeFactoryOptions) => Promise<IntakeUnderTest> | IntakeUnderTest,
): void {
  describe(name, () => {
    let store: IntakeStore;
    let view: IntakeView;
    let close: () => Promise<void> | void;

    async function open(options?: IntakeFactoryOptions) {
      const made = await create(options);
      ({ store, view } = made);
      close = () => made.close();
    }

    beforeEach(() => open());
    afterEach(() => close());

    const account = (day = DAY, mn: string | undefined = MN) => view.account({ day, ...(mn === undefined ? {} : { mn }) });
    const rowIds = (filter: Partial<Parameters<IntakeView["quarantine"]>[0]> = {}) =>
      view.quarantine({ limit: 100, ...filter }).map(({ id }) => id);
    const hour = { outlet: "e1-DA001", pollutant: "a21026", basis: "minute", from: EIGHT, to: plus(EIGHT, 3_600_000) } as const;

    describe("readings", () => {
      test("a new reading is stored with the entry that brought it", () => {
        const full = reading({ converted: 40.1, min: 30, max: 44, total: 1.2 });

        const results = store.apply([message(7, { readings: [full] })], 7);

        const stored = { ...full, seq: 7, receivedAt: plus(EIGHT, 7000), revision: 0 };
        expect(results).toEqual([{ messageId: 7, outcome: "stored", readings: [stored] }]);
        expect(view.series(hour)).toEqual([stored]);
      });

      test("a repeated reading changes nothing and its message is a duplicate", () => {
        store.apply([message(1, { readings: [reading()] })], 1);

        const results = store.apply([message(2, { readings: [reading()] })], 2);

        expect(results).toEqual([{ messageId: 2, outcome: "duplicate", readings: [] }]);
        expect(view.versions({ ...hour, at: EIGHT })).toHaveLength(1);
        expect(account()).toEqual({ received: 2, stored: 1, duplicates: 1, quarantined: 0, control: 0 });
      });

      test("a different value for the same period is a correction: the newest wins and the older stays visible", () => {
        store.apply([message(1, { readings: [reading({ value: 120 })] })], 1);

        const [result] = store.apply([message(2, { readings: [reading({ value: 80 })] })], 2);

        expect(result).toMatchObject({
          outcome: "stored",
          readings: [{ value: 80, revision: 1, seq: 2, previous: { value: 120, revision: 0, seq: 1 } }],
        });
        expect(view.series(hour).map(({ value }) => value)).toEqual([80]);
        expect(view.versions({ ...hour, at: EIGHT }).map(({ value, revision }) => [value, revision])).toEqual([
          [120, 0],
          [80, 1],
        ]);
      });

      test("a different flag for the same value is a correction", () => {
        store.apply([message(1, { readings: [reading()] })], 1);

        store.apply([message(2, { readings: [reading({ flag: "M" })] })], 2);

        expect(view.series(hour)).toMatchObject([{ value: 35, flag: "M", revision: 1 }]);
      });

      test("a correction of an older period is found behind newer readings", () => {
        const later = plus(EIGHT, 600_000);
        store.apply([message(1, { readings: [reading()] }), message(2, { readings: [reading({ at: later })] })], 2);

        const results = store.apply(
          [message(3, { readings: [reading({ value: 36 })] }), message(4, { readings: [reading({ value: 36 })] })],
          4,
        );

        expect(results.map(({ outcome }) => outcome)).toEqual(["stored", "duplicate"]);
        expect(view.series(hour).map(({ at, value }) => [at, value])).toEqual([
          [EIGHT, 36],
          [later, 35],
        ]);
      });

      test("a late reading of a period that nobody knows is new", () => {
        store.apply([message(1, { readings: [reading({ at: plus(EIGHT, 600_000) })] })], 1);

        const [result] = store.apply([message(2, { readings: [reading()] })], 2);

        expect(result).toMatchObject({ outcome: "stored", readings: [{ revision: 0 }] });
      });

      test("two values for the same period in one message are taken in order", () => {
        const [result] = store.apply(
          [message(1, { readings: [reading({ value: 1 }), reading({ value: 2 }), reading({ value: 2 })] })],
          1,
        );

        expect(result?.readings.map(({ value, revision }) => [value, revision])).toEqual([
          [1, 0],
          [2, 1],
        ]);
        expect(view.latest(["e1-DA001"])).toMatchObject([{ value: 2, revision: 1 }]);
      });

      test("outlets, pollutants and bases are told apart", () => {
        const readings = [
          reading({ value: 1 }),
          reading({ value: 2, basis: "hour" }),
          reading({ value: 3, pollutant: "a34013" }),
          reading({ value: 4, outlet: "e1-DA002" }),
        ];

        store.apply([message(1, { readings })], 1);

        expect(view.series(hour).map(({ value }) => value)).toEqual([1]);
        expect(view.series({ ...hour, basis: "hour" }).map(({ value }) => value)).toEqual([2]);
      });

      test("a range takes its beginning and leaves its end", () => {
        const times = [-1, 0, 60_000, 3_599_999, 3_600_000].map((ms) => plus(EIGHT, ms));
        store.apply([message(1, { readings: times.map((at) => reading({ at })).reverse() })], 1);

        expect(view.series(hour).map(({ at }) => at)).toEqual(times.slice(1, 4));
      });

      test("zero, negative and very small values come back as they went in", () => {
        const values = [0, -0.5, 1e-12, 0.1 + 0.2];
        store.apply([message(1, { readings: values.map((value, i) => reading({ value, at: plus(EIGHT, i) })) })], 1);

        expect(view.series(hour).map(({ value }) => value)).toEqual(values);
      });
    });

    describe("cursor", () => {
      test("it begins at 0 and follows what was applied, also past entries that are no messages", () => {
        expect(store.cursor()).toBe(0);

        store.apply([message(3, { readings: [reading()] })], 9);

        expect([store.cursor(), view.cursor()]).toEqual([9, 9]);
      });

      test("applying entries again changes nothing", () => {
        const messages = [message(1, { readings: [reading()] }), message(2, { rejections: [rejection("a99999")] })];
        store.apply(messages, 2);

        expect(store.apply(messages, 2)).toEqual([]);
        expect(store.apply(messages, 1)).toEqual([]);

        expect(store.cursor()).toBe(2);
        expect(account()).toEqual({ received: 2, stored: 1, duplicates: 0, quarantined: 1, control: 0 });
        expect(rowIds()).toEqual(["2-0"]);
      });
    });

    describe("account", () => {
      test("each message counts once, on the Beijing day of its arrival", () => {
        const lastSecond = iso("2026-11-23T23:59:59+08:00");
        store.apply(
          [
            message(1, { readings: [reading(), reading({ pollutant: "a34013" })], receivedAt: lastSecond }),
            message(2, { isControl: true, receivedAt: plus(lastSecond, 1000) }),
            message(3, { mn: OTHER_MN, isControl: true, receivedAt: lastSecond }),
          ],
          3,
        );

        expect(account(DAY)).toEqual({ received: 1, stored: 1, duplicates: 0, quarantined: 0, control: 0 });
        expect(account(NEXT_DAY)).toEqual({ received: 1, stored: 0, duplicates: 0, quarantined: 0, control: 1 });
        expect(view.account({ day: DAY })).toEqual({ received: 2, stored: 1, duplicates: 0, quarantined: 0, control: 1 });
      });

      test("a message with a good and a bad factor is stored, and the bad factor is put aside", () => {
        store.apply([message(1, { readings: [reading()], rejections: [rejection("a99999 is not mapped")] })], 1);

        expect(account()).toEqual({ received: 1, stored: 1, duplicates: 0, quarantined: 0, control: 0 });
        expect(view.quarantine({ limit: 10 })).toMatchObject([
          { id: "1-0", reason: "unknown-factor", detail: "a99999 is not mapped" },
        ]);
      });

      test("a message of which nothing is usable is quarantined", () => {
        const [result] = store.apply([message(1, { rejections: [rejection("one"), rejection("two")] })], 1);

        expect(result?.outcome).toBe("quarantined");
        expect(account()).toEqual({ received: 1, stored: 0, duplicates: 0, quarantined: 1, control: 0 });
        expect(rowIds()).toEqual(["1-1", "1-0"]);
      });

      test("a redelivered message with a bad factor is a duplicate and its rows are not doubled", () => {
        const parts = { readings: [reading()], rejections: [rejection("a99999 is not mapped")] };
        store.apply([message(1, parts)], 1);

        const [result] = store.apply([message(2, parts)], 2);

        expect(result?.outcome).toBe("duplicate");
        expect(rowIds()).toEqual(["1-0"]);
      });

      test("a bad factor that comes for the first time beside known values is put aside", () => {
        store.apply([message(1, { readings: [reading()] })], 1);

        store.apply([message(2, { readings: [reading()], rejections: [rejection("a99999 is not mapped")] })], 2);

        expect(account()).toEqual({ received: 2, stored: 1, duplicates: 1, quarantined: 0, control: 0 });
        expect(rowIds()).toEqual(["2-0"]);
      });
    });

    describe("quarantine", () => {
      test("a row carries the message as it came", () => {
        const raw = Uint8Array.of(0, 255, 13, 10);
        store.apply([message(4, { raw, transport: "hj212", topic: "", rejections: [rejection("x", "wrong-crc")] })], 4);

        const row = view.quarantineRow("4-0");

        expect({ ...row, raw: [...(row?.raw ?? [])] }).toEqual({
          id: "4-0",
          messageId: 4,
          receivedAt: plus(EIGHT, 4000),
          transport: "hj212",
          mn: MN,
          topic: "",
          reason: "wrong-crc",
          detail: "x",
          raw: [0, 255, 13, 10],
        });
      });

      test("rows come newest first, page by page, for a device or a reason", () => {
        store.apply(
          [
            message(1, { rejections: [rejection("a"), rejection("b", "not-a-number")] }),
            message(2, { mn: OTHER_MN, rejections: [rejection("c")] }),
            message(10, { rejections: [rejection("d")] }),
          ],
          10,
        );

        expect(rowIds({ limit: 2 })).toEqual(["10-0", "2-0"]);
        expect(rowIds({ limit: 2, before: "2-0" })).toEqual(["1-1", "1-0"]);
        expect(rowIds({ mn: MN })).toEqual(["10-0", "1-1", "1-0"]);
        expect(rowIds({ mn: MN, reason: "not-a-number" })).toEqual(["1-1"]);
      });

      test("an id that is none finds nothing", () => {
        expect(view.quarantineRow("nonsense")).toBeUndefined();
        expect(view.quarantineRow("1-0")).toBeUndefined();
        expect(rowIds({ before: "'; DROP TABLE quarantine" })).toEqual([]);
      });

      test("beyond the share of a device and day rows are no longer kept, and messages still counted", async () => {
        await close();
        await open({ quarantineRowsPerDay: 2 });
        const bad = (seq: number) => message(seq, { rejections: [rejection(`bad ${seq}`)] });

        store.apply([bad(1), bad(2), bad(3)], 3);
        store.apply([bad(4), message(5, { mn: OTHER_MN, rejections: [rejection("bad 5")] })], 5);

        expect(rowIds()).toEqual(["5-0", "2-0", "1-0"]);
        expect(account().quarantined).toBe(4);
      });
    });

    describe("retry", () => {
      /** Message 1 offered again in entry 5, on the next day. */
      const again = (parts: Partial<DecodedMessage>) =>
        message(5, { messageId: 1, receivedAt: plus(EIGHT, 86_400_000), ...parts });

      beforeEach(() => {
        store.apply([message(1, { rejections: [rejection("a99999 is not mapped"), rejection("a88888 is not mapped")] })], 1);
      });

      test("a retry that gives values moves the message to stored on the day it first came", () => {
        const [result] = store.apply([again({ readings: [reading()] })], 5);

        expect(result).toMatchObject({ messageId: 1, outcome: "stored", readings: [{ seq: 5 }] });
        expect(account(DAY)).toEqual({ received: 1, stored: 1, duplicates: 0, quarantined: 0, control: 0 });
        expect(account(NEXT_DAY).received).toBe(0);
        expect(rowIds()).toEqual([]);
        expect(view.quarantineRow("1-0")?.retriedAt).toBe(plus(EIGHT, 86_400_000));
      });

      test("a retry that fails again replaces the reasons", () => {
        const [result] = store.apply([again({ rejections: [rejection("the factor is not a number", "not-a-number")] })], 5);

        expect(result?.outcome).toBe("quarantined");
        expect(view.quarantine({ limit: 10 })).toMatchObject([
          { id: "1-0", reason: "not-a-number", receivedAt: plus(EIGHT, 1000), retriedAt: plus(EIGHT, 86_400_000) },
        ]);
        expect(view.quarantineRow("1-1")).toBeUndefined();
        expect(account(DAY).quarantined).toBe(1);
      });

      test("a retry whose values are known already moves the message to duplicates", () => {
        store.apply([message(2, { readings: [reading()] })], 2);

        store.apply([again({ readings: [reading()] })], 5);

        expect(account(DAY)).toEqual({ received: 2, stored: 1, duplicates: 1, quarantined: 0, control: 0 });
        expect(rowIds()).toEqual([]);
      });

      test("what is still bad after a retry that gave values stays open under a number of its own", () => {
        store.apply([again({ readings: [reading()], rejections: [rejection("a88888 is not mapped")] })], 5);

        expect(rowIds()).toEqual(["1-2"]);
        expect(account(DAY)).toEqual({ received: 1, stored: 1, duplicates: 0, quarantined: 0, control: 0 });
      });

      test("a stored message with one bad factor stays stored when it is offered again", () => {
        store.apply([message(2, { readings: [reading()], rejections: [rejection("a99999 is not mapped")] })], 2);

        const [result] = store.apply([message(6, { messageId: 2, readings: [reading(), reading({ pollutant: "a99999" })] })], 6);

        expect(result).toMatchObject({ outcome: "stored", readings: [{ pollutant: "a99999" }] });
        expect(account(DAY)).toEqual({ received: 2, stored: 1, duplicates: 0, quarantined: 1, control: 0 });
      });

      test("a retry of a message that has no rows here stores its values and moves no account", () => {
        store.apply([message(6, { messageId: 3, readings: [reading()] })], 6);

        expect(view.series(hour)).toHaveLength(1);
        expect(account(DAY).received).toBe(1);
      });
    });

    describe("feeds", () => {
      const at = (minutes: number) => plus(EIGHT, minutes * 60_000);

      test("the latest reading of a series is the newest by time, not by arrival", () => {
        store.apply(
          [message(1, { readings: [reading({ at: at(10), value: 2 })] }), message(2, { readings: [reading({ value: 1 })] })],
          2,
        );

        expect(view.latest(["e1-DA001"])).toMatchObject([{ value: 2, seq: 1 }]);
        expect(view.latest(["e1-DA002"])).toEqual([]);
      });

      test("the live feed gives what became the latest after an entry, oldest change first", () => {
        store.apply(
          [
            message(1, { readings: [reading()] }),
            message(2, { readings: [reading({ pollutant: "a34013" })] }),
            message(3, { readings: [reading({ at: at(10) })] }),
          ],
          3,
        );

        expect(view.latestAfter(0, 10).map(({ seq }) => seq)).toEqual([2, 3]);
        expect(view.latestAfter(2, 10).map(({ pollutant }) => pollutant)).toEqual(["a21026"]);
        expect(view.latestAfter(3, 10)).toEqual([]);
      });

      test("the live feed shows a correction of the latest reading", () => {
        store.apply([message(1, { readings: [reading()] }), message(2, { readings: [reading({ value: 36 })] })], 2);

        expect(view.latestAfter(1, 10)).toMatchObject([{ value: 36, revision: 1, seq: 2 }]);
      });

      test("changes are all versions between two entries, with what each replaced", () => {
        store.apply([message(1, { readings: [reading({ value: 1 })] }), message(2, { readings: [reading({ value: 2 })] })], 2);
        store.apply([message(3, { readings: [reading({ value: 3 })] }), message(4, { readings: [reading({ at: at(10) })] })], 4);

        expect(view.changes(1, 3, 100)).toMatchObject([
          { seq: 2, value: 2, revision: 1, previous: { value: 1 } },
          { seq: 3, value: 3, revision: 2, previous: { value: 2 } },
        ]);
      });

      test("a page of changes or of the live feed never ends within an entry", () => {
        const three = ["a1", "a2", "a3"].map((pollutant) => reading({ pollutant }));
        store.apply([message(1, { readings: three }), message(2, { readings: [reading()] })], 2);

        expect(view.changes(0, 2, 2).map(({ seq }) => seq)).toEqual([1, 1, 1]);
        expect(view.changes(0, 2, 4).map(({ seq }) => seq)).toEqual([1, 1, 1, 2]);
        expect(view.latestAfter(0, 2).map(({ seq }) => seq)).toEqual([1, 1, 1]);
      });
    });
  });
}
