import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { DeviceRecords } from "../../core/field/device-records.ts";
import type { Exchange } from "../../core/field/exchange.ts";
import { queuedExchange } from "../../core/field/exchange.ts";
import { REFUSALS_KEPT } from "../../core/field/refusal.ts";
import { plus } from "../../core/time.ts";
import { asked, device, frame, gap, MN, NOTHING, OTHER, refusal, T0 } from "../support/device-facts.ts";

/** What every device records must do. Called by the tests beside the adapters. */
export function testDeviceRecords(
  name: string,
  create: () => { readonly records: DeviceRecords; close(): void | Promise<void> },
): void {
  describe(name, () => {
    let records: DeviceRecords;
    let close: () => void | Promise<void>;
    const save = (...exchanges: readonly Exchange[]): Promise<void> => records.save({ exchanges, devices: [], frames: [] });

    beforeEach(() => {
      const made = create();
      ({ records } = made);
      close = () => made.close();
    });
    afterEach(() => close());

    test("of each device the request that was made first waits at the door, and the next when the gateway has taken it", async () => {
      await records.request([asked("b"), asked("a"), asked("theirs", { mn: OTHER })]);
      await records.request([asked("c")]);

      const first = [await records.queued(1), await records.queued(10)].map((exchanges) => exchanges.map((e) => e.id));
      await save({ ...queuedExchange(asked("b")), state: "sent", attempts: 1, qn: "20261123080000000", sentAt: T0 });

      expect(first).toEqual([["b"], ["b", "theirs"]]);
      expect((await records.queued(10)).map((e) => e.id)).toEqual(["a", "theirs"]);
      expect([await records.waiting(MN), await records.waiting(OTHER)]).toEqual([2, 1]);
      expect(await records.exchange("b")).toMatchObject({ state: "sent", qn: "20261123080000000" });
    });

    test("the same request again changes nothing", async () => {
      await records.request([asked("a")]);
      await save({ ...queuedExchange(asked("a")), state: "done", endedAt: T0 });

      await records.request([asked("a")]);

      expect(await records.exchange("a")).toMatchObject({ state: "done" });
      expect(await records.queued(10)).toEqual([]);
    });

    test("the history of a device comes newest first, page by page, without those of others", async () => {
      await records.request([0, 1, 2].map((n) => asked(`x${n}`, { createdAt: plus(T0, n) })));
      await records.request([asked("other", { mn: OTHER })]);

      const first = await records.exchanges({ mn: MN, limit: 2 });
      const second = await records.exchanges({ mn: MN, limit: 2, cursor: first.next ?? "" });

      expect(first.items.map((e) => e.id)).toEqual(["x2", "x1"]);
      expect(second).toEqual({ items: [queuedExchange(asked("x0"))], next: null });
    });

    test("a cursor that is not one of ours is refused", async () => {
      await expect(records.exchanges({ mn: MN, limit: 2, cursor: "%%" })).rejects.toThrow("not a cursor");
    });

    test("what the gateway knows of a device is replaced as a whole", async () => {
      await records.save({ exchanges: [], devices: [device(), device({ mn: OTHER })], frames: [] });
      await records.save({ exchanges: [], devices: [device({ driftMs: 400_000, moves: 1 })], frames: [] });

      expect(await records.device(MN)).toEqual(device({ driftMs: 400_000, moves: 1 }));
      expect((await records.devices()).map((d) => d.mn)).toEqual([MN, OTHER]);
      expect(await records.device("nobody")).toBeUndefined();
    });

    test("the newest twenty frames of a device are kept, in their order and byte for byte", async () => {
      await records.save({ exchanges: [], devices: [], frames: [frame(1), frame(2, { direction: "out" })] });
      await records.save({ exchanges: [], devices: [], frames: [frame(7, { mn: OTHER })] });
      const before = await records.frames(MN);

      await records.save({ exchanges: [], devices: [], frames: Array.from({ length: 20 }, (_, i) => frame(i + 3)) });

      expect(before).toEqual([frame(1), frame(2, { direction: "out" })]);
      expect((await records.frames(MN)).map((f) => f.n)).toEqual(Array.from({ length: 20 }, (_, i) => i + 3));
      expect(await records.frames(OTHER)).toEqual([frame(7, { mn: OTHER })]);
    });

    test("after a restart of the gateway nothing is under way and nobody is connected; what waits goes on waiting", async () => {
      await records.request([asked("waiting")]);
      await save(
        { ...queuedExchange(asked("sent")), state: "sent" },
        { ...queuedExchange(asked("done")), state: "done", endedAt: T0 },
      );
      await records.save({ exchanges: [], devices: [device()], frames: [] });

      await records.beginAnew(plus(T0, 5));

      expect(await records.exchange("sent")).toMatchObject({ state: "failed", endedAt: plus(T0, 5) });
      expect(await records.exchange("done")).toMatchObject({ state: "done", endedAt: T0 });
      expect((await records.queued(10)).map((e) => e.id)).toEqual(["waiting"]);
      const presence = [
        { at: T0, online: true },
        { at: plus(T0, 5), online: false },
      ];
      expect(await records.device(MN)).toEqual(device({ connected: false, presence }));
    });

    test("gaps are listed by device and state in order of their start", async () => {
      await records.saveGaps(
        [gap("late", { from: plus(T0, 5) }), gap("early"), gap("theirs", { mn: OTHER, state: "filled" })],
        [],
      );
      await records.saveGaps([gap("late", { from: plus(T0, 5), state: "asked", attempts: 1 })], ["early"]);

      expect((await records.gaps({ limit: 10 })).map((g) => g.id)).toEqual(["theirs", "late"]);
      expect(await records.gaps({ mn: MN, limit: 10 })).toEqual([
        gap("late", { from: plus(T0, 5), state: "asked", attempts: 1 }),
      ]);
      expect((await records.gaps({ states: ["filled"], limit: 10 })).map((g) => g.id)).toEqual(["theirs"]);
    });

    test("gaps that are not filled are counted by device", async () => {
      const open = [gap("a"), gap("b", { from: plus(T0, 5), state: "given-up" }), gap("c", { mn: OTHER, state: "asked" })];
      await records.saveGaps([...open, gap("d", { mn: OTHER, from: plus(T0, 9), state: "filled" })], []);

      const counts = await records.openGaps();

      expect(counts).toHaveLength(2);
      expect(counts).toContainEqual({ mn: MN, count: 2 });
      expect(counts).toContainEqual({ mn: OTHER, count: 1 });
    });

    test("refusals of one device and reason are one row that counts them and keeps the newest; the newest row comes first", async () => {
      await records.save({
        ...NOTHING,
        refusals: [refusal({ count: 2 }), refusal({ reason: "wrong-password", lastAt: plus(T0, 1) })],
      });
      const detail = { code: "key-twice", facts: { key: "MN" } } as const;
      const newest = { lastAt: plus(T0, 5), address: "10.0.0.2", detail, sample: new Uint8Array([2]) };
      await records.save({
        ...NOTHING,
        refusals: [refusal({ count: 3, firstAt: plus(T0, 4), ...newest }), refusal({ mn: OTHER })],
      });

      expect(await records.refusals({ mn: MN, limit: 10 })).toEqual([
        refusal({ count: 5, ...newest }),
        refusal({ reason: "wrong-password", lastAt: plus(T0, 1) }),
      ]);
      expect((await records.refusals({ limit: 1 })).map((r) => r.lastAt)).toEqual([plus(T0, 5)]);
    });

    test("deviations are counted for each device", async () => {
      await records.addQuirks([
        { mn: MN, quirk: "no-crlf", count: 2 },
        { mn: OTHER, quirk: "no-crlf", count: 1 },
      ]);
      await records.addQuirks([
        { mn: MN, quirk: "no-crlf", count: 3 },
        { mn: MN, quirk: "flag-bare", count: 1 },
      ]);

      expect(await records.quirks()).toEqual([
        { mn: MN, quirk: "flag-bare", count: 1 },
        { mn: MN, quirk: "no-crlf", count: 5 },
        { mn: OTHER, quirk: "no-crlf", count: 1 },
      ]);
    });

    test("only the refusals that came last are kept", async () => {
      const many = Array.from({ length: REFUSALS_KEPT + 5 }, (_, i) => refusal({ mn: `SIM${i}`, lastAt: plus(T0, i) }));
      await records.save({ ...NOTHING, refusals: many });

      const kept = await records.refusals({ limit: REFUSALS_KEPT + 5 });

      expect(kept).toHaveLength(REFUSALS_KEPT);
      expect(kept.at(-1)?.mn).toBe("SIM5");
    });

    test("what ended long ago goes; what is open stays, however old", async () => {
      await records.request([asked("open")]);
      await save(
        { ...queuedExchange(asked("old")), state: "done", endedAt: T0 },
        { ...queuedExchange(asked("new")), state: "done", endedAt: plus(T0, 10) },
      );
      await records.saveGaps([gap("settled", { state: "filled" }), gap("missing")], []);

      await records.tidy(plus(T0, 10));

      expect((await records.exchanges({ mn: MN, limit: 10 })).items.map((e) => e.id).sort()).toEqual(["new", "open"]);
      expect((await records.gaps({ limit: 10 })).map((g) => g.id)).toEqual(["missing"]);
    });
  });
}
