import { expect, test } from "vitest";
import { NO_COUNTERS } from "../core/counters.ts";
import { type DeviceState, unheardDevice } from "../core/field/device-state.ts";
import { queuedExchange } from "../core/field/exchange.ts";
import { NO_LOG } from "../core/log.ts";
import type { Basis, Reading } from "../core/readings/reading.ts";
import { indexRegistry } from "../core/registry/grid.ts";
import type { Channel, Device } from "../core/registry/registry.ts";
import { HOUR, type Instant, instant, MINUTE, plus } from "../core/time.ts";
import { MemoryDeviceRecords } from "../storage/memory/memory-device-records.ts";
import { MemoryIntake } from "../storage/memory/memory-intake.ts";
import { MN, twoPlants } from "../tests/support/api-fixture.ts";
import { message } from "../tests/support/intake-facts.ts";
import { ORIGIN } from "../tests/support/reading-origin.ts";
import { GapFinder } from "./gap-finder.ts";

const T0 = instant(Date.UTC(2026, 10, 23));
const at = (hours: number, minutes = 0): Instant => plus(T0, hours * HOUR + minutes * MINUTE);
const CHANNELS: readonly Channel[] = [
  { outlet: "e1-DA001", device: MN, st: "31", factor: "a21026", pollutant: "a21026", unit: "mg/m3" },
  { outlet: "e1-DA001", device: MN, factor: "a34013", pollutant: "a34013", unit: "mg/m3" },
  { outlet: "e2-DA001", device: MN, st: "32", factor: "w01018", pollutant: "w01018", unit: "mg/L" },
];

/** A gap finder over memory stores; the device is on the line. */
async function plant(device: Partial<Device> = {}, state: Partial<DeviceState> = {}) {
  const deviceRecords = new MemoryDeviceRecords();
  const intake = new MemoryIntake();
  const time = { now: at(10, 20) };
  const registry = indexRegistry({ ...twoPlants(), devices: [{ mn: MN, ...device }], channels: CHANNELS });
  const online = { ...unheardDevice(MN), connected: true, speaksHj212: true, transport: "hj212", lastSeenAt: at(10) } as const;
  await deviceRecords.save({ exchanges: [], devices: [{ ...online, ...state }], frames: [] });
  let asked = 0;
  const finder = new GapFinder({
    ...{ deviceRecords, intake, counters: NO_COUNTERS, log: NO_LOG },
    clock: { now: () => time.now, kind: "manual" },
    registry: () => registry,
    onAsked: () => {
      asked += 1;
    },
  });
  let seq = 0;
  const receive = async (pollutant: string, basis: Basis, ...starts: readonly Instant[]): Promise<void> => {
    const outlet = CHANNELS.find((c) => c.pollutant === pollutant)?.outlet ?? "";
    seq += 1;
    const readings = starts.map((start): Reading => ({ outlet, pollutant, basis, at: start, value: 1, flag: "N", ...ORIGIN }));
    await intake.apply([message(seq, { readings })], seq);
  };
  const requests = async () => {
    const { items } = await deviceRecords.exchanges({ mn: MN, limit: 100 });
    const waiting = items.filter(({ state }) => state === "queued");
    return waiting.map(({ st, command }) => ({ st, ...command })).sort((a, b) => (`${a.st}` < `${b.st}` ? -1 : 1));
  };
  return {
    ...{ deviceRecords, time, receive, requests, timesAsked: () => asked },
    async look() {
      await finder.look();
    },
    async [Symbol.asyncDispose]() {
      await finder.stop();
    },
  };
}

