import { expect, test } from "vitest";
import { NO_COUNTERS } from "../core/counters.ts";
import { StoreUnavailableError } from "../core/failures.ts";
import { NO_LOG } from "../core/log.ts";
import type { Device } from "../core/registry/registry.ts";
import { type Instant, instant, parseBeijingStamp } from "../core/time.ts";
import { encodeFrame } from "../ingest/codecs/hj212/encode-frame.ts";
import { MemoryDeviceRecords } from "../storage/memory/memory-device-records.ts";
import { openGatewayWithSessions, readableDirectory } from "../tests/support/gateway-with-sessions.ts";
import type { TimeTeller } from "./clock-guard.ts";
import { DeviceSessions } from "./device-sessions.ts";

const NOW = parseBeijingStamp("20261123080000000") ?? instant(0);
const MN = "SIM410102000000000000001";
const OTHER = "SIM410102000000000000002";
const DEVICE: Device = { mn: MN, edition: "2017" };

const realtime = (mn: string, stamp: string) =>
  encodeFrame({
    ...{ qn: `${stamp}000`, st: "32", cn: "2011", pw: "123456", mn, flag: 4 },
    cp: `DataTime=${stamp};w01018-Rtd=1,w01018-Flag=N`,
  });

/** Our clock as the test wants it. */
function teller(mayTell: boolean, isDoubted = !mayTell) {
  const state = { mayTell, isDoubted, heard: [] as (readonly [string, number])[] };
  const time: TimeTeller = {
    heard: (mn, driftMs) => state.heard.push([mn, driftMs]),
    mayTell: () => state.mayTell,
    isDoubted: () => state.isDoubted,
  };
  return { state, time };
}

// Behaviour
test("while our clock is in doubt a device that asks for the time is not told, nor when a person asks for it", async () => {
  const { time } = teller(false);
  await using door = await openGatewayWithSessions([DEVICE], NOW, { time });
  const peer = await door.connect();
  await peer.send(realtime(MN, "20261123080000"));
  await peer.send(encodeFrame({ qn: "20261123080000500", st: "32", cn: "1013", pw: "123456", mn: MN, flag: 4, cp: "" }));
  await door.journal.arrived(2);

  const id = await door.ask(MN, { command: "set-time" });
  const exchange = await door.reaches(id, "failed");

  expect(exchange).toMatchObject({ attempts: 0, result: { code: "clock-in-doubt" } });
  expect((await door.deviceRecords.exchanges({ mn: MN, limit: 10 })).items).toHaveLength(1);
});

test("a first contact that sets the time waits until our clock may be told", async () => {
  const { state, time } = teller(false);
  const device: Device = { ...DEVICE, firstContact: ["set-time", "start-realtime"] };
  await using door = await openGatewayWithSessions([device], NOW, { time });
  const peer = await door.connect();
  await peer.send(realtime(MN, "20261123080000"));
  await door.journal.arrived(1);
  expect((await door.deviceRecords.exchanges({ mn: MN, limit: 10 })).items).toEqual([]);

  state.mayTell = true;
  state.isDoubted = false;
  await peer.send(realtime(MN, "20261123080100"));

  expect(await peer.receives(99)).toContain("CN=1012");
});

test("what each device's clock says of ours is told to whoever watches ours", async () => {
  const { state, time } = teller(true);
  await using door = await openGatewayWithSessions([DEVICE], NOW, { time });
  const peer = await door.connect();

  await peer.send(realtime(MN, "20261123080300"));
  await door.journal.arrived(1);

  expect(state.heard).toEqual([[MN, 180_000]]);
});

test("what was under way at the last end is ended once the records take it: the disk may be full at the start", async () => {
  let isFull = true;
  const deviceRecords = new (class extends MemoryDeviceRecords {
    override async beginAnew(now: Instant): Promise<void> {
      if (isFull) throw new StoreUnavailableError("the disk is full");
      await super.beginAnew(now);
    }
  })();
  await deviceRecords.request([
    { id: "x1", mn: MN, command: { command: "read-time" }, st: null, createdAt: NOW, createdBy: "u" },
  ]);
  const [asked] = await deviceRecords.queued(1);
  if (asked === undefined) throw new Error("nothing was asked");
  await deviceRecords.save({ exchanges: [{ ...asked, state: "sent" }], devices: [], frames: [] });
  const sessions = await DeviceSessions.start({
    ...{ deviceRecords, devices: readableDirectory([DEVICE]), clock: { now: () => NOW, kind: "manual" } },
    ...{ counters: NO_COUNTERS, log: NO_LOG, publishDown: async () => false },
  });
  const before = await deviceRecords.exchange("x1");

  isFull = false;
  await sessions.look();
  const after = await deviceRecords.exchange("x1");
  await sessions.close();

  expect([before?.state, after?.state]).toEqual(["sent", "failed"]);
});

// Behaviour
test("a device whose row says autoSetTime false keeps its wrong clock, another is told the time", async () => {
  const devices: readonly Device[] = [
    { ...DEVICE, autoSetTime: false },
    { mn: OTHER, edition: "2017" },
  ];
  await using door = await openGatewayWithSessions(devices, NOW);
  const [own, other] = [await door.connect(), await door.connect()];
  await own.send(realtime(MN, "20261123080600"));
  await other.send(realtime(OTHER, "20261123080600"));

  expect(await other.receives(99)).toContain("CN=1012");

  expect((await door.deviceRecords.exchanges({ mn: MN, limit: 10 })).items).toEqual([]);
});
