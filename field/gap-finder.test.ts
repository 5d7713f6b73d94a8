import { expect, onTestFinished, test, vi } from "vitest";
import { NO_COUNTERS } from "../core/counters.ts";
import { StoreUnavailableError } from "../core/failures.ts";
import { type DeviceState, unheardDevice } from "../core/field/device-state.ts";
import { type Exchange, queuedExchange } from "../core/field/exchange.ts";
import type { Gap } from "../core/field/gap.ts";
import { NO_LOG } from "../core/log.ts";
import type { Basis, Reading } from "../core/readings/reading.ts";
import { indexRegistry } from "../core/registry/grid.ts";
import type { Channel, Device } from "../core/registry/registry.ts";
import { HOUR, type Instant, instant, MINUTE, plus } from "../core/time.ts";
import { MemoryDeviceRecords } from "../storage/memory/memory-device-records.ts";
import { MemoryIntake } from "../storage/memory/memory-intake.ts";
import { MN, twoPlants } from "../tests/support/api-fixture.ts";
import { until } from "../tests/support/held-timers.ts";
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

/** Records that can fail, or let a look at the open gaps wait. */
class SlowRecords extends MemoryDeviceRecords {
  failure: Error | undefined;
  hold: Promise<void> = Promise.resolve();
  looks = 0;

  override async gaps(filter: Parameters<MemoryDeviceRecords["gaps"]>[0]): Promise<readonly Gap[]> {
    if (filter.mn === undefined) this.looks += 1;
    await this.hold;
    if (this.failure !== undefined) throw this.failure;
    return super.gaps(filter);
  }
}

