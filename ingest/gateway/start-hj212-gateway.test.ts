import { expect, test } from "vitest";
import { NO_COUNTERS } from "../../core/counters.ts";
import { NO_LOG } from "../../core/log.ts";
import type { Device } from "../../core/registry/registry.ts";
import { DOOR_NOW, directoryOf, openDoor } from "../../tests/support/hj212-door.ts";
import { encodeFrame } from "../codecs/hj212/encode-frame.ts";
import { startHj212Gateway } from "./start-hj212-gateway.ts";

const MN = "A0B1C2D3E4F5061728394A5B";
const DEVICE: Device = { mn: MN };
const text = (b: Uint8Array | undefined): string => new TextDecoder().decode(b);

// The golden conversation of a 2017 realtime upload; lengths and CRCs were worked out with the standard's steps.
const UPLOAD = `##0170QN=20260102030500123;ST=32;CN=2011;PW=123456;MN=${MN};Flag=5;CP=&&DataTime=20260102030500;w01018-Rtd=35.2,w01018-Flag=N;w00000-Rtd=12.5,w00000-Flag=N&&BDC1\r\n`;
const ANSWER = `##0087QN=20260102030500123;ST=91;CN=9014;PW=123456;MN=${MN};Flag=4;CP=&&&&6300\r\n`;

function upload(qn: string, flag = 5, cn = "2011"): string {
  return text(encodeFrame({ qn, st: "32", cn, pw: "123456", mn: MN, flag, cp: "DataTime=20260102030500;w01018-Rtd=35.2" }));
}

test("an upload is journalled whole and answered with 9014", async () => {
  await using door = await openDoor([DEVICE]);
  const peer = await door.connect();
  await peer.send(UPLOAD);

  expect(await peer.receives(ANSWER.length)).toBe(ANSWER);
  expect(door.journal.entries).toMatchObject([{ kind: "frame", at: DOOR_NOW, transport: "hj212", mn: MN, topic: "" }]);
  expect(text(door.journal.entries[0]?.payload)).toBe(UPLOAD);
});

// Behaviour
test("an upload is not answered before it is durable", async () => {
  await using door = await openDoor([DEVICE]);
  door.journal.hold = true;
  const peer = await door.connect();
  await peer.send(UPLOAD);
  await door.journal.arrived(1);
  expect(peer.soFar()).toBe("");

  door.journal.commit();

  expect(await peer.receives(ANSWER.length)).toBe(ANSWER);
});

test("answers leave in the order of the uploads, whatever the order in which they become durable", async () => {
  await using door = await openDoor([DEVICE]);
  door.journal.hold = true;
  const peer = await door.connect();
  await peer.send(["1", "2", "3"].map((n) => upload(`2026010203050000${n}`)).join(""));
  await door.journal.arrived(3);
  door.journal.commit(2);
  door.journal.commit(1);
  // Whatever could be written now, is.
  await new Promise((resolve) => setImmediate(resolve));
  door.journal.commit();
  const answers = await peer.receives(3 * ANSWER.length);

  expect([...answers.matchAll(/QN=(\d+)/g)].map((m) => m[1])).toEqual([
    "20260102030500001",
    "20260102030500002",
    "20260102030500003",
  ]);
});

test("a frame that comes byte by byte is answered", async () => {
  await using door = await openDoor([DEVICE]);
  const peer = await door.connect();
  for (const c of UPLOAD) await peer.send(c);

  expect(await peer.receives(ANSWER.length)).toBe(ANSWER);
});

test("twenty frames in one write are twenty entries and twenty answers", async () => {
  await using door = await openDoor([DEVICE]);
  const peer = await door.connect();
  await peer.send(UPLOAD.repeat(20));

  expect(await peer.receives(20 * ANSWER.length)).toBe(ANSWER.repeat(20));
  expect(door.journal.entries).toHaveLength(20);
});

test("a device that never sends CR LF is answered all the same", async () => {
  await using door = await openDoor([DEVICE], { tailMs: 5 });
  const peer = await door.connect();
  await peer.send(UPLOAD.trim());

  expect(await peer.receives(ANSWER.length)).toBe(ANSWER);
});

test("a peer that ends its side after sending still gets its answers, and then the end", async () => {
  await using door = await openDoor([DEVICE]);
  const peer = await door.connect();
  peer.socket.end(UPLOAD.trim());
  await peer.ended;

  expect(peer.soFar()).toBe(ANSWER);
});

