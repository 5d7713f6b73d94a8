import fc from "fast-check";
import { generate } from "mqtt-packet";
import { expect, test } from "vitest";
import { connectPacket } from "../testing/raw-client.ts";
import { PacketCutter } from "./packet-cutter.ts";
import type { PacketFault } from "./packet-fault.ts";
import { WirePacket } from "./packet-types.ts";

const CONNECT = generate(connectPacket("SIM410102000000000000001"));

/** Everything that comes of the chunks. */
function cutAll(
  chunks: readonly Uint8Array[],
  limits = { packetBytes: 1_000, connectBytes: 1_000 },
): (WirePacket | PacketFault)[] {
  const cutter = new PacketCutter(limits);
  const found: (WirePacket | PacketFault)[] = [];
  for (const chunk of chunks) {
    cutter.feed(Buffer.from(chunk));
    for (let next = cutter.next(); next !== undefined; next = cutter.next()) {
      found.push(next);
      if (!(next instanceof WirePacket)) return found;
    }
  }
  return found;
}

function codeOf(found: readonly (WirePacket | PacketFault)[]): string | undefined {
  const last = found.at(-1);
  return last === undefined || last instanceof WirePacket ? undefined : last.code;
}

test("packets are the same however the stream is cut, and written again they are the stream", () => {
  const publishes = [0, 1, 127, 128, 900].map((size) =>
    generate({ cmd: "publish", qos: 0, dup: false, retain: false, topic: "t", payload: Buffer.alloc(size, 0xff) }),
  );
  const stream = Buffer.concat([CONNECT, ...publishes, generate({ cmd: "pingreq" })]);

  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: stream.length }), { maxLength: 20 }), (cuts) => {
      const edges = [0, ...cuts.toSorted((a, b) => a - b), stream.length];
      const packets = cutAll(edges.slice(1).map((end, i) => stream.subarray(edges[i], end)));

      const again = packets.flatMap((packet) => (packet instanceof WirePacket ? [packet.header(), packet.body] : []));
      expect(packets).toHaveLength(7);
      expect(Buffer.concat(again)).toEqual(stream);
    }),
  );
});

test.each([
  ["a body one byte over the limit", [0x30, 0xe9, 0x07], "packet-beyond-limit"],
  ["a length of five bytes", [0x30, 0x80, 0x80, 0x80, 0x80, 0x01], "packet-length-malformed"],
])("%s is a fault, before any of the body has come", (_, header, code) => {
  expect(codeOf(cutAll([CONNECT, Buffer.from(header)]))).toBe(code);
});

test("a packet beyond the limit is told with its length, and its first bytes can be seen", () => {
  const cutter = new PacketCutter({ packetBytes: 1_000, connectBytes: 1_000 });
  cutter.feed(Buffer.concat([CONNECT, Buffer.from([0x32, 0x80, 0x80, 0x80, 0x20, 0x00, 0x01, 0x74])]));

  cutter.next();
  const fault = cutter.next();

  expect(fault).toEqual({ code: "packet-beyond-limit", facts: { bytes: 64 * 1024 * 1024, limit: 1_000 } });
  expect(cutter.rest(256)).toEqual(Buffer.from([0x32, 0x80, 0x80, 0x80, 0x20, 0x00, 0x01, 0x74]));
});

test("what is seen of a packet beyond the limit begins with itself, and not with the password of a CONNECT before it", () => {
  const cutter = new PacketCutter({ packetBytes: 1_000, connectBytes: 1_000 });
  cutter.feed(Buffer.concat([CONNECT, Buffer.from([0x32, 0xe9, 0x07, 0x00])]));

  cutter.next();
  cutter.next();

  expect(cutter.rest(256)).toEqual(Buffer.from([0x32, 0xe9, 0x07, 0x00]));
});

test("a body at the limit is no fault", () => {
  const packets = cutAll([CONNECT, Buffer.from([0x30, 0xe8, 0x07]), Buffer.alloc(1_000)]);

  expect(packets[1]).toMatchObject({ type: 3, flags: 0 });
});

test("the first packet has a limit of its own and must be a CONNECT", () => {
  expect(codeOf(cutAll([Buffer.from([0xc0, 0x00])]))).toBe("packet-out-of-place");
  expect(codeOf(cutAll([Buffer.from([0x10, 201, 0x01])], { packetBytes: 1_000, connectBytes: 200 }))).toBe("packet-beyond-limit");
});