/** A gap finder over memory stores; the device is on the line. */
async function plant(device: Partial<Device> = {}, state: Partial<DeviceState> = {}, before: readonly Device[] = []) {
  const deviceRecords = new SlowRecords();
  const intake = new MemoryIntake();
  const time = { now: at(10, 20) };
  const document = { ...twoPlants(), devices: [...before, { mn: MN, ...device }], channels: CHANNELS };
  let registry = indexRegistry(document);
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
    look: () => finder.look(),
    unregister() {
      registry = indexRegistry({ ...document, devices: before, channels: [] });
    },
    /** Ends all requests that wait. */
    async end(state: Exchange["state"]) {
      const exchanges = (await deviceRecords.queued(100)).map((asked) => ({ ...asked, state, endedAt: time.now }));
      await deviceRecords.save({ exchanges, devices: [], frames: [] });
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

/** Has time stand still for what is named, until the test is over. */
function hold(...toFake: readonly ("setInterval" | "clearInterval" | "performance")[]): void {
  vi.useFakeTimers({ toFake: [...toFake] });
  onTestFinished(() => void vi.useRealTimers());
}

test("a gap is asked for three times, after ten minutes and after an hour, and given up six hours later", async () => {
  await using p = await plant();
  const gap = async () => (await p.deviceRecords.gaps({ limit: 10 })).find(({ from }) => from === at(7));
  const attempts: (number | undefined)[] = [];
  await p.receive("a21026", "hour", at(6), at(9));

  for (const now of [at(10, 20), at(10, 29), at(10, 30), at(11, 29), at(11, 30)]) {
    p.time.now = now;
    await p.look();
    attempts.push((await gap())?.attempts);
    await p.end("timed-out");
  }
  p.time.now = at(17, 29);
  await p.look();
  const before = await gap();
  p.time.now = at(17, 30);
  await p.look();

  expect(attempts).toEqual([1, 1, 2, 2, 3]);
  expect(before).toMatchObject({ state: "asked" });
  expect(await gap()).toMatchObject({ state: "given-up", attempts: 3, changedAt: at(17, 30) });
});

test("a device that does not know the request is not asked again", async () => {
  await using p = await plant();
  await p.receive("a21026", "hour", at(6), at(9));
  await p.look();
  await p.end("unsupported");

  await p.look();

  expect(await p.deviceRecords.gaps({ limit: 10 })).toMatchObject([{ state: "given-up", attempts: 1 }]);
});

test("a device that only publishes over MQTT is asked when it was heard in the last ten minutes", async () => {
  await using p = await plant({}, { transport: "mqtt", connected: false, lastSeenAt: plus(at(10, 10), 1) });
  await p.receive("a21026", "hour", at(6), at(9));

  await p.look();

  expect(await p.requests()).toMatchObject([{ from: at(7), to: at(8) }]);
});

test("of a gap that was asked for, what is still missing stays asked for", async () => {
  await using p = await plant();
  await p.receive("a21026", "hour", at(6), at(9));
  await p.look();
  await p.receive("a21026", "hour", at(7));
  p.time.now = at(10, 30);

  await p.look();

  expect(await p.deviceRecords.gaps({ limit: 10 })).toMatchObject([{ from: at(8), to: at(8), state: "asked", attempts: 1 }]);
});

test("of many gaps of a device twenty are asked for in one go, and the others in the next", async () => {
  await using p = await plant();
  const everySecondHour = Array.from({ length: 26 }, (_, i) => at(8 - 2 * i));
  await p.receive("a21026", "hour", ...everySecondHour);

  await p.look();
  const first = await p.requests();
  await p.look();

  expect(first).toHaveLength(20);
  expect(await p.requests()).toHaveLength(26);
});

test("twenty devices are looked through in one go, and the others in the next", async () => {
  await using p = await plant(
    {},
    {},
    Array.from({ length: 20 }, (_, i) => ({ mn: `${i}`, minuteMinutes: 5 })),
  );
  await p.receive("a21026", "hour", at(6), at(9));

  await p.look();
  const first = await p.requests();
  await p.look();

  expect(first).toEqual([]);
  expect(await p.requests()).toHaveLength(1);
});

test("a device that is registered no more is not asked for what it owes", async () => {
  await using p = await plant({}, { connected: false });
  await p.receive("a21026", "hour", at(6), at(9));
  await p.look();
  const online = { ...unheardDevice(MN), connected: true, speaksHj212: true, transport: "hj212" } as const;
  await p.deviceRecords.save({ exchanges: [], devices: [online], frames: [] });
  p.unregister();

  await p.look();

  expect(await p.requests()).toEqual([]);
});

test("while the records are busy nothing is asked, and the next look does it; any other failure is told", async () => {
  await using p = await plant();
  await p.receive("a21026", "hour", at(6), at(9));
  p.deviceRecords.failure = new StoreUnavailableError("the device records cannot be read now");
  await p.look();
  const whileBusy = p.timesAsked();
  p.deviceRecords.failure = new Error("a mistake of ours");
  await expect(p.look()).rejects.toThrow("a mistake of ours");
  p.deviceRecords.failure = undefined;

  await p.look();

  expect([whileBusy, p.timesAsked()]).toEqual([0, 1]);
});

test("it looks once a second by itself, and not again while a look goes on", async () => {
  hold("setInterval", "clearInterval");
  await using p = await plant();
  await p.receive("a21026", "hour", at(6), at(9));
  let letGo = (): void => {};
  p.deviceRecords.hold = new Promise((resolve) => {
    letGo = resolve;
  });

  vi.advanceTimersByTime(3_000);
  const looks = p.deviceRecords.looks;
  letGo();
  await until(() => p.timesAsked() === 1);

  expect(looks).toBe(1);
});

test("a device with open gaps is looked through again when something came in, after two seconds at the earliest", async () => {
  hold("performance");
  await using p = await plant({}, { connected: false });
  await p.receive("a21026", "hour", at(6), at(9));
  await p.look();
  await p.receive("a21026", "hour", at(7));

  vi.advanceTimersByTime(1_999);
  await p.look();
  const before = await p.deviceRecords.gaps({ limit: 10 });
  vi.advanceTimersByTime(1);
  await p.look();

  expect(before).toMatchObject([{ from: at(7), to: at(8) }]);
  expect(await p.deviceRecords.gaps({ limit: 10 })).toMatchObject([{ from: at(8), to: at(8) }]);
});

test("exchanges that ended more than ninety days ago are forgotten, within a minute", async () => {
  hold("performance");
  await using p = await plant();
  const ended = (id: string, days: number): Exchange => {
    const asked = { id, mn: MN, command: { command: "set-time" }, st: null, createdAt: T0, createdBy: "user:u1" } as const;
    return { ...queuedExchange(asked), state: "done", endedAt: plus(p.time.now, -days * 24 * HOUR) };
  };
  await p.deviceRecords.save({ exchanges: [ended("old", 91), ended("newer", 89)], devices: [], frames: [] });

  vi.advanceTimersByTime(60_000);
  await p.look();

  const { items } = await p.deviceRecords.exchanges({ mn: MN, limit: 10 });
  expect(items.map(({ id }) => id)).toEqual(["newer"]);
});