test.each([
  ["an upload without the answer bit", upload("20260102030500001", 4)],
  ["a 2005 upload without Flag", text(encodeFrame({ st: "32", cn: "2011", pw: "123456", mn: MN, cp: "B01-Rtd=1" }))],
  ["the answer 9011", upload("20260102030500001", 5, "9011")],
  ["the answer 9012", upload("20260102030500001", 5, "9012")],
  ["the answer 9013", upload("20260102030500001", 5, "9013")],
  ["the answer 9014", upload("20260102030500001", 5, "9014")],
])("%s is journalled and not answered", async (_title, frame) => {
  await using door = await openDoor([DEVICE]);
  const peer = await door.connect();
  // The upload behind it shows that nothing was answered before.
  await peer.send(frame + UPLOAD);

  expect(await peer.receives(ANSWER.length)).toBe(ANSWER);
  expect(door.journal.entries).toHaveLength(2);
});

test.each([
  ["2025 heartbeat", 9, "9015", "CN=9013;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=8;CP=&&&&"],
  ["2017 time request", 5, "1013", "CN=9013;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=4;CP=&&&&"],
  ["2005 alarm event", 1, "2072", "CN=9013;PW=123456;MN=A0B1C2D3E4F5061728394A5B;CP=&&QN=20260102030500001&&"],
  ["2005 upload", 1, "2051", "ST=91;CN=9014;CP=&&QN=20260102030500001;CN=2051&&"],
  ["2017 unknown upload", 5, "2083", "CN=9014;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=4;CP=&&&&"],
  ["vendor's login", 5, "9021", "CN=9013;PW=123456;MN=A0B1C2D3E4F5061728394A5B;Flag=4;CP=&&&&"],
])("a %s (Flag=%d, CN=%s) is answered in its own dialect", async (_title, flag, cn, answer) => {
  await using door = await openDoor([DEVICE]);
  const peer = await door.connect();
  await peer.send(upload("20260102030500001", flag, cn));

  expect(await peer.receives(60)).toContain(answer);
});

test("a 2005 query result with its QN in the data area is answered with that QN", async () => {
  await using door = await openDoor([DEVICE]);
  const peer = await door.connect();
  await peer.send(
    encodeFrame({ st: "32", cn: "2051", pw: "123456", mn: MN, flag: 1, cp: "QN=20260102030405678;DataTime=20260102030000" }),
  );

  expect(await peer.receives(61)).toBe("##0049ST=91;CN=9014;CP=&&QN=20260102030405678;CN=2051&&D581\r\n");
});

test("a device that is registered with a CRC variant is answered in it", async () => {
  await using door = await openDoor([{ mn: MN, crc: "modbus" }]);
  const peer = await door.connect();
  const items = { qn: "20260102030500123", st: "32", cn: "2011", pw: "123456", mn: MN, flag: 5 };
  await peer.send(encodeFrame({ ...items, cp: "DataTime=20260102030500;w01018-Rtd=35.2" }, { crc: "modbus" }));
  const answer = await peer.receives(ANSWER.length);

  const segment = ANSWER.slice(6, -6);
  expect(answer).toBe(`##0087${segment}${modbusOf(segment)}\r\n`);
});

/** CRC-16/MODBUS bit by bit, as its own specification has it. */
function modbusOf(segment: string): string {
  let register = 0xffff;
  for (const byte of Buffer.from(segment)) {
    register ^= byte;
    for (let bit = 0; bit < 8; bit++) register = register & 1 ? (register >> 1) ^ 0xa001 : register >> 1;
  }
  return register.toString(16).toUpperCase().padStart(4, "0");
}

test("a device that is registered with a CRC variant may use that one and no other", async () => {
  // CRC-16/MODBUS of 123456789 is 4B37; a segment's is worked out the same way. UPLOAD carries the standard's, so this
  // device is refused.
  await using door = await openDoor([{ mn: MN, crc: "modbus" }]);
  const peer = await door.connect();
  peer.socket.end(UPLOAD);
  await peer.ended;

  expect(door.count("hj212_rejected_total", "wrong-crc")).toBe(1);
  expect(door.journal.entries).toHaveLength(0);
});

