import mqtt from "mqtt";
import { expect, test } from "vitest";
import { createFixture, knownDevices, MN_A, MN_B, NOW } from "./testing/broker-fixture.ts";
import { connectPacket, RawClient } from "./testing/raw-client.ts";

const READINGS_A = `outfall/v1/${MN_A}/readings`;

// Behaviour
test("a message is acknowledged only after the journal has it on the disk", async () => {
  await using fixture = await createFixture();
  const device = await RawClient.connect(fixture.port, MN_A);

  device.publish(7, READINGS_A, '{"at":"x"}');
  await fixture.journal.appended(1);
  const acknowledgedEarly = device.messageIds("puback");
  fixture.journal.release();
  await device.next("puback");

  expect(acknowledgedEarly).toEqual([]);
  expect(device.messageIds("puback")).toEqual([7]);
  expect(fixture.journal.entries).toEqual([
    { kind: "frame", at: NOW, transport: "mqtt", mn: MN_A, topic: READINGS_A, payload: Buffer.from('{"at":"x"}') },
  ]);
});

test("acknowledgements leave in the order of the messages, whatever the disk does first", async () => {
  await using fixture = await createFixture();
  const device = await RawClient.connect(fixture.port, MN_A);

  for (const id of [11, 5, 9]) device.publish(id, READINGS_A, `${id}`);
  await fixture.journal.appended(3);
  fixture.journal.releaseOne(2);
  fixture.journal.releaseOne(1);
  fixture.journal.release();
  await device.next("puback", 3);

  expect(device.messageIds("puback")).toEqual([11, 5, 9]);
  expect(fixture.journal.entries.map((entry) => Buffer.from(entry.payload).toString())).toEqual(["11", "5", "9"]);
});

test("a message that the journal refuses is not acknowledged and the connection closes", async () => {
  await using fixture = await createFixture();
  const device = await RawClient.connect(fixture.port, MN_A);

  device.publish(1, READINGS_A);
  await fixture.journal.appended(1);
  fixture.journal.fail();
  await device.closed;

  expect(device.messageIds("puback")).toEqual([]);
});

test("a message without acknowledgement (QoS 0) is journalled, too", async () => {
  await using fixture = await createFixture();
  const device = await RawClient.connect(fixture.port, MN_A);

  device.publish(0, READINGS_A, "zero", { qos: 0, messageId: undefined });
  await fixture.journal.appended(1);

  expect(fixture.journal.entries[0]?.topic).toBe(READINGS_A);
});

test("a QoS 2 message gets its PUBREC after the disk, and is journalled once though it is sent twice", async () => {
  await using fixture = await createFixture();
  const device = await RawClient.connect(fixture.port, MN_A);

  device.publish(3, READINGS_A, "two", { qos: 2 });
  await fixture.journal.appended(1);
  const early = device.messageIds("pubrec");
  fixture.journal.releaseAlways();
  await device.next("pubrec");
  device.publish(3, READINGS_A, "two", { qos: 2, dup: true });
  await device.next("pubrec", 2);
  device.send({ cmd: "pubrel", messageId: 3 });
  await device.next("pubcomp");

  expect(early).toEqual([]);
  expect(fixture.journal.entries).toHaveLength(1);
});

test("a retain flag is cleared and counted", async () => {
  await using fixture = await createFixture();
  fixture.journal.releaseAlways();
  const device = await RawClient.connect(fixture.port, MN_A);

  device.publish(1, READINGS_A, "kept?", { retain: true });
  await device.next("puback");
  device.send({ cmd: "subscribe", messageId: 2, subscriptions: [{ topic: READINGS_A, qos: 1 }] });
  await device.next("suback");
  await device.roundTrip();

  expect(fixture.counts.get("mqtt_retain_cleared_total")).toBe(1);
  expect(device.packets.filter((packet) => packet.cmd === "publish")).toEqual([]);
});

test("200 devices publish on the topics of 200 devices: nothing foreign is journalled or acknowledged", async () => {
  const mns = Array.from({ length: 200 }, (_, i) => `SIM410102${String(i).padStart(15, "0")}`);
  await using fixture = await createFixture({ devices: knownDevices(mns) });
  fixture.journal.releaseAlways();

  let acknowledged = 0;
  for (const [i, mn] of mns.entries()) {
    const own = await RawClient.connect(fixture.port, mn);
    own.publish(1, `outfall/v1/${mn}/hj212`);
    await own.next("puback");
    own.end();
    const foreign = await RawClient.connect(fixture.port, mn);
    foreign.publish(1, `outfall/v1/${mns[(i + 1) % 200]}/hj212`);
    await foreign.closed;
    acknowledged += foreign.messageIds("puback").length;
  }

  expect(acknowledged).toBe(0);
  expect(fixture.journal.entries.map((entry) => entry.mn)).toEqual(mns);
  expect(fixture.counts.get("mqtt_refused_total:foreign-topic")).toBe(200);
});

