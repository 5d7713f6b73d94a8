import { expect, test } from "vitest";
import { createFixture, knownDevices, MN_A, MN_B } from "./testing/broker-fixture.ts";
import { RawClient } from "./testing/raw-client.ts";

const DOWN_A = `outfall/v1/${MN_A}/down`;

test("a device hears what the platform sends to it, and nobody else does", async () => {
  await using fixture = await createFixture();
  const device = await RawClient.connect(fixture.port, MN_A);
  const other = await RawClient.connect(fixture.port, MN_B);
  device.send({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic: DOWN_A, qos: 1 }] });
  other.send({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic: DOWN_A, qos: 1 }] });
  const [granted] = await device.next("suback");
  const [refused] = await other.next("suback");

  const isHeard = await fixture.broker.publishDown(MN_A, Buffer.from("##0000"));
  const [message] = await device.next("publish");
  await other.roundTrip();

  expect(isHeard).toBe(true);
  expect(granted).toMatchObject({ granted: [1] });
  expect(refused).toMatchObject({ granted: [0x80] });
  expect(message).toMatchObject({ topic: DOWN_A, qos: 1, payload: Buffer.from("##0000") });
  expect(other.packets.filter((packet) => packet.cmd === "publish")).toEqual([]);
});

test.each(["#", "outfall/v1/+/down", "outfall/v1/#", "$SYS/#", `outfall/v1/${MN_B}/down`, `outfall/v1/${MN_A}/readings`])(
  "a subscription to %s is refused with 0x80 and counted",
  async (topic) => {
    await using fixture = await createFixture();
    const device = await RawClient.connect(fixture.port, MN_A);

    device.send({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic, qos: 1 }] });
    const [suback] = await device.next("suback");

    expect(suback).toMatchObject({ granted: [0x80] });
    expect(fixture.counts.get("mqtt_refused_total:foreign-subscription")).toBe(1);
  },
);

test("sending down to a device that does not listen is reported, not queued", async () => {
  await using fixture = await createFixture();
  await RawClient.connect(fixture.port, MN_A);

  const isHeard = await fixture.broker.publishDown(MN_A, Buffer.from("##0000"));

  expect(isHeard).toBe(false);
});

test("a client with clean session 0 finds its newest messages when it comes back, and only those it may have", async () => {
  await using fixture = await createFixture({ limits: { offlineMessages: 2 } });
  const before = await RawClient.connect(fixture.port, MN_A, { clean: false });
  const subscriptions = [
    { topic: DOWN_A, qos: 1 as const },
    { topic: `outfall/v1/${MN_B}/down`, qos: 1 as const },
  ];
  before.send({ cmd: "subscribe", messageId: 1, subscriptions });
  await before.next("suback");
  before.send({ cmd: "disconnect" });
  await before.closed;

  for (const text of ["one", "two", "three"]) await fixture.broker.publishDown(MN_A, Buffer.from(text));
  const isForeignHeard = await fixture.broker.publishDown(MN_B, Buffer.from("foreign"));
  const after = await RawClient.connect(fixture.port, MN_A, { clean: false });
  const messages = await after.next("publish", 2);
  await after.roundTrip();

  expect(after.packets[0]).toMatchObject({ cmd: "connack", sessionPresent: true });
  expect(messages.map((packet) => packet.cmd === "publish" && packet.payload.toString())).toEqual(["two", "three"]);
  expect(after.packets.filter((packet) => packet.cmd === "publish")).toHaveLength(2);
  expect(isForeignHeard).toBe(false);
});

test("subscriptions beyond the limit of a client are refused", async () => {
  const mns = Array.from({ length: 4 }, (_, i) => `SIM41010200000000000010${i}`);
  const [bridgeMn = "", ...others] = mns;
  await using fixture = await createFixture({
    devices: knownDevices(mns, { [bridgeMn]: others }),
    limits: { subscriptionsPerClient: 3 },
  });
  const bridge = await RawClient.connect(fixture.port, bridgeMn);

  bridge.send({
    cmd: "subscribe",
    messageId: 1,
    subscriptions: mns.map((mn) => ({ topic: `outfall/v1/${mn}/down`, qos: 1 as const })),
  });
  const [suback] = await bridge.next("suback");

  expect(suback).toMatchObject({ granted: [1, 1, 1, 0x80] });
});

test("subscribers that vanish under load do not disturb the broker", async () => {
  await using fixture = await createFixture({ limits: { deviceRate: 1_000_000, takeOversPerMinute: 1_000 } });
  fixture.journal.releaseAlways();
  const publisher = await RawClient.connect(fixture.port, MN_B);
  let acknowledged = 0;

  for (let round = 0; round < 10; round++) {
    const listener = await RawClient.connect(fixture.port, MN_A);
    listener.send({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic: DOWN_A, qos: 1 }] });
    await listener.next("suback");
    listener.socket.pause();
    const sends = Array.from({ length: 500 }, () => fixture.broker.publishDown(MN_A, Buffer.alloc(1_000)));
    for (let i = 1; i <= 200; i++) publisher.publish(i, `outfall/v1/${MN_B}/readings`);
    listener.end();
    await Promise.all(sends);
    acknowledged += 200;
    await publisher.next("puback", acknowledged);
  }

  expect(fixture.journal.entries).toHaveLength(2_000);
});