test("devices that are not registered are told of, with where they spoke and what they said", async () => {
  await using door = await openDoor([]);
  const peer = await door.connect();
  peer.socket.end(UPLOAD.repeat(3));
  await peer.ended;

  expect(door.refused).toHaveLength(3);
  expect(door.refused[0]).toMatchObject({ transport: "hj212", mn: MN, reason: "unknown-device", address: "127.0.0.1" });
  expect(text(door.refused[0]?.sample)).toBe(UPLOAD);
});

test("a frame whose CRC is wrong is told of under the name of who spoke on its line before, or whom it names", async () => {
  await using door = await openDoor([DEVICE]);
  const [stranger, device] = [await door.connect(), await door.connect()];
  const broken = UPLOAD.replace("Rtd=3", "Rtd=4");
  stranger.socket.end(broken.replace(MN, "SIM410102000000000000009"));
  await stranger.ended;
  await device.send(UPLOAD + broken.replace(`MN=${MN}`, "XX=1"));
  await device.receives(ANSWER.length);
  device.socket.end();
  await device.ended;

  expect(door.refused.map(({ mn, reason }) => [mn, reason])).toEqual([
    ["SIM410102000000000000009", "wrong-crc"],
    [MN, "wrong-length"],
  ]);
});

test("the door stops reading while the disk is behind, and goes on when it has caught up", async () => {
  await using door = await openDoor([DEVICE], { journalPendingBytes: 400 });
  door.journal.hold = true;
  const peer = await door.connect();
  await peer.send(UPLOAD.repeat(10));
  await door.journal.arrived(3);
  // 182 bytes each: with three waiting, 400 are exceeded.
  expect(door.journal.entries).toHaveLength(3);

  door.journal.hold = false;
  door.journal.commit();

  expect(await peer.receives(10 * ANSWER.length)).toBe(ANSWER.repeat(10));
});

test("once the disk is behind, no connection is read until half of the bound is free again", async () => {
  await using door = await openDoor([DEVICE], { journalPendingBytes: 400, connectionsPerAddress: 2 });
  door.journal.hold = true;
  const first = await door.connect();
  await first.send(UPLOAD.repeat(4));
  await door.journal.arrived(3);
  // 182 bytes each: of three, 364 stay, which is below the bound and above its half.
  door.journal.commit(0);
  await first.receives(ANSWER.length);
  const second = await door.connect();
  await second.send(UPLOAD);
  // A refused connection comes back only when the gateway has been through what came before it.
  const third = await door.connect();
  await third.ended;
  expect(door.journal.entries).toHaveLength(3);

  door.journal.hold = false;
  door.journal.commit();

  expect(await second.receives(ANSWER.length)).toBe(ANSWER);
  expect(await first.receives(4 * ANSWER.length)).toBe(ANSWER.repeat(4));
});

test("the door takes nothing while the disk is full, and goes on when there is space", async () => {
  await using door = await openDoor([DEVICE]);
  door.journal.setHealth("full");
  const peer = await door.connect();
  await peer.send(UPLOAD);
  await peer.send(UPLOAD);
  expect(door.journal.entries).toHaveLength(0);

  door.journal.setHealth("ok");

  expect(await peer.receives(2 * ANSWER.length)).toBe(ANSWER.repeat(2));
});

test("a frame that could not be made durable is not answered, and the connection ends", async () => {
  await using door = await openDoor([DEVICE]);
  door.journal.hold = true;
  const peer = await door.connect();
  await peer.send(UPLOAD);
  await door.journal.arrived(1);
  door.journal.fail();
  await peer.ended;

  expect(peer.soFar()).toBe("");
});

// Behaviour
test("a device above its rate is read more slowly and loses nothing", async () => {
  await using door = await openDoor([DEVICE], { deviceRate: 1 });
  const peer = await door.connect();
  // A second's worth (one) is free; the two above it take a second each.
  await peer.send(UPLOAD.repeat(3));

  expect(await peer.receives(3 * ANSWER.length)).toBe(ANSWER.repeat(3));
  expect(door.count("hj212_slowed_total", "device-rate")).toBeGreaterThan(0);
});

test("an address above its rate is read more slowly, bad frames and all its connections counted, and loses nothing", async () => {
  await using door = await openDoor([DEVICE], { addressRate: 1 });
  const [good, bad] = [await door.connect(), await door.connect()];
  // A second's worth (one) is free for both together.
  await bad.send(UPLOAD.replace("Rtd=3", "Rtd=4"));
  await good.send(UPLOAD.repeat(2));

  expect(await good.receives(2 * ANSWER.length)).toBe(ANSWER.repeat(2));
  expect(door.count("hj212_rejected_total", "wrong-crc")).toBe(1);
  expect(door.count("hj212_slowed_total", "address-rate")).toBeGreaterThan(0);
});