test.each([
  `outfall/v1/${MN_B}/readings`,
  `outfall/v1/${MN_A}/down`,
  `outfall/v1/${MN_A}/other`,
  `outfall/v2/${MN_A}/readings`,
  `outfall/v1/${MN_A}/readings/more`,
  `/outfall/v1/${MN_A}/readings`,
  "outfall/v1//readings",
  "$SYS/broker/clients",
  "__proto__",
  "a/".repeat(200),
])("a publish to %s is refused: no acknowledgement, no entry, connection closed", async (topic) => {
  await using fixture = await createFixture();
  fixture.journal.releaseAlways();
  const device = await RawClient.connect(fixture.port, MN_A);

  device.publish(1, topic);
  await device.closed;

  expect(device.messageIds("puback")).toEqual([]);
  expect(fixture.journal.entries).toEqual([]);
});

test("a bridge may use the topics of the devices it holds rights for", async () => {
  await using fixture = await createFixture({ devices: knownDevices([MN_A], { [MN_A]: [MN_B] }) });
  fixture.journal.releaseAlways();
  const bridge = await RawClient.connect(fixture.port, MN_A);

  bridge.publish(1, `outfall/v1/${MN_B}/hj212`);
  await bridge.next("puback");

  expect(fixture.journal.entries[0]?.mn).toBe(MN_B);
});

test("a will on the device's own topic is journalled when its connection breaks", async () => {
  await using fixture = await createFixture();
  fixture.journal.releaseAlways();
  const will = { topic: READINGS_A, payload: Buffer.from("gone"), qos: 1, retain: true };
  const device = await RawClient.connect(fixture.port, MN_A, { will });

  device.end();
  await fixture.journal.appended(1);

  expect(fixture.journal.entries[0]).toMatchObject({ mn: MN_A, topic: READINGS_A, payload: Buffer.from("gone") });
});

test("a will on a foreign topic is refused when it falls due", async () => {
  await using fixture = await createFixture();
  fixture.journal.releaseAlways();
  const will = { topic: `outfall/v1/${MN_B}/readings`, payload: Buffer.from("forged"), qos: 1, retain: false };
  const device = await RawClient.connect(fixture.port, MN_A, { will });
  const witness = await RawClient.connect(fixture.port, MN_B);

  device.end();
  await expect.poll(() => fixture.counts.get("mqtt_refused_total:foreign-topic")).toBe(1);
  witness.publish(1, `outfall/v1/${MN_B}/hj212`, "real");
  await witness.next("puback");

  expect(fixture.journal.entries.map((entry) => Buffer.from(entry.payload).toString())).toEqual(["real"]);
});

test("the common client publishes a thousand messages and gets every acknowledgement", async () => {
  await using fixture = await createFixture({ limits: { deviceRate: 100_000 } });
  fixture.journal.releaseAlways();
  const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${fixture.port}`, {
    username: MN_A,
    password: `secret-of-${MN_A}`,
    reconnectPeriod: 0,
  });

  await Promise.all(Array.from({ length: 1_000 }, (_, i) => client.publishAsync(READINGS_A, `${i}`, { qos: 1 })));
  await client.endAsync(true);

  expect(fixture.journal.entries.map((entry) => Number(Buffer.from(entry.payload).toString()))).toEqual(
    Array.from({ length: 1_000 }, (_, i) => i),
  );
});

test("a device may publish many messages right behind its CONNECT, before it is answered", async () => {
  await using fixture = await createFixture();
  fixture.journal.releaseAlways();
  const device = await RawClient.open(fixture.port);

  device.socket.cork();
  device.send(connectPacket(MN_A));
  for (let i = 1; i <= 500; i++) device.publish(i, READINGS_A, `${i}`);
  device.socket.uncork();
  await device.next("puback", 500);

  expect(device.messageIds("puback")).toEqual(Array.from({ length: 500 }, (_, i) => i + 1));
});
