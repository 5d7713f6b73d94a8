import fc from "fast-check";
import { generate } from "mqtt-packet";
import { expect, test } from "vitest";
import { PacketScanner } from "./packet-scanner.ts";
import { connectPacket } from "./testing/raw-client.ts";

const CONNECT = generate(connectPacket("SIM410102000000000000001"));

function scanAll(chunks: readonly Uint8Array[], packetBytes = 1_000, connectBytes = 1_000): readonly (string | undefined)[] {
  const scanner = new PacketScanner(packetBytes, connectBytes);
  return chunks.map((chunk) => scanner.scan(chunk));
}

test("packets are followed however the stream is cut", () => {
  const publishes = [0, 1, 127, 128, 900].map((size) =>
    generate({ cmd: "publish", qos: 0, dup: false, retain: false, topic: "t", payload: Buffer.alloc(size, 0xff) }),
  );
  const stream = Buffer.concat([CONNECT, ...publishes, generate({ cmd: "pingreq" })]);

  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: stream.length }), { maxLength: 20 }), (cuts) => {
      const edges = [0, ...cuts.toSorted((a, b) => a - b), stream.length];
      const chunks = edges.slice(1).map((end, i) => stream.subarray(edges[i], end));

      expect(scanAll(chunks)).toEqual(chunks.map(() => undefined));
    }),
  );
});

test.each([
  ["a body one byte over the limit", [0x30, 0xe9, 0x07], "packet-too-large"],
  ["a length of five bytes", [0x30, 0x80, 0x80, 0x80, 0x80, 0x01], "malformed-length"],
  ["a length that is too large before it ends", [0x30, 0xff, 0xff], "packet-too-large"],
])("%s is a problem", (_, header, problem) => {
  expect(scanAll([CONNECT, Buffer.from(header)])).toEqual([undefined, problem]);
});

test("a body at the limit is no problem", () => {
  expect(scanAll([CONNECT, Buffer.from([0x30, 0xe8, 0x07])])).toEqual([undefined, undefined]);
});

test("the first packet must be a CONNECT", () => {
  expect(scanAll([Buffer.from([0xc0, 0x00])])).toEqual(["not-a-connect"]);
});

test.each([
  ["level 6", [0x10, 12, 0, 4, 0x4d, 0x51, 0x54, 0x54, 6], "protocol-version"],
  ["level 0", [0x10, 12, 0, 4, 0x4d, 0x51, 0x54, 0x54, 0], "protocol-version"],
  ["MQTT 3.1.1", [0x10, 12, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4], undefined],
  ["MQTT 3.1", [0x10, 14, 0, 6, 0x4d, 0x51, 0x49, 0x73, 0x64, 0x70, 3], undefined],
  ["MQTT 5", [0x10, 12, 0, 4, 0x4d, 0x51, 0x54, 0x54, 5], undefined],
  ["a bridge", [0x10, 12, 0, 4, 0x4d, 0x51, 0x54, 0x54, 0x84], undefined],
  ["an unknown protocol name", [0x10, 12, 0, 5, 0x4d, 0x51, 0x54, 0x54, 0x54, 9], undefined],
])("the level of a CONNECT is looked at, cut anywhere: %s", (_, bytes, problem) => {
  const whole = new PacketScanner(1_000, 1_000);
  const cut = new PacketScanner(1_000, 1_000);

  const found = bytes.map((byte) => cut.scan(Uint8Array.of(byte)));

  expect(whole.scan(Uint8Array.from(bytes))).toBe(problem);
  expect(found.find((one) => one !== undefined)).toBe(problem);
});
