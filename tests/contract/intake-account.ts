import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { IntakeStore, IntakeView } from "../../core/readings/intake.ts";
import type { DecodedMessage } from "../../core/readings/message.ts";
import { plus } from "../../core/time.ts";
import {
  type CreateIntake,
  DAY,
  EIGHT,
  FROM_EIGHT,
  type IntakeFactoryOptions,
  iso,
  MN,
  message,
  NEXT_DAY,
  OTHER_MN,
  reading,
  rejection,
} from "../support/intake-facts.ts";

/** What becomes of messages in every working store: account, quarantine, retry. Part of `testIntake`. */
export function testIntakeAccount(name: string, create: CreateIntake): void {
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
    const rowIds = async (filter: Partial<Parameters<IntakeView["quarantine"]>[0]> = {}) =>
      (await view.quarantine({ limit: 100, ...filter })).map(({ id }) => id);

    describe("what is offered again by itself", () => {
      const due = async (minutes: number, limit = 10) =>
        (await view.dueAgain(plus(EIGHT, minutes * 60_000), limit)).map(({ id }) => id);
      const later = (minutes: number) => ({ ...rejection(`at ${minutes}`), offerAgainAt: plus(EIGHT, minutes * 60_000) });

      test("a message is due once its time has come, the earliest time first, then in the order of arrival", async () => {
        await store.apply(
          [
            message(1, { rejections: [later(20)] }),
            message(2, { rejections: [later(10)] }),
            message(3, { rejections: [rejection("never")] }),
            message(4, { rejections: [later(10)] }),
          ],
          4,
        );

        expect(await due(9)).toEqual([]);
        expect(await due(10)).toEqual(["2-0", "4-0"]);
        expect(await due(60)).toEqual(["2-0", "4-0", "1-0"]);
        expect(await due(60, 1)).toEqual(["2-0"]);
        expect((await view.dueAgain(plus(EIGHT, 600_000), 1))[0]).toMatchObject({ messageId: 2, mn: MN });
      });

      test("of several times of a message the first counts, and a retry says anew when the rest is due", async () => {
        await store.apply([message(1, { rejections: [later(20), later(10), later(30)] })], 1);
        expect(await due(10)).toEqual(["1-0"]);

        await store.apply([message(5, { messageId: 1, readings: [reading()], rejections: [later(20), later(30)] })], 5);

        expect(await due(19)).toEqual([]);
        expect(await due(20)).toEqual(["1-3"]);
      });

      test("a message that a retry has settled, for good or bad, is not offered again", async () => {
        await store.apply([message(1, { rejections: [later(10)] }), message(2, { rejections: [later(10)] })], 2);

        await store.apply(
          [message(3, { messageId: 1, readings: [reading()] }), message(4, { messageId: 2, rejections: [rejection("other")] })],
          4,
        );

        expect(await due(60)).toEqual([]);
      });
    });

    describe("account", () => {
      // Behaviour
      test("each message counts once, on the Beijing day of its arrival", async () => {
        const lastSecond = iso("2026-11-23T23:59:59+08:00");
        await store.apply(
          [
            message(1, { readings: [reading(), reading({ pollutant: "a34013" })], receivedAt: lastSecond }),
            message(2, { isControl: true, receivedAt: plus(lastSecond, 1000) }),
            message(3, { mn: OTHER_MN, isControl: true, receivedAt: lastSecond }),
          ],
          3,
        );

        expect(await account(DAY)).toEqual({ received: 1, stored: 1, duplicates: 0, quarantined: 0, control: 0 });
        expect(await account(NEXT_DAY)).toEqual({ received: 1, stored: 0, duplicates: 0, quarantined: 0, control: 1 });
        expect(await view.account({ day: DAY })).toEqual({ received: 2, stored: 1, duplicates: 0, quarantined: 0, control: 1 });
      });

      test("a message with a good and a bad factor is stored, and the bad factor is rejected", async () => {
        await store.apply([message(1, { readings: [reading()], rejections: [rejection("a99999 is not mapped")] })], 1);

        expect(await account()).toEqual({ received: 1, stored: 1, duplicates: 0, quarantined: 0, control: 0 });
        expect(await view.quarantine({ limit: 10 })).toMatchObject([
          { id: "1-0", reason: "unknown-factor", detail: rejection("a99999 is not mapped").detail },
        ]);
      });

      test("a message of which nothing is usable is quarantined", async () => {
        const [result] = await store.apply([message(1, { rejections: [rejection("one"), rejection("two")] })], 1);

        expect(result?.outcome).toBe("quarantined");
        expect(await account()).toEqual({ received: 1, stored: 0, duplicates: 0, quarantined: 1, control: 0 });
        expect(await rowIds()).toEqual(["1-1", "1-0"]);
      });

      test("a redelivered message with a bad factor is a duplicate and its rows are not doubled", async () => {
        const parts = { readings: [reading()], rejections: [rejection("a99999 is not mapped")] };
        await store.apply([message(1, parts)], 1);

        const [result] = await store.apply([message(2, parts)], 2);

        expect(result?.outcome).toBe("duplicate");
        expect(await rowIds()).toEqual(["1-0"]);
      });

      test("a bad factor that comes for the first time beside known values is rejected", async () => {
        await store.apply([message(1, { readings: [reading()] })], 1);

        await store.apply([message(2, { readings: [reading()], rejections: [rejection("a99999 is not mapped")] })], 2);

        expect(await account()).toEqual({ received: 2, stored: 1, duplicates: 1, quarantined: 0, control: 0 });
        expect(await rowIds()).toEqual(["2-0"]);
      });
    });

    describe("quarantine", () => {
      test("a row carries the message as it came", async () => {
        const raw = Uint8Array.of(0, 255, 13, 10);
        await store.apply([message(4, { raw, transport: "hj212", topic: "", rejections: [rejection("x", "wrong-crc")] })], 4);

        const row = await view.quarantineRow("4-0");

        expect({ ...row, raw: [...(row?.raw ?? [])] }).toEqual({
          id: "4-0",
          messageId: 4,
          receivedAt: plus(EIGHT, 4000),
          transport: "hj212",
          mn: MN,
          topic: "",
          reason: "wrong-crc",
          detail: rejection("x").detail,
          raw: [0, 255, 13, 10],
        });
      });

      test("rows come newest first, page by page, for a device or a reason", async () => {
        await store.apply(
          [
            message(1, { rejections: [rejection("a"), rejection("b", "not-a-number")] }),
            message(2, { mn: OTHER_MN, rejections: [rejection("c")] }),
            message(10, { rejections: [rejection("d")] }),
          ],
          10,
        );

        expect(await rowIds({ limit: 2 })).toEqual(["10-0", "2-0"]);
        expect(await rowIds({ limit: 2, before: "2-0" })).toEqual(["1-1", "1-0"]);
        expect(await rowIds({ mn: MN })).toEqual(["10-0", "1-1", "1-0"]);
        expect(await rowIds({ mn: MN, reason: "not-a-number" })).toEqual(["1-1"]);
      });

      test("what is no id finds nothing", async () => {
        expect(await view.quarantineRow("nonsense")).toBeUndefined();
        expect(await view.quarantineRow("1-0")).toBeUndefined();
        expect(await rowIds({ before: "'; DROP TABLE quarantine" })).toEqual([]);
      });

      test("beyond the share of a device and day rows are no longer kept, and messages still counted", async () => {
        await close();
        await open({ quarantineRowsPerDay: 2 });
        const bad = (seq: number) => message(seq, { rejections: [rejection(`bad ${seq}`)] });

        await store.apply([bad(1), bad(2), bad(3)], 3);
        await store.apply([bad(4), message(5, { mn: OTHER_MN, rejections: [rejection("bad 5")] })], 5);

        expect(await rowIds()).toEqual(["5-0", "2-0", "1-0"]);
        expect((await account()).quarantined).toBe(4);
      });
    });

    describe("retry", () => {
      /** Message 1 offered again in entry 5, on the next day. */
      const again = (parts: Partial<DecodedMessage>) =>
        message(5, { messageId: 1, receivedAt: plus(EIGHT, 86_400_000), ...parts });

      beforeEach(async () => {
        await store.apply(
          [message(1, { rejections: [rejection("a99999 is not mapped"), rejection("a88888 is not mapped")] })],
          1,
        );
      });

      test("a retry that gives values moves the message to stored on the day it first came", async () => {
        const [result] = await store.apply([again({ readings: [reading()] })], 5);

        expect(result).toMatchObject({ messageId: 1, outcome: "stored", readings: [{ seq: 5 }] });
        expect(await account(DAY)).toEqual({ received: 1, stored: 1, duplicates: 0, quarantined: 0, control: 0 });
        expect((await account(NEXT_DAY)).received).toBe(0);
        expect(await rowIds()).toEqual([]);
        expect((await view.quarantineRow("1-0"))?.retriedAt).toBe(plus(EIGHT, 86_400_000));
      });

      test("a message that is offered again takes back no correction that came after it", async () => {
        await store.apply(
          [message(2, { readings: [reading({ value: 130 })], rejections: [rejection("a99999 is not mapped")] })],
          2,
        );
        await store.apply([message(3, { readings: [reading({ value: 80 })] })], 3);

        const [result] = await store.apply([message(6, { messageId: 2, readings: [reading({ value: 130 })] })], 6);

        expect(result?.readings).toEqual([]);
        expect(await view.latest([reading().outlet])).toMatchObject([{ value: 80, revision: 1 }]);
      });

      test("a retry that fails again replaces the reasons", async () => {
        const [result] = await store.apply([again({ rejections: [rejection("the factor is not a number", "not-a-number")] })], 5);

        expect(result?.outcome).toBe("quarantined");
        expect(await view.quarantine({ limit: 10 })).toMatchObject([
          { id: "1-0", reason: "not-a-number", receivedAt: plus(EIGHT, 1000), retriedAt: plus(EIGHT, 86_400_000) },
        ]);
        expect(await view.quarantineRow("1-1")).toBeUndefined();
        expect((await account(DAY)).quarantined).toBe(1);
      });

      test("a retry whose values are known already moves the message to duplicates", async () => {
        await store.apply([message(2, { readings: [reading()] })], 2);

        await store.apply([again({ readings: [reading()] })], 5);

        expect(await account(DAY)).toEqual({ received: 2, stored: 1, duplicates: 1, quarantined: 0, control: 0 });
        expect(await rowIds()).toEqual([]);
      });

      test("what is still bad after a retry that gave values stays open under a number of its own", async () => {
        await store.apply([again({ readings: [reading()], rejections: [rejection("a88888 is not mapped")] })], 5);

        expect(await rowIds()).toEqual(["1-2"]);
        expect(await account(DAY)).toEqual({ received: 1, stored: 1, duplicates: 0, quarantined: 0, control: 0 });
      });

      test("a stored message with one bad factor stays stored when it is offered again", async () => {
        await store.apply([message(2, { readings: [reading()], rejections: [rejection("a99999 is not mapped")] })], 2);

        const [result] = await store.apply(
          [message(6, { messageId: 2, readings: [reading(), reading({ pollutant: "a99999" })] })],
          6,
        );

        expect(result).toMatchObject({ outcome: "stored", readings: [{ pollutant: "a99999" }] });
        expect(await account(DAY)).toEqual({ received: 2, stored: 1, duplicates: 0, quarantined: 1, control: 0 });
      });

      test("a stored message whose retry brings nothing new stays stored", async () => {
        const parts = { readings: [reading()], rejections: [rejection("a99999 is not mapped")] };
        await store.apply([message(2, parts)], 2);

        const [result] = await store.apply([message(6, { ...parts, messageId: 2 })], 6);

        expect(result).toMatchObject({ outcome: "stored", readings: [] });
        expect(await account(DAY)).toEqual({ received: 2, stored: 1, duplicates: 0, quarantined: 1, control: 0 });
      });

      test("a retry of a message that has no rows here stores its values and moves no account", async () => {
        await store.apply([message(6, { messageId: 3, readings: [reading()] })], 6);

        expect(await view.series(FROM_EIGHT)).toHaveLength(1);
        expect((await account(DAY)).received).toBe(1);
      });
    });
  });
}
