import { expect, test, vi } from "vitest";
import type { KnownDevice, NewSm4Key } from "../core/field/devices.ts";
import { queuedExchange } from "../core/field/exchange.ts";
import type { HeardFrame } from "../core/field/frame-observer.ts";
import type { Device } from "../core/registry/registry.ts";
import { instant, MINUTE, parseBeijingStamp, plus } from "../core/time.ts";
import { decodeFrame } from "../ingest/codecs/hj212/decode-frame.ts";
import { encodeFrame } from "../ingest/codecs/hj212/encode-frame.ts";
import { type GatewayWithSessions, openGatewayWithSessions } from "../tests/support/gateway-with-sessions.ts";
import { keyReadiness, keysOfRequest, noteKeyOf, noteKeyTaken } from "./device-keys.ts";
import { DeviceRecord } from "./device-record.ts";
import { DeviceSession } from "./device-session.ts";

const NOW = parseBeijingStamp("20261123080000000") ?? instant(0);
const MN = "SIM410102000000000000001";
const [OLD, NEW] = ["OldKey0123456789", "NewKey0123456789"];
const sealed = (stored: string) => ({ set: true, stored }) as const;
const DEVICE: Device = { mn: MN, edition: "2025", sm4Key: sealed(OLD), sm4KeyNew: sealed(NEW) };
/** An answer may take as long as the machine needs. */
const SLOW = { timing: { answerMs: 600_000, repeats: 3, executionMs: 600_000 } };
const bytesOf = (key: string): Uint8Array => new TextEncoder().encode(key);

function upload(key: string): Uint8Array {
  const cp = "DataTime=20261123080000;a21026-Rtd=35.2,a21026-Flag=N";
  const items = { qn: "20261123080000000", st: "31", cn: "2011", pw: "123456", mn: MN, flag: 9, cp };
  return encodeFrame(items, { sm4Key: bytesOf(key) });
}

/** What is known of the device's key once everything that came is written. */
async function keyKnown(door: GatewayWithSessions) {
  return (await door.deviceRecords.device(MN))?.key;
}

async function heard(door: GatewayWithSessions, frames: number): Promise<void> {
  await vi.waitFor(
    async () => {
      await door.sessions.look();
      expect((await door.deviceRecords.frames(MN)).filter(({ direction }) => direction === "in")).toHaveLength(frames);
    },
    { timeout: 20_000, interval: 10 },
  );
}

// Behaviour
test("data that fit with the new key prove that the device took it, although its answer was lost", async () => {
  await using door = await openGatewayWithSessions([DEVICE], NOW, SLOW);
  const peer = await door.connect();

  await peer.send(upload(OLD));
  await heard(door, 1);
  const before = await keyKnown(door);
  await peer.send(upload(NEW));
  await heard(door, 2);

  expect(before).toBeUndefined();
  expect(await keyKnown(door)).toEqual({ used: NEW, usedSince: NOW });
});

test("a device that uses its new key is asked with it, before the registry has made it the key", async () => {
  await using door = await openGatewayWithSessions([DEVICE], NOW, SLOW);
  const peer = await door.connect();
  await peer.send(upload(NEW));
  await heard(door, 1);

  await door.ask(MN, { command: "information", polId: "a21026", infoId: "i12001" });
  const request = await vi.waitFor(
    async () => {
      const sent = (await door.deviceRecords.frames(MN)).find(({ direction }) => direction === "out");
      if (sent === undefined) throw new Error("nothing was sent");
      return sent.raw;
    },
    { timeout: 20_000, interval: 10 },
  );

  expect(decodeFrame(request, { sm4Key: bytesOf(NEW) })).toMatchObject({ ok: true, value: { cn: "3020" } });
  expect(decodeFrame(request, { sm4Key: bytesOf(OLD) }).ok).toBe(false);
});

