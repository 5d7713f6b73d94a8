import { expect, test } from "vitest";
import type { RejectReason } from "../../core/readings/message.ts";
import type { Device } from "../../core/registry/registry.ts";
import { openDoor } from "../../tests/support/hj212-door.ts";
import { encodeFrame, type FrameItems } from "../codecs/hj212/encode-frame.ts";

/**
 * What a hostile or broken peer may do to the HJ 212 port, and what becomes of it. Each row ends with a good frame that
 * must come through, on the same connection unless the row says that the connection ends.
 */
interface Abuse {
  readonly name: string;
  readonly stream: string | Uint8Array;
  /** Reasons of the frames that are refused. */
  readonly rejected?: Partial<Record<RejectReason, number>>;
  /** Frames that come in: what they say is for the decoder to reject. */
  readonly journalled?: number;
  /** Why the connection ends, when it does. */
  readonly closed?: string;
}

const MN = "SIM410102000000000000001";
const DEVICES: readonly Device[] = [{ mn: MN }, { mn: "SIM410102000000000000002" }];
const text = (b: Uint8Array): string => new TextDecoder("latin1").decode(b);
const bytes = (t: string): Uint8Array => new TextEncoder().encode(t);

function frame(items: Partial<FrameItems>): string {
  return text(encodeFrame({ qn: "20260102030500001", st: "31", cn: "2011", pw: "123456", mn: MN, flag: 5, cp: "", ...items }));
}

const GOOD = frame({ qn: "20260102030500999", cp: "DataTime=20260102030500;a21026-Rtd=1,a21026-Flag=N" });
const bad = GOOD.replace(/(.)\r\n$/, (_all, digit: string) => `${digit === "0" ? "1" : "0"}\r\n`);
const factors = Array.from({ length: 1_000 }, (_, i) => `a${10_000 + i}-Rtd=1`);

