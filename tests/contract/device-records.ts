import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { DeviceRecords } from "../../core/field/device-records.ts";
import type { DeviceFrame, DeviceState } from "../../core/field/device-state.ts";
import type { Exchange, NewExchange } from "../../core/field/exchange.ts";
import { queuedExchange } from "../../core/field/exchange.ts";
import type { Gap } from "../../core/field/gap.ts";
import type { Refusal } from "../../core/field/refusal.ts";
import { REFUSALS_KEPT } from "../../core/field/refusal.ts";
import { instant, plus } from "../../core/time.ts";

const T0 = instant(Date.UTC(2026, 10, 23, 0, 0, 0));
const MN = "SIM410102000000000000001";
const OTHER = "SIM410102000000000000002";

const asked = (id: string, over: Partial<NewExchange> = {}): NewExchange => ({
  id,
  mn: MN,
  command: { command: "set-time" },
  st: null,
  createdAt: T0,
  createdBy: "user:u1",
  ...over,
});
const device = (over: Partial<DeviceState> = {}): DeviceState => ({
  mn: MN,
  lastSeenAt: T0,
  transport: "hj212",
  address: "127.0.0.1",
  connected: true,
  presence: [{ at: T0, online: true }],
  speaksHj212: true,
  st: "31",
  flagVersion: 1,
  driftMs: -1_500,
  driftAt: T0,
  quirks: { "no-crlf": 2 },
  addresses: [{ address: "127.0.0.1", firstAt: T0, lastAt: T0 }],
  moves: 0,
  movedAt: null,
  firstContact: null,
  frames: 7,
  ...over,
});
const frame = (n: number, over: Partial<DeviceFrame> = {}): DeviceFrame => ({
  mn: MN,
  n,
  at: plus(T0, n),
  direction: "in",
  raw: new Uint8Array([35, 35, n]),
  ...over,
});
const NOTHING = { exchanges: [], devices: [], frames: [] } as const;
const refusal = (over: Partial<Refusal> = {}): Refusal => ({
  ...{ transport: "hj212", mn: MN, reason: "wrong-crc", detail: { code: "crc-fits-nowhere", facts: {} }, address: "127.0.0.1" },
  ...{ count: 1, firstAt: T0, lastAt: T0, sample: new Uint8Array([35, 35]) },
  ...over,
});
const gap = (id: string, over: Partial<Gap> = {}): Gap => ({
  id,
  mn: MN,
  st: null,
  basis: "hour",
  from: T0,
  to: T0,
  outlets: ["e1-DA001"],
  state: "found",
  attempts: 0,
  exchange: null,
  foundAt: T0,
  changedAt: T0,
  ...over,
});