test("a request for a new key waits a minute for the registry to bring one, and then fails by its name", async () => {
  const { sm4KeyNew: _, ...without } = DEVICE;
  await using door = await openGatewayWithSessions([without], NOW, SLOW);
  const peer = await door.connect();
  await peer.send(upload(OLD));
  await heard(door, 1);

  const id = await door.ask(MN, { command: "rotate-key" });
  expect(await door.deviceRecords.exchange(id)).toMatchObject({ state: "queued", attempts: 0 });
  door.pass(MINUTE);
  await door.sessions.look();

  expect(await door.reaches(id, "failed")).toMatchObject({ result: { code: "no-new-key" } });
});

const NEXT: NewSm4Key = { stored: "sealed-new", text: NEW, bytes: bytesOf(NEW) };
const KNOWN: KnownDevice = {
  device: DEVICE,
  acceptsMqttSecret: () => false,
  acceptsHj212Password: () => true,
  sm4Key: () => bytesOf(OLD),
  newSm4Key: () => NEXT,
};
const WITHOUT_NEXT: KnownDevice = { ...KNOWN, newSm4Key: () => undefined };
const asked = (command: "rotate-key" | "set-time") =>
  queuedExchange({ id: "x1", mn: MN, command: { command }, st: null, createdAt: NOW, createdBy: "user:u1" });
const aSession = () => new DeviceSession(new DeviceRecord(MN));

test("only a request for a new key waits for one, and not longer than a minute", () => {
  const readiness = (command: "rotate-key" | "set-time", known: KnownDevice, ms: number) =>
    keyReadiness(asked(command), known, plus(NOW, ms));

  expect(readiness("set-time", WITHOUT_NEXT, 0)).toBe("ready");
  expect(readiness("rotate-key", KNOWN, 0)).toBe("ready");
  expect(readiness("rotate-key", WITHOUT_NEXT, MINUTE - 1)).toBe("soon");
  expect(readiness("rotate-key", WITHOUT_NEXT, MINUTE)).toBe("none");
});

test("a new key goes out encrypted with the old one even to a device that speaks in clear, and nothing else does", () => {
  const session = aSession();
  session.speaksClear = true;

  expect(keysOfRequest(asked("rotate-key"), KNOWN, session)).toEqual({
    sm4Key: bytesOf(OLD),
    newKey: { text: NEW, madeAt: NOW },
  });
  expect(keysOfRequest(asked("rotate-key"), WITHOUT_NEXT, session)).toEqual({ sm4Key: bytesOf(OLD) });
  expect(keysOfRequest(asked("set-time"), KNOWN, session)).toEqual({});
  expect(keysOfRequest(asked("set-time"), undefined, session)).toEqual({});
});

test("a device that said it took the key uses it from then on; one that refused it, or did something else, does not", () => {
  const [took, refused, other, gone] = [aSession(), aSession(), aSession(), aSession()];
  noteKeyTaken({ ...asked("rotate-key"), state: "done" }, NEXT, { session: took, at: NOW });
  noteKeyTaken({ ...asked("rotate-key"), state: "failed" }, NEXT, { session: refused, at: NOW });
  noteKeyTaken({ ...asked("set-time"), state: "done" }, NEXT, { session: other, at: NOW });
  noteKeyTaken({ ...asked("rotate-key"), state: "done" }, undefined, { session: gone, at: NOW });

  expect(took.record.state.key).toEqual({ used: "sealed-new", usedSince: NOW });
  expect([refused, other, gone].map(({ record }) => record.state.key)).toEqual([undefined, undefined, undefined]);
  expect(keysOfRequest(asked("set-time"), KNOWN, took)).toEqual({ sm4Key: bytesOf(NEW) });
});

test("a device that sends 1014 asks for a new key, whether it is registered or not", () => {
  const flag = { value: 9, version: 2, split: false, answer: true };
  const header = { qn: "", st: "31", cn: "1014", pw: "123456", mn: MN, flag, part: undefined, isBackfill: false };
  const frame: HeardFrame = { mn: MN, at: NOW, bytes: upload(NEW), header, dataArea: "", quirks: [] };
  const [registered, stranger] = [aSession(), aSession()];

  noteKeyOf(frame, KNOWN, registered);
  noteKeyOf(frame, undefined, stranger);

  expect([registered, stranger].map(({ record }) => record.state.key)).toEqual([{ askedAt: NOW }, { askedAt: NOW }]);
});
