import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { IntakeStore, IntakeView } from "../../core/readings/intake.ts";
import { ASKED_FOR, type QuarantineAction, type QuarantineFilter } from "../../core/readings/quarantine-order.ts";
import { plus } from "../../core/time.ts";
import { type CreateIntake, DAY, EIGHT, MN, message, OTHER_MN, reading, rejection } from "../support/intake-facts.ts";

/** What is asked of many rows of the quarantine at once, in every working store. Part of `testIntake`. */
export function testIntakeOrders(name: string, create: CreateIntake): void {
  describe(name, () => {
    let store: IntakeStore;
    let view: IntakeView;
    let close: () => Promise<void> | void;

    beforeEach(async () => {
      const made = await create({ orderSlice: 2 });
      ({ store, view } = made);
      close = () => made.close();
      await store.apply(
        [
          message(1, { rejections: [rejection("a"), rejection("b", "not-a-number")] }),
          message(2, { mn: OTHER_MN, rejections: [rejection("a")] }),
          message(3, { rejections: [{ ...rejection("c", "future-time"), offerAgainAt: plus(EIGHT, 600_000) }] }),
          message(4, { readings: [reading()], rejections: [rejection("d")] }),
          message(5, { rejections: [rejection("e")] }),
        ],
        5,
      );
    });
    afterEach(() => close());

    const idsOf = async () => (await view.quarantine({ limit: 100 })).map(({ id }) => id);
    const due = async (now = ASKED_FOR) => (await view.dueAgain(now, 100)).map(({ messageId }) => messageId);

    /** Does the whole order, and answers in how many steps. */
    async function order(action: QuarantineAction, filter: QuarantineFilter, { upTo = 5, seq = 6 } = {}): Promise<number> {
      const found = { rows: 0, messages: 0 };
      let steps = 1;
      while (!(await store.carryOut({ action, filter, upTo, found }, seq))) steps += 1;
      return steps;
    }

    test("rows and messages of a filter are counted, up to a message and up to a number", async () => {
      expect(await view.countQuarantine({})).toEqual({ rows: 6, messages: 5 });
      expect(await view.countQuarantine({ mn: MN })).toEqual({ rows: 5, messages: 4 });
      expect(await view.countQuarantine({ reason: "unknown-factor", upTo: 4 })).toEqual({ rows: 3, messages: 3 });
      expect(await view.countQuarantine({ messageId: 1 })).toEqual({ rows: 2, messages: 1 });
      expect((await view.countQuarantine({ most: 2 })).rows).toBe(2);
    });

    test("messages of a filter are marked to be offered again in bounded slices, each once, and stay open meanwhile", async () => {
      const steps = await order("retry", {});

      expect(steps).toBe(3);
      expect(await due()).toEqual([1, 2, 3, 4, 5]);
      expect(await idsOf()).toHaveLength(6);
      expect([await store.cursor(), await view.cursor()]).toEqual([6, 6]);
    });

    test("only what the filter finds is marked, and nothing that came after it was asked for", async () => {
      await order("retry", { mn: MN, reason: "unknown-factor" }, { upTo: 4 });

      expect(await due()).toEqual([1, 4]);
    });

    test("discarded rows leave the quarantine in bounded slices, and the account stays as it is", async () => {
      const before = await view.account({ day: DAY });

      const steps = await order("discard", { reason: "unknown-factor" });

      expect(steps).toBe(3);
      expect(await idsOf()).toEqual(["3-0", "1-1"]);
      expect(await view.account({ day: DAY })).toEqual(before);
      expect(await view.quarantineRow("5-0")).toMatchObject({ messageId: 5 });
    });

    test("a message of which nothing is left is not offered again by itself; what has an open row is", async () => {
      await order("retry", { messageId: 1 });
      await order("discard", { reason: "future-time" }, { seq: 7 });
      await order("discard", { messageId: 1, reason: "not-a-number" }, { seq: 8 });

      expect(await due(plus(EIGHT, 86_400_000))).toEqual([1]);
      expect(await idsOf()).toEqual(["5-0", "4-0", "2-0", "1-0"]);
    });

    test("what was discarded does not come back when a retry that was on its way fails", async () => {
      await order("discard", { messageId: 5 });
      await store.apply([message(7, { messageId: 5, rejections: [rejection("e")] })], 7);

      expect(await view.countQuarantine({ messageId: 5 })).toEqual({ rows: 0, messages: 0 });
      expect((await view.account({ day: DAY })).quarantined).toBe(4);
    });

    test("an order that was passed is done, and one that finds nothing is passed", async () => {
      await store.apply([message(9, { rejections: [rejection("z")] })], 9);

      expect(await order("discard", {}, { upTo: 9, seq: 9 })).toBe(1);
      expect(await idsOf()).toHaveLength(7);
      expect(await order("discard", { reason: "wrong-crc" }, { upTo: 9, seq: 10 })).toBe(1);
      expect(await store.cursor()).toBe(10);
    });

    test("a retry that was asked for is settled like any other, and is not offered twice", async () => {
      await order("retry", { messageId: 2 });
      await store.apply([message(7, { messageId: 2, mn: OTHER_MN, readings: [reading()] })], 7);

      expect(await due()).toEqual([]);
      expect(await view.countQuarantine({ mn: OTHER_MN })).toEqual({ rows: 0, messages: 0 });
    });
  });
}