/** What every device records must do. Called by the tests beside the adapters. */
export function testDeviceRecords(name: string, create: () => { readonly records: DeviceRecords; close(): void }): void {
  describe(name, () => {
    let records: DeviceRecords;
    let close: () => void;
    const save = (...exchanges: readonly Exchange[]): void => records.save({ exchanges, devices: [], frames: [] });

    beforeEach(() => {
      const made = create();
      ({ records } = made);
      close = () => made.close();
    });
    afterEach(() => close());

    test("of each device the request that was made first waits at the door, and the next when the gateway has taken it", () => {
      records.request([asked("b"), asked("a"), asked("theirs", { mn: OTHER })]);
      records.request([asked("c")]);

      const first = [records.queued(1), records.queued(10)].map((exchanges) => exchanges.map((e) => e.id));
      save({ ...queuedExchange(asked("b")), state: "sent", attempts: 1, qn: "20261123080000000", sentAt: T0 });

      expect(first).toEqual([["b"], ["b", "theirs"]]);
      expect(records.queued(10).map((e) => e.id)).toEqual(["a", "theirs"]);
      expect([records.waiting(MN), records.waiting(OTHER)]).toEqual([2, 1]);
      expect(records.exchange("b")).toMatchObject({ state: "sent", qn: "20261123080000000" });
    });

    test("the same request again changes nothing", () => {
      records.request([asked("a")]);
      save({ ...queuedExchange(asked("a")), state: "done", endedAt: T0 });

      records.request([asked("a")]);

      expect(records.exchange("a")).toMatchObject({ state: "done" });
      expect(records.queued(10)).toEqual([]);
    });

    test("the history of a device comes newest first, page by page, without those of others", () => {
      records.request([0, 1, 2].map((n) => asked(`x${n}`, { createdAt: plus(T0, n) })));
      records.request([asked("other", { mn: OTHER })]);

      const first = records.exchanges({ mn: MN, limit: 2 });
      const second = records.exchanges({ mn: MN, limit: 2, cursor: first.next ?? "" });

      expect(first.items.map((e) => e.id)).toEqual(["x2", "x1"]);
      expect(second).toEqual({ items: [queuedExchange(asked("x0"))], next: null });
    });

    test("a cursor that is not one of ours is refused", () => {
      expect(() => records.exchanges({ mn: MN, limit: 2, cursor: "%%" })).toThrow("not a cursor");
    });

    test("what the gateway knows of a device is replaced as a whole", () => {
      records.save({ exchanges: [], devices: [device(), device({ mn: OTHER })], frames: [] });
      records.save({ exchanges: [], devices: [device({ driftMs: 400_000, moves: 1 })], frames: [] });

      expect(records.device(MN)).toEqual(device({ driftMs: 400_000, moves: 1 }));
      expect(records.devices().map((d) => d.mn)).toEqual([MN, OTHER]);
      expect(records.device("nobody")).toBeUndefined();
    });

    test("the newest twenty frames of a device are kept, in their order and byte for byte", () => {
      records.save({ exchanges: [], devices: [], frames: [frame(1), frame(2, { direction: "out" })] });
      records.save({ exchanges: [], devices: [], frames: [frame(7, { mn: OTHER })] });
      const before = records.frames(MN);

      records.save({ exchanges: [], devices: [], frames: Array.from({ length: 20 }, (_, i) => frame(i + 3)) });

      expect(before).toEqual([frame(1), frame(2, { direction: "out" })]);
      expect(records.frames(MN).map((f) => f.n)).toEqual(Array.from({ length: 20 }, (_, i) => i + 3));
      expect(records.frames(OTHER)).toEqual([frame(7, { mn: OTHER })]);
    });

    test("after a restart of the gateway nothing is under way and nobody is connected; what waits goes on waiting", () => {
      records.request([asked("waiting")]);
      save({ ...queuedExchange(asked("sent")), state: "sent" }, { ...queuedExchange(asked("done")), state: "done", endedAt: T0 });
      records.save({ exchanges: [], devices: [device()], frames: [] });

      records.beginAnew(plus(T0, 5));

      expect(records.exchange("sent")).toMatchObject({ state: "failed", endedAt: plus(T0, 5) });
      expect(records.exchange("done")).toMatchObject({ state: "done", endedAt: T0 });
      expect(records.queued(10).map((e) => e.id)).toEqual(["waiting"]);
      const presence = [
        { at: T0, online: true },
        { at: plus(T0, 5), online: false },
      ];
      expect(records.device(MN)).toEqual(device({ connected: false, presence }));
    });

    test("gaps are listed by device and state in order of their start", () => {
      records.saveGaps([gap("late", { from: plus(T0, 5) }), gap("early"), gap("theirs", { mn: OTHER, state: "filled" })], []);
      records.saveGaps([gap("late", { from: plus(T0, 5), state: "asked", attempts: 1 })], ["early"]);

      expect(records.gaps({ limit: 10 }).map((g) => g.id)).toEqual(["theirs", "late"]);
      expect(records.gaps({ mn: MN, limit: 10 })).toEqual([gap("late", { from: plus(T0, 5), state: "asked", attempts: 1 })]);
      expect(records.gaps({ states: ["filled"], limit: 10 }).map((g) => g.id)).toEqual(["theirs"]);
    });

    test("gaps that are not filled are counted by device", () => {
      const open = [gap("a"), gap("b", { from: plus(T0, 5), state: "given-up" }), gap("c", { mn: OTHER, state: "asked" })];
      records.saveGaps([...open, gap("d", { mn: OTHER, from: plus(T0, 9), state: "filled" })], []);

      const counts = records.openGaps();

      expect(counts).toHaveLength(2);
      expect(counts).toContainEqual({ mn: MN, count: 2 });
      expect(counts).toContainEqual({ mn: OTHER, count: 1 });
    });

    test("refusals of one device and reason are one row that counts them and keeps the newest; the newest row comes first", () => {
      records.save({ ...NOTHING, refusals: [refusal({ count: 2 }), refusal({ reason: "wrong-password", lastAt: plus(T0, 1) })] });
      const detail = { code: "key-twice", facts: { key: "MN" } } as const;
      const newest = { lastAt: plus(T0, 5), address: "10.0.0.2", detail, sample: new Uint8Array([2]) };
      records.save({ ...NOTHING, refusals: [refusal({ count: 3, firstAt: plus(T0, 4), ...newest }), refusal({ mn: OTHER })] });

      expect(records.refusals({ mn: MN, limit: 10 })).toEqual([
        refusal({ count: 5, ...newest }),
        refusal({ reason: "wrong-password", lastAt: plus(T0, 1) }),
      ]);
      expect(records.refusals({ limit: 1 }).map((r) => r.lastAt)).toEqual([plus(T0, 5)]);
    });

    test("deviations are counted for each device", () => {
      records.addQuirks([
        { mn: MN, quirk: "no-crlf", count: 2 },
        { mn: OTHER, quirk: "no-crlf", count: 1 },
      ]);
      records.addQuirks([
        { mn: MN, quirk: "no-crlf", count: 3 },
        { mn: MN, quirk: "flag-bare", count: 1 },
      ]);

      expect(records.quirks()).toEqual([
        { mn: MN, quirk: "flag-bare", count: 1 },
        { mn: MN, quirk: "no-crlf", count: 5 },
        { mn: OTHER, quirk: "no-crlf", count: 1 },
      ]);
    });

    test("only the refusals that came last are kept", () => {
      const many = Array.from({ length: REFUSALS_KEPT + 5 }, (_, i) => refusal({ mn: `SIM${i}`, lastAt: plus(T0, i) }));
      records.save({ ...NOTHING, refusals: many });

      const kept = records.refusals({ limit: REFUSALS_KEPT + 5 });

      expect(kept).toHaveLength(REFUSALS_KEPT);
      expect(kept.at(-1)?.mn).toBe("SIM5");
    });

    test("what ended long ago goes; what is open stays, however old", () => {
      records.request([asked("open")]);
      save(
        { ...queuedExchange(asked("old")), state: "done", endedAt: T0 },
        { ...queuedExchange(asked("new")), state: "done", endedAt: plus(T0, 10) },
      );
      records.saveGaps([gap("settled", { state: "filled" }), gap("missing")], []);

      records.tidy(plus(T0, 10));

      expect(
        records
          .exchanges({ mn: MN, limit: 10 })
          .items.map((e) => e.id)
          .sort(),
      ).toEqual(["new", "open"]);
      expect(records.gaps({ limit: 10 }).map((g) => g.id)).toEqual(["missing"]);
    });
  });
}
