import fc from "fast-check";
import { generate, type Packet } from "mqtt-packet";
import { expect, test } from "vitest";
import { runs } from "../tests/support/runs.ts";
import { type BrokerFixture, createFixture, MN_A, MN_B } from "./testing/broker-fixture.ts";
import { connectPacket, RawClient } from "./testing/raw-client.ts";

const READINGS_A = `outfall/v1/${MN_A}/readings`;
const READINGS_B = `outfall/v1/${MN_B}/readings`;

/** One of everything a client may send. */
const PACKETS: readonly Packet[] = [
  { cmd: "publish", qos: 0, dup: false, retain: false, topic: READINGS_A, payload: "{}" },
  { cmd: "publish", qos: 1, messageId: 1, dup: false, retain: true, topic: READINGS_A, payload: "{}" },
  { cmd: "publish", qos: 2, messageId: 2, dup: true, retain: false, topic: READINGS_A, payload: "" },
  { cmd: "pubrel", messageId: 2 },
  { cmd: "puback", messageId: 9 },
  { cmd: "pubrec", messageId: 9 },
  { cmd: "pubcomp", messageId: 9 },
  { cmd: "subscribe", messageId: 3, subscriptions: [{ topic: `outfall/v1/${MN_A}/down`, qos: 2 }] },
  { cmd: "unsubscribe", messageId: 4, unsubscriptions: [`outfall/v1/${MN_A}/down`] },
  { cmd: "pingreq" },
  { cmd: "connack", returnCode: 0, sessionPresent: false },
  { cmd: "disconnect" },
];

async function isServed(fixture: BrokerFixture): Promise<boolean> {
  const device = await RawClient.connect(fixture.port, MN_B);
  device.publish(1, READINGS_B);
  await device.next("puback");
  device.end();
  return true;
}

test("damaged packets of any kind, before and after CONNECT, never disturb other devices", async () => {
  await using fixture = await createFixture({ limits: { takeOversPerMinute: 100_000, deviceRate: 1_000_000 } });
  fixture.journal.releaseAlways();
  const whole = fc.constantFrom(...PACKETS).map((packet) => generate(packet));
  const damage = fc.record({ at: fc.nat(60), byte: fc.integer({ min: 0, max: 255 }), cut: fc.nat(80) });
  const damaged = fc.tuple(whole, damage).map(([bytes, { at, byte, cut }]) => {
    const copy = Buffer.from(bytes);
    copy[at % copy.length] = byte;
    return copy.subarray(0, Math.max(1, cut));
  });
  const stream = fc.array(fc.oneof(whole, damaged, fc.uint8Array({ maxLength: 20 })), { maxLength: 8 });

  await fc.assert(
    fc.asyncProperty(fc.boolean(), stream, async (isConnected, pieces) => {
      const attacker = isConnected ? await RawClient.connect(fixture.port, MN_A) : await RawClient.open(fixture.port);
      attacker.socket.end(Buffer.concat(pieces));
      await attacker.closed;
    }),
    { numRuns: runs(500), seed: 20_261_123 },
  );

  expect(await isServed(fixture)).toBe(true);
  expect(fixture.journal.entries.filter((entry) => entry.mn !== MN_A)).toHaveLength(1);
});

test("damaged CONNECTs never disturb other devices", async () => {
  await using fixture = await createFixture();
  fixture.journal.releaseAlways();
  const will = { topic: READINGS_B, payload: Buffer.from("x"), qos: 2 as const, retain: true };
  const bytes = generate(connectPacket(MN_A, { will }));

  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }), async (at, byte) => {
      const copy = Buffer.from(bytes);
      copy[at] = byte;
      const attacker = await RawClient.open(fixture.port);
      attacker.socket.end(copy);
      await attacker.closed;
    }),
    { numRuns: runs(300), seed: 20_261_123 },
  );

  expect(await isServed(fixture)).toBe(true);
  expect(fixture.journal.entries.map((entry) => entry.mn)).toEqual([MN_B]);
});

test("a thousand half-open connections and a hundred huge packets leave a good device served", async () => {
  await using fixture = await createFixture();
  fixture.journal.releaseAlways();
  const halfOpen = await Promise.all(Array.from({ length: 1_000 }, () => RawClient.open(fixture.port)));
  for (const client of halfOpen) client.socket.write(Buffer.from([0x10]));

  const huge = await Promise.all(
    Array.from({ length: 100 }, async (_, i) => {
      const client = await RawClient.connect(fixture.port, MN_A, { clientId: `bomb-${i}` });
      client.socket.write(Buffer.from([0x32, 0xff, 0xff, 0xff, 0x7f]));
      return client.closed;
    }),
  );

  expect(await isServed(fixture)).toBe(true);
  expect(huge).toHaveLength(100);
  expect(fixture.counts.get("mqtt_refused_total:packet-too-large")).toBe(100);
  for (const client of halfOpen) client.end();
});
