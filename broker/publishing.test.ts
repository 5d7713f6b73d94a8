import mqtt from "mqtt";
import { generate } from "mqtt-packet";
import { expect, test } from "vitest";
import type { RefusalNotice } from "../core/field/refusal.ts";
import { type BrokerFixture, createFixture, knownDevices, MN_A, MN_B, NOW } from "./testing/broker-fixture.ts";
import { connectPacket, RawClient } from "./testing/raw-client.ts";

const READINGS_A = `outfall/v1/${MN_A}/readings`;

function payloads({ journal }: BrokerFixture): string[] {
  return journal.entries.map((entry) => Buffer.from(entry.payload).toString());
}

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

test("a QoS 2 message gets its PUBREC after the disk, and each PUBLISH with its id is journalled: a repeat is known later, by its content", async () => {
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
  expect(payloads(fixture)).toEqual(["two", "two"]);
});

// Behaviour
test("whatever its id and whatever was left unfinished before, a message that is acknowledged is in the journal", async () => {
  await using fixture = await createFixture();
  fixture.journal.releaseAlways();
  const before = await RawClient.connect(fixture.port, MN_A, { clean: false });
  before.publish(1, READINGS_A, "before the reboot", { qos: 2 });
  await before.next("pubrec");
  before.end();
  await before.closed;

  const after = await RawClient.connect(fixture.port, MN_A, { clean: false });
  after.publish(1, READINGS_A, "after the reboot", { qos: 2 });
  await after.next("pubrec");
  after.send({ cmd: "pubrel", messageId: 1 });
  await after.next("pubcomp");

  expect(payloads(fixture)).toEqual(["before the reboot", "after the reboot"]);
});

test("a PUBREL right behind its PUBLISH is answered in its turn, and the id is free for the next message", async () => {
  await using fixture = await createFixture();
  const device = await RawClient.connect(fixture.port, MN_A);

  device.socket.cork();
  for (const text of ["first", "second", "third"]) {
    device.publish(1, READINGS_A, text, { qos: 2 });
    device.send({ cmd: "pubrel", messageId: 1 });
  }
  device.socket.uncork();
  await fixture.journal.appended(3);
  await device.roundTrip();
  const early = device.packets.map((packet) => packet.cmd);
  fixture.journal.releaseAlways();
  await device.next("pubcomp", 3);

  expect(early).toEqual(["connack", "pingresp"]);
  expect(payloads(fixture)).toEqual(["first", "second", "third"]);
  expect(device.packets.map((packet) => packet.cmd).slice(2)).toEqual(Array(3).fill(["pubrec", "pubcomp"]).flat());
});

test("a device may leave thousands of QoS 2 messages unreleased: each is journalled and answered", async () => {
  await using fixture = await createFixture({ limits: { deviceRate: 100_000 } });
  fixture.journal.releaseAlways();
  const device = await RawClient.connect(fixture.port, MN_A);

  device.socket.cork();
  for (let i = 1; i <= 3_000; i++) device.publish(i, READINGS_A, `${i}`, { qos: 2 });
  device.socket.uncork();
  await device.next("pubrec", 3_000);

  expect(fixture.journal.entries).toHaveLength(3_000);
});

test.each([1, 2] as const)(
  "CONNECT, PUBLISH (QoS %d) and DISCONNECT in one write, with the end of the stream behind them: the answer leaves before the socket closes",
  async (qos) => {
    await using fixture = await createFixture();
    const device = await RawClient.open(fixture.port);
    const publish = {
      cmd: "publish",
      qos,
      messageId: 7,
      topic: READINGS_A,
      payload: "last words",
      dup: false,
      retain: false,
    } as const;

    device.socket.end(Buffer.concat([generate(connectPacket(MN_A)), generate(publish), generate({ cmd: "disconnect" })]));
    await fixture.journal.appended(1);
    const early = device.packets.map((packet) => packet.cmd);
    fixture.journal.release();
    await device.closed;

    expect(early).toEqual(["connack"]);
    expect(device.messageIds(qos === 1 ? "puback" : "pubrec")).toEqual([7]);
  },
);

test("a device that ends its side without a farewell still gets what is due to it", async () => {
  await using fixture = await createFixture();
  const device = await RawClient.connect(fixture.port, MN_A);

  device.publish(1, READINGS_A);
  device.socket.end();
  await fixture.journal.appended(1);
  fixture.journal.release();
  await device.closed;

  expect(device.messageIds("puback")).toEqual([1]);
});

test("what was taken before a packet that ends the connection is acknowledged, and so it is before a take-over", async () => {
  await using fixture = await createFixture();
  const breaker = await RawClient.connect(fixture.port, MN_A, { clientId: "breaker" });
  const replaced = await RawClient.connect(fixture.port, MN_A, { clientId: "replaced" });

  breaker.publish(1, READINGS_A, "good");
  breaker.publish(2, `outfall/v1/${MN_B}/readings`, "foreign");
  replaced.publish(3, READINGS_A, "good, too");
  await fixture.journal.appended(2);
  await RawClient.connect(fixture.port, MN_A, { clientId: "replaced" });
  fixture.journal.releaseAlways();
  await Promise.all([breaker.closed, replaced.closed]);

  expect(breaker.messageIds("puback")).toEqual([1]);
  expect(replaced.messageIds("puback")).toEqual([3]);
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

// Behaviour
test("a device whose will is on a topic that is not its own is let in and told; the will is dropped when it falls due", async () => {
  const refused: RefusalNotice[] = [];
  await using fixture = await createFixture({ onRefused: (refusal) => void refused.push(refusal) });
  fixture.journal.releaseAlways();
  for (const topic of [`outfall/v1/${MN_B}/readings`, "plant/status", `outfall/v1/${MN_A}/down`]) {
    const will = { topic, payload: Buffer.from("forged"), qos: 1, retain: false } as const;
    const device = await RawClient.connect(fixture.port, MN_A, { will });
    const witness = await RawClient.connect(fixture.port, MN_B);

    expect(refused.at(-1)).toMatchObject({
      mn: MN_A,
      reason: "foreign-will",
      detail: { code: "will-of-another", facts: { topic } },
    });
    const before = fixture.counts.get("mqtt_presence_total:offline") ?? 0;
    device.end();
    await expect.poll(() => fixture.counts.get("mqtt_presence_total:offline") ?? 0).toBe(before + 1);
    await witness.roundTrip();
    witness.end();
    await expect.poll(() => fixture.counts.get("mqtt_presence_total:offline") ?? 0).toBe(before + 2);
  }

  expect(refused.map(({ reason }) => reason)).toEqual(["foreign-will", "foreign-will", "foreign-will"]);
  expect(fixture.journal.entries).toEqual([]);
});

test("a will whose topic its device has lost the right to meanwhile is refused when it falls due", async () => {
  const { find } = knownDevices([MN_A, MN_B]);
  let isBridge = true;
  await using fixture = await createFixture({ devices: { find, mayUse: (device, mn) => device === mn || isBridge } });
  fixture.journal.releaseAlways();
  const will = { topic: `outfall/v1/${MN_B}/readings`, payload: Buffer.from("late"), qos: 1, retain: false };
  const device = await RawClient.connect(fixture.port, MN_A, { will });
  const witness = await RawClient.connect(fixture.port, MN_B);

  isBridge = false;
  device.end();
  await expect.poll(() => fixture.counts.get("mqtt_presence_total:offline")).toBe(1);
  await witness.roundTrip();

  expect(fixture.journal.entries).toEqual([]);
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