// Behaviour
test("when all places are taken, sockets that say nothing give way, the oldest first, and never a device that has spoken", async () => {
  await using door = await openDoor([DEVICE], { connections: 3 });
  const device = await door.connect();
  await device.send(UPLOAD);
  await device.receives(ANSWER.length);
  const [oldest, older] = [await door.connect(), await door.connect()];

  const [newer, newest] = [await door.connect(), await door.connect()];
  await Promise.all([oldest.ended, older.ended]);
  for (const peer of [newer, newest, device]) await peer.send(UPLOAD);

  expect(await newer.receives(ANSWER.length)).toBe(ANSWER);
  expect(await newest.receives(ANSWER.length)).toBe(ANSWER);
  expect(await device.receives(2 * ANSWER.length)).toBe(ANSWER.repeat(2));
  expect(door.count("hj212_closed_total", "stranger")).toBe(2);
});

// Behaviour
test("a connection that brings many frames at once takes its turns with the others", async () => {
  await using door = await openDoor([DEVICE], { framesPerTurn: 10 });
  const inTurns = door.journal.countTurns();
  const peer = await door.connect();
  await peer.send(UPLOAD.repeat(300));

  expect(await peer.receives(300 * ANSWER.length)).toBe(ANSWER.repeat(300));
  expect(Math.max(...inTurns())).toBe(10);
});

test("frames that wait for their turn are answered when the peer ends its side behind them", async () => {
  await using door = await openDoor([DEVICE], { framesPerTurn: 1 });
  const peer = await door.connect();
  peer.socket.end(UPLOAD.repeat(40));
  await peer.ended;

  expect(peer.soFar()).toBe(ANSWER.repeat(40));
});

test("noise between frames is read slowly, and a frame behind it is answered", async () => {
  await using door = await openDoor([DEVICE], { junkBytesPerSecond: 1_000_000 });
  const peer = await door.connect();
  await peer.send(Buffer.alloc(50_000, "A"));
  await peer.send(UPLOAD);

  expect(await peer.receives(ANSWER.length)).toBe(ANSWER);
  expect(door.count("hj212_junk_bytes_total")).toBe(50_000);
  expect(door.count("hj212_slowed_total", "junk")).toBeGreaterThan(0);
});

test("a peer that goes on sending while its connection is being ended is cut off", async () => {
  await using door = await openDoor([DEVICE], { badFramesInRow: 1, discardBytes: 1_000, closeMs: 3_600_000 });
  door.journal.hold = true;
  const peer = await door.connect();
  // The answer of the first frame is still due, so the connection would wait for an hour.
  await peer.send(UPLOAD);
  await peer.send(UPLOAD.replace("Rtd=3", "Rtd=4"));
  for (let sent = 0; sent < 10_000 && !peer.socket.destroyed; sent++) await peer.send(Buffer.alloc(500, "A"));
  await peer.ended;

  expect(peer.soFar()).toBe("");
});

test("closing answers what is on its way to the disk and takes no more", async () => {
  const door = await openDoor([DEVICE]);
  door.journal.hold = true;
  const peer = await door.connect();
  await peer.send(UPLOAD);
  await door.journal.arrived(1);
  const closing = door.gateway.close();
  door.journal.commit();
  await closing;
  await peer.ended;

  expect(peer.soFar()).toBe(ANSWER);
});

test("closing does not wait for a peer that stays", async () => {
  const door = await openDoor([DEVICE], { closeMs: 20 });
  door.journal.hold = true;
  const peer = await door.connect();
  await peer.send(UPLOAD);
  await door.journal.arrived(1);
  await door.gateway.close();
  await peer.ended;

  expect(peer.soFar()).toBe("");
});

test("a port that is taken is an error at the start", async () => {
  await using door = await openDoor([DEVICE]);
  await expect(
    startHj212Gateway({
      host: "127.0.0.1",
      port: door.gateway.port,
      journal: door.journal,
      devices: directoryOf([]),
      clock: { now: () => DOOR_NOW, kind: "manual" },
      counters: NO_COUNTERS,
      log: NO_LOG,
    }),
  ).rejects.toThrow("EADDRINUSE");
});