const ABUSES: readonly Abuse[] = [
  {
    name: "a head that promises 9999 bytes and more bytes than that",
    stream: `##9999${"Z".repeat(10_010)}`,
    rejected: { "wrong-length": 1 },
  },
  { name: "a length that is not digits", stream: `##00x1${GOOD.slice(6)}`, rejected: { "wrong-length": 1 } },
  { name: "a negative length", stream: "##-001ZZ", rejected: { "wrong-length": 1 } },
  { name: "a wrong CRC", stream: bad, rejected: { "wrong-crc": 1 } },
  { name: "a wrong length and a wrong CRC", stream: bad.replace(/^##..../, "##0100"), rejected: { "wrong-length": 1 } },
  { name: "the CRC of Modbus", stream: `##0026ST=31;CN=9015;MN=A;CP=&&&&0000\r\n`, rejected: { "wrong-crc": 1 } },
  { name: "no CRC at all", stream: `${GOOD.slice(0, -6)}\r\n`, rejected: { "wrong-length": 1 } },
  { name: "a data area without && whose CRC fits", stream: withoutClosing(), journalled: 1 },
  { name: "ten megabytes without CR LF", stream: new Uint8Array(10_000_000).fill(65) },
  { name: "NULs between and within frames", stream: `\u0000\u0000${frame({ cp: "a\u0000b-Rtd=1" })}\u0000`, journalled: 1 },
  { name: "an MN with a NUL", stream: frame({ mn: "A\u0000" }), rejected: { "wrong-header": 1 } },
  { name: "GBK text in a log", stream: gbkFrame(), journalled: 1 },
  { name: "two frames in one segment", stream: GOOD + GOOD, journalled: 2 },
  { name: "CR LF within CP", stream: frame({ cn: "3020", cp: "i11001-Info=//a\r\nb//" }), journalled: 1 },
  { name: "a repeated QN", stream: GOOD + GOOD + GOOD, journalled: 3 },
  { name: "a DataTime in the future", stream: frame({ cp: "DataTime=29990101000000;a-Rtd=1" }), journalled: 1 },
  { name: "a DataTime in 1970", stream: frame({ cp: "DataTime=19700101000000;a-Rtd=1" }), journalled: 1 },
  { name: "31 February", stream: frame({ qn: "20260231000000000", cp: "DataTime=20260231000000;a-Rtd=1" }), journalled: 1 },
  { name: "a wrong PW", stream: frame({ pw: "654321" }), rejected: { "wrong-password": 1 } },
  { name: "no PW", stream: frame({ pw: "" }), rejected: { "wrong-password": 1 } },
  { name: "an unknown MN", stream: frame({ mn: "SIM410102000000000000009" }), rejected: { "unknown-device": 1 } },
  { name: "no MN", stream: frame({ mn: "" }), rejected: { "unknown-device": 1 } },
  { name: "an MN called __proto__", stream: frame({ mn: "__proto__" }), rejected: { "unknown-device": 1 } },
  { name: "two MNs in one header", stream: frame({ mn: `${MN};MN=SIM410102000000000000002` }), rejected: { "wrong-header": 1 } },
  { name: "another known MN on the same socket", stream: frame({ mn: "SIM410102000000000000002" }), journalled: 1 },
  { name: "a Flag beyond a byte", stream: frame({ flag: 256 }), rejected: { "wrong-header": 1 } },
  { name: "a Flag of an unknown edition", stream: frame({ flag: 252 }), journalled: 1 },
  { name: "a CN that is no number", stream: frame({ cn: "20x1" }), rejected: { "wrong-header": 1 } },
  { name: "no CP", stream: text(bareFrame(`ST=31;CN=2011;MN=${MN}`)), rejected: { "wrong-header": 1 } },
  {
    name: "a part that is missing",
    stream: frame({ flag: 7, pnum: 3, pno: 1 }) + frame({ flag: 7, pnum: 3, pno: 3 }),
    journalled: 2,
  },
  { name: "a part that is repeated", stream: frame({ flag: 7, pnum: 2, pno: 1 }).repeat(2), journalled: 2 },
  {
    name: "parts in the wrong order",
    stream: frame({ flag: 7, pnum: 2, pno: 2 }) + frame({ flag: 7, pnum: 2, pno: 1 }),
    journalled: 2,
  },
  { name: "a part number beyond the total", stream: frame({ flag: 7, pnum: 2, pno: 9 }), journalled: 1 },
  {
    name: "a thousand factors beyond the length of any frame",
    stream: `##9999${factors.join(";")}`,
    rejected: { "wrong-length": 1 },
  },
  { name: "a factor called __proto__", stream: frame({ cp: "__proto__-Rtd=1" }), journalled: 1 },
  { name: "NaN, 1e999 and -0 as values", stream: frame({ cp: "a-Rtd=NaN;b-Rtd=1e999;c-Rtd=-0" }), journalled: 1 },
  { name: "an HTTP request", stream: "GET / HTTP/1.1\r\nHost: x\r\n\r\n" },
  { name: "nineteen bad frames", stream: bad.repeat(19), rejected: { "wrong-crc": 19 } },
  { name: "twenty bad frames in a row", stream: bad.repeat(20), rejected: { "wrong-crc": 20 }, closed: "bad-frames" },
  { name: "a storm of heads", stream: "##9999".repeat(20_000), rejected: { "wrong-length": 20 }, closed: "bad-frames" },
];

function withoutClosing(): string {
  return text(bareFrame(`QN=1;ST=31;CN=2011;PW=123456;MN=${MN};Flag=4;CP=&&DataTime=20260102030500`));
}

function gbkFrame(): Uint8Array {
  const like = bareFrame(`ST=31;CN=3020;PW=123456;MN=${MN};CP=&&i11001-Info=//CCCC//&&`);
  const at = text(like).indexOf("CCCC");
  const changed = like.slice();
  // 清洗 in GBK.
  changed.set([0xc7, 0xe5, 0xcf, 0xb4], at);
  return reframed(changed.slice(6, -6));
}

function bareFrame(segment: string): Uint8Array {
  return reframed(bytes(segment));
}

/**
 * Frames a segment of any bytes; the CRC is computed here by the shifts of appendix A, not with the code under test.
 */
function reframed(segment: Uint8Array): Uint8Array {
  let register = 0xffff;
  for (const b of segment) {
    register = (register >> 8) ^ b;
    for (let i = 0; i < 8; i++) register = register & 1 ? (register >> 1) ^ 0xa001 : register >> 1;
  }
  const crc = register.toString(16).toUpperCase().padStart(4, "0");
  return Buffer.concat([bytes(`##${String(segment.length).padStart(4, "0")}`), segment, bytes(`${crc}\r\n`)]);
}

test.each(ABUSES)("$name", async ({ stream, rejected = {}, journalled = 0, closed }) => {
  await using door = await openDoor(DEVICES, { restMs: 60_000 });
  const peer = await door.connect();
  await peer.send(stream);

  if (closed === undefined) {
    peer.socket.end(GOOD);
    await peer.ended;
    expect(door.journal.entries).toHaveLength(journalled + 1);
  } else {
    await peer.ended;
    expect(door.journal.entries).toHaveLength(journalled);
    expect(door.count("hj212_closed_total", closed)).toBe(1);
  }
  const reasons = door.refused.map((r) => r.reason);
  expect(reasons).toEqual(Object.entries(rejected).flatMap(([reason, count]) => Array.from({ length: count }, () => reason)));
});

test("a connection that names no known MN in time is closed", async () => {
  await using door = await openDoor(DEVICES, { learnMs: 20 });
  const silent = await door.connect();
  const unknown = await door.connect();
  await unknown.send(frame({ mn: "SIM410102000000000000009" }));
  await Promise.all([silent.ended, unknown.ended]);

  expect(door.count("hj212_closed_total", "no-mn")).toBe(2);
});

test("a connection that falls silent is closed after the idle limit", async () => {
  await using door = await openDoor(DEVICES, { idleMs: 20 });
  const peer = await door.connect();
  await peer.send(GOOD);
  await peer.ended;

  expect(door.count("hj212_closed_total", "idle")).toBe(1);
});

test("an unfinished frame is decided when its rest does not come", async () => {
  await using door = await openDoor(DEVICES, { restMs: 20 });
  const peer = await door.connect();
  // The length is too large and the CR LF is missing: only silence tells that the frame has ended.
  await peer.send(GOOD.replace(/^##..../, "##0900").trimEnd());

  expect(await peer.receives(99)).toContain("CN=9014");
});

test("connections beyond the limits are refused, and the others stay", async () => {
  await using door = await openDoor(DEVICES, { connections: 3, connectionsPerAddress: 2 });
  const first = await door.connect();
  const second = await door.connect();
  const third = await door.connect();
  await third.ended;

  expect(door.count("hj212_refused_connections_total", "too-many-from-address")).toBe(1);
  expect(door.count("hj212_connections")).toBe(2);
  first.socket.destroy();
  await second.send(GOOD);
  expect(await second.receives(99)).toContain("CN=9014");
});

test("connections beyond a total of devices are refused", async () => {
  await using door = await openDoor(DEVICES, { connections: 1 });
  const first = await door.connect();
  await first.send(GOOD);
  await first.receives(99);
  const second = await door.connect();
  await second.ended;

  expect(door.count("hj212_refused_connections_total", "too-many")).toBe(1);
});

test("the same MN on two sockets is answered on each", async () => {
  await using door = await openDoor(DEVICES);
  const [a, b] = [await door.connect(), await door.connect()];
  await Promise.all([a.send(GOOD), b.send(GOOD)]);

  expect(await a.receives(99)).toContain("CN=9014");
  expect(await b.receives(99)).toContain("CN=9014");
});

test("a peer that never reads its answers is cut off", async () => {
  await using door = await openDoor(DEVICES, { unsentAnswerBytes: 1_024, deviceRate: 1_000_000 });
  const peer = await door.connect();
  peer.socket.pause();
  const burst = GOOD.repeat(2_000);
  const isCut = peer.ended.then(() => true);
  for (let bursts = 0; bursts < 1_000 && door.count("hj212_closed_total", "answers-unread") === 0; bursts++) {
    await Promise.race([new Promise((resolve) => peer.socket.write(burst, resolve)), isCut]);
  }

  expect(door.count("hj212_closed_total", "answers-unread")).toBe(1);
});

test("a reset in the middle of a frame leaves the door open for others", async () => {
  await using door = await openDoor(DEVICES);
  const peer = await door.connect();
  await peer.send(GOOD.slice(0, 40));
  peer.socket.resetAndDestroy();
  await peer.ended;
  const other = await door.connect();
  await other.send(GOOD);

  expect(await other.receives(99)).toContain("CN=9014");
});

// Behaviour
test("after five wrong passwords nothing more is checked from there, and what was let in before goes on", async () => {
  await using door = await openDoor(DEVICES);
  const known = await door.connect();
  await known.send(GOOD);
  await door.journal.arrived(1);
  const guesser = await door.connect();
  for (const pw of ["000001", "000002", "000003", "000004", "000005", "123456"]) await guesser.send(frame({ pw }));
  await expect.poll(() => door.count("hj212_rejected_total", "guessing")).toBe(1);
  await known.send(GOOD);
  await door.journal.arrived(2);

  expect(door.count("hj212_rejected_total", "wrong-password")).toBe(5);
  expect(door.refused.at(-1)).toMatchObject({
    mn: MN,
    reason: "guessing",
    detail: { code: "pw-not-checked" },
    address: "127.0.0.1",
  });
});