test("one request serves all factors of a system code; another system code is asked for by itself", async () => {
  await using p = await plant();
  await p.receive("a21026", "hour", at(0), at(4), at(5), at(6), at(7), at(8), at(9));
  await p.receive("a34013", "hour", at(0), at(1), at(5), at(6), at(7), at(8), at(9));
  await p.receive("w01018", "hour", at(7), at(9));

  await p.look();

  expect(await p.requests()).toEqual([
    { st: "31", command: "history", cn: "2061", from: at(1), to: at(4) },
    { st: "32", command: "history", cn: "2061", from: at(8), to: at(8) },
  ]);
  expect(p.timesAsked()).toBe(1);
});

test("an hour is owed a quarter of an hour after its end", async () => {
  await using p = await plant();
  await p.receive("a21026", "hour", at(7), at(8));
  p.time.now = plus(at(10, 15), -1);
  await p.look();
  const before = await p.requests();

  p.time.now = at(10, 15);
  await p.look();

  expect(before).toEqual([]);
  expect(await p.requests()).toMatchObject([{ from: at(9), to: at(9) }]);
});

test("a device that labels an hour with its end is asked for the ends", async () => {
  await using p = await plant({ hourLabel: "end" });
  await p.receive("a21026", "hour", at(6), at(9));

  await p.look();

  expect(await p.requests()).toMatchObject([{ from: at(8), to: at(9) }]);
});

test("minutes are owed by a device that sends them, in its own interval", async () => {
  await using p = await plant({ minuteMinutes: 10 });
  await p.receive("a21026", "minute", at(9, 0), at(9, 10), at(9, 40), at(9, 50));

  await p.look();

  expect(await p.requests()).toEqual([{ st: "31", command: "history", cn: "2051", from: at(9, 20), to: at(9, 30) }]);
});

test("without a registered interval the shortest distance between two minutes is it", async () => {
  await using p = await plant();
  await p.receive(
    "a21026",
    "minute",
    at(9, 0),
    at(9, 5),
    at(9, 15),
    at(9, 20),
    at(9, 25),
    ...[30, 35, 40, 45, 50, 55].map((m) => at(9, m)),
  );

  p.time.now = at(10, 15);

  await p.look();

  expect(await p.requests()).toMatchObject([{ from: at(9, 10), to: at(9, 10) }]);
});

test("what never reported owes nothing, and what was reported before the window neither", async () => {
  await using p = await plant();
  await p.receive("a21026", "hour", plus(T0, -9 * 24 * HOUR));
  await p.receive("a34013", "realtime", at(9));

  await p.look();

  expect(await p.deviceRecords.gaps({ limit: 10 })).toEqual([]);
});

test.each([
  ["is not on the line", {}, { connected: false }],
  ["does not speak HJ 212", {}, { transport: "mqtt", speaksHj212: false, lastSeenAt: at(10, 19) }],
  ["was last heard over MQTT long ago", {}, { transport: "mqtt", connected: false, lastSeenAt: at(10) }],
  ["must not be asked", { autoBackfill: false }, {}],
] as const)("a device that %s is not asked; what it owes is known", async (_name, device, state) => {
  await using p = await plant(device, state);
  await p.receive("a21026", "hour", at(6), at(9));

  await p.look();

  expect(await p.requests()).toEqual([]);
  expect(await p.deviceRecords.gaps({ limit: 10 })).toMatchObject([{ from: at(7), to: at(8), state: "found" }]);
});

test("a gap is filled when its hours have come, whoever sent them", async () => {
  await using p = await plant();
  await p.receive("a21026", "hour", at(6), at(9));
  await p.look();
  const [asked] = await p.deviceRecords.queued(1);
  if (asked !== undefined) {
    await p.deviceRecords.save({
      exchanges: [{ ...queuedExchange(asked), state: "done", endedAt: p.time.now }],
      devices: [],
      frames: [],
    });
  }

  await p.receive("a21026", "hour", at(7), at(8));
  p.time.now = at(10, 31);
  await p.look();

  expect(await p.deviceRecords.gaps({ limit: 10 })).toMatchObject([{ state: "filled", attempts: 1, changedAt: at(10, 31) }]);
  expect(await p.requests()).toEqual([]);
});
