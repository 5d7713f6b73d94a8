import { generate } from "mqtt-packet";
import { expect, test } from "vitest";
import type { RefusalNotice } from "../core/field/refusal.ts";
import { type BrokerFixture, createFixture, MN_A, MN_B } from "./testing/broker-fixture.ts";
import { connectPacket, RawClient } from "./testing/raw-client.ts";

const READINGS_A = `outfall/v1/${MN_A}/readings`;
const READINGS_B = `outfall/v1/${MN_B}/readings`;
const DOWN_B = `outfall/v1/${MN_B}/down`;

interface Listening {
  readonly fixture: BrokerFixture;
  readonly told: readonly RefusalNotice[];
}

async function listen(limits: Parameters<typeof createFixture>[0] = {}): Promise<Listening & AsyncDisposable> {
  const told: RefusalNotice[] = [];
  const fixture = await createFixture({ ...limits, onRefused: (refusal) => void told.push(refusal) });
  return { fixture, told, [Symbol.asyncDispose]: () => fixture[Symbol.asyncDispose]() };
}

/** What was told, without what is the same in all of it. */
function essence({ told }: Listening): readonly object[] {
  return told.map(({ mn, transport, address, reason, detail, sample }) => {
    expect([mn, transport, address]).toEqual([MN_A, "mqtt", "127.0.0.1"]);
    return { reason, detail, sample: Buffer.from(sample).toString("latin1") };
  });
}

// Behaviour
test("a device that is let in over MQTT and then refused shows it with the reason and the first bytes of what it sent", async () => {
  await using listening = await listen();
  const device = await RawClient.connect(listening.fixture.port, MN_A);
  const publish = generate({
    cmd: "publish",
    qos: 1,
    messageId: 5,
    topic: READINGS_B,
    payload: "x".repeat(500),
    dup: false,
    retain: false,
  });
  const subscribe = generate({ cmd: "subscribe", messageId: 6, subscriptions: [{ topic: DOWN_B, qos: 1 }] });

  device.socket.write(subscribe);
  device.socket.write(publish);
  await device.closed;

  expect(essence(listening)).toEqual([
    {
      reason: "foreign-subscription",
      detail: { code: "filter-of-another", facts: { filter: DOWN_B } },
      sample: subscribe.toString("latin1"),
    },
    {
      reason: "foreign-topic",
      detail: { code: "topic-of-another", facts: { topic: READINGS_B } },
      sample: "x".repeat(256),
    },
  ]);
});

test("a packet that is too large is told with its length, the limit and its first bytes", async () => {
  await using listening = await listen();
  const device = await RawClient.connect(listening.fixture.port, MN_A);

  device.socket.write(Buffer.from([0x32, 0x80, 0x80, 0x80, 0x20, 0x00, 0x01, 0x74]));
  await device.closed;

  expect(essence(listening)).toEqual([
    {
      reason: "packet-too-large",
      detail: { code: "packet-beyond-limit", facts: { bytes: 64 * 1024 * 1024, limit: 256 * 1024 } },
      sample: "\x32\x80\x80\x80\x20\x00\x01\x74",
    },
  ]);
});

test("a packet against the standard is told with what is wrong in it", async () => {
  await using listening = await listen();
  const device = await RawClient.connect(listening.fixture.port, MN_A);

  device.socket.write(Buffer.from([0xa2, 0x02, 0x00, 0x07]));
  await device.closed;

  expect(essence(listening)).toEqual([
    {
      reason: "malformed-packet",
      detail: { code: "packet-without-filter", facts: { packet: "UNSUBSCRIBE" } },
      sample: "\xa2\x02\x00\x07",
    },
  ]);
});

test("an MQTT 5 client is told under the device that it names, without the bytes in which its password stands", async () => {
  await using listening = await listen();
  const device = await RawClient.open(listening.fixture.port);

  device.socket.write(generate(connectPacket(MN_A, { protocolVersion: 5 })));
  await device.closed;

  expect(essence(listening)).toEqual([
    { reason: "protocol-version", detail: { code: "protocol-version-other", facts: { version: 5 } }, sample: "" },
  ]);
});

test("take-overs beyond the limit and subscriptions beyond the limit are told", async () => {
  await using listening = await listen({ limits: { takeOversPerMinute: 1, subscriptionsPerClient: 0 } });
  const { port } = listening.fixture;
  await RawClient.connect(port, MN_A);
  const second = await RawClient.connect(port, MN_A);

  const third = await RawClient.connect(port, MN_A);
  await third.closed;
  second.send({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic: `outfall/v1/${MN_A}/down`, qos: 1 }] });
  await second.next("suback");

  expect(essence(listening)).toMatchObject([
    { reason: "take-overs", detail: { code: "taken-over-too-often", facts: { perMinute: 1 } } },
    { reason: "too-many-subscriptions", detail: { code: "filters-beyond-limit", facts: { limit: 0 } } },
  ]);
});

// Behaviour
test("of a device's MQTT connections the newest four stay, and no other device loses any", async () => {
  await using listening = await listen();
  const { port } = listening.fixture;
  listening.fixture.journal.releaseAlways();
  const other = await RawClient.connect(port, MN_B);
  const first = await RawClient.connect(port, MN_A, { clientId: "0" });
  const more: RawClient[] = [];

  for (let i = 1; i <= 4; i++) more.push(await RawClient.connect(port, MN_A, { clientId: `${i}` }));
  await first.closed;
  for (const device of [...more, other]) await device.roundTrip();

  expect(essence(listening)).toMatchObject([
    { reason: "too-many-sockets", detail: { code: "sockets-beyond-limit", facts: { limit: 4 } } },
  ]);
});

test("a device that does not read what it is sent is disconnected, and that is told", async () => {
  await using listening = await listen({ limits: { drainTimeoutMs: 50 } });
  const { fixture } = listening;
  const device = await RawClient.connect(fixture.port, MN_A);
  device.send({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic: `outfall/v1/${MN_A}/down`, qos: 0 }] });
  await device.next("suback");

  device.socket.pause();
  for (let i = 0; i < 100; i++) void fixture.broker.publishDown(MN_A, Buffer.alloc(250_000));
  await expect.poll(() => fixture.counts.get("mqtt_refused_total:answers-unread"), { timeout: 20_000 }).toBe(1);
  device.end();

  expect(essence(listening)).toMatchObject([{ reason: "answers-unread" }]);
});

test("packets of any kind count for the rate of their device", async () => {
  await using fixture = await createFixture({ limits: { deviceRate: 100 } });
  const device = await RawClient.connect(fixture.port, MN_A);

  // Ten seconds ahead of its rate: whatever it sends next has to wait.
  device.socket.write(Buffer.alloc(2 * 1_000, Buffer.from([0xc0, 0])));
  await device.next("pingresp", 1_000);
  device.socket.write(Buffer.from([0xc0, 0]));
  await expect.poll(() => fixture.counts.get("mqtt_paused_total:rate"), { timeout: 20_000 }).toBe(1);

  device.end();
});

test("what strangers do is told to nobody's page", async () => {
  await using listening = await listen();
  const stranger = await RawClient.open(listening.fixture.port);

  stranger.publish(1, READINGS_A);
  await stranger.closed;

  expect(listening.told).toEqual([]);
});
