/**
 * The cases of eclipse/paho.mqtt.testing (client_test.py, MQTT 3.1.1), written anew for a broker whose topics are
 * restricted: devices write to `hj212` and `readings`, and hear `down`. Each test names the rules of the standard that
 * it proves. Where we differ on purpose the title says so.
 */
import { generate } from "mqtt-packet";
import { describe, expect, test } from "vitest";
import { createFixture, MN_A, MN_B } from "../../broker/testing/broker-fixture.ts";
import { connectPacket, RawClient } from "../../broker/testing/raw-client.ts";

const READINGS_A = `outfall/v1/${MN_A}/readings`;
const DOWN_A = `outfall/v1/${MN_A}/down`;
const READINGS_B = `outfall/v1/${MN_B}/readings`;
/** Where the flags of a short CONNECT stand: two bytes of fixed header, protocol name, level. */
const CONNECT_LEVEL = 8;
const CONNECT_FLAGS = 9;

async function subscribe(
  client: RawClient,
  topic: string,
  qos: 0 | 1 | 2 = 1,
  messageId = 1,
): Promise<readonly (number | object)[]> {
  const before = client.packets.filter((packet) => packet.cmd === "suback").length;
  client.send({ cmd: "subscribe", messageId, subscriptions: [{ topic, qos }] });
  const suback = (await client.next("suback", before + 1))[before];
  return suback?.cmd === "suback" ? suback.granted : [];
}

function heard(client: RawClient): string[] {
  return client.packets.flatMap((packet) => (packet.cmd === "publish" ? [packet.payload.toString()] : []));
}

async function closedBy(port: number, bytes: Buffer): Promise<RawClient> {
  const client = await RawClient.open(port);
  client.socket.write(bytes);
  await client.closed;
  return client;
}

describe("basic", () => {
  test("each QoS is answered with its packet and the same id [MQTT-4.3.2-2, 4.3.3-2, 2.3.1-6]", async () => {
    await using fixture = await createFixture();
    fixture.journal.releaseAlways();
    const device = await RawClient.connect(fixture.port, MN_A);

    device.publish(0, READINGS_A, "qos 0", { qos: 0, messageId: undefined });
    device.publish(11, READINGS_A, "qos 1");
    device.publish(12, READINGS_A, "qos 2", { qos: 2 });
    await device.next("pubrec");
    device.send({ cmd: "pubrel", messageId: 12 });
    await device.next("pubcomp");

    expect(device.messageIds("puback")).toEqual([11]);
    expect(device.messageIds("pubrec")).toEqual([12]);
    expect(device.messageIds("pubcomp")).toEqual([12]);
    expect(fixture.journal.entries.map((entry) => Buffer.from(entry.payload).toString())).toEqual(["qos 0", "qos 1", "qos 2"]);
  });

  test("what is heard has the lower QoS of the message and the subscription [MQTT-3.8.4-6, 4.3.1-1, 4.3.2-1]", async () => {
    await using fixture = await createFixture();
    const atMostOnce = await RawClient.connect(fixture.port, MN_A, { clientId: "qos-0" });
    const atLeastOnce = await RawClient.connect(fixture.port, MN_A, { clientId: "qos-1" });
    const asked2 = await RawClient.connect(fixture.port, MN_A, { clientId: "qos-2" });
    await subscribe(atMostOnce, DOWN_A, 0);
    await subscribe(atLeastOnce, DOWN_A, 1);
    await subscribe(asked2, DOWN_A, 2);

    await fixture.broker.publishDown(MN_A, Buffer.from("down"));
    const heardQos = await Promise.all(
      [atMostOnce, atLeastOnce, asked2].map(async (client) =>
        (await client.next("publish")).map((p) => p.cmd === "publish" && p.qos),
      ),
    );

    expect(heardQos).toEqual([[0], [1], [1]]);
  });

  test("a second CONNECT ends the connection [MQTT-3.1.0-2], and so does a first packet that is none [MQTT-3.1.0-1]", async () => {
    await using fixture = await createFixture();
    const twice = await RawClient.connect(fixture.port, MN_A);

    twice.send(connectPacket(MN_A));
    await twice.closed;
    const none = await closedBy(fixture.port, generate({ cmd: "pingreq" }));

    expect(twice.packets).toHaveLength(1);
    expect(none.packets).toEqual([]);
  });

  test("another protocol name is no MQTT [MQTT-3.1.2-1], another level is answered with code 1 [MQTT-3.1.2-2]", async () => {
    await using fixture = await createFixture();
    const name = generate(connectPacket(MN_A));
    name.write("MQXX", 4);
    const level = generate(connectPacket(MN_A));
    level.writeUInt8(6, CONNECT_LEVEL);

    const otherName = await closedBy(fixture.port, name);
    const otherLevel = await closedBy(fixture.port, level);

    expect(otherName.packets).toEqual([]);
    expect(otherLevel.packets).toMatchObject([{ cmd: "connack", returnCode: 1 }]);
  });

  test("a reserved CONNECT flag [MQTT-3.1.2-3] and a PUBLISH of QoS 3 [MQTT-3.3.1-4] end the connection", async () => {
    await using fixture = await createFixture();
    const reserved = generate(connectPacket(MN_A));
    reserved.writeUInt8(reserved.readUInt8(CONNECT_FLAGS) | 0x01, CONNECT_FLAGS);

    const flag = await closedBy(fixture.port, reserved);
    const device = await RawClient.connect(fixture.port, MN_A);
    const qos3 = generate({ cmd: "publish", qos: 2, messageId: 1, topic: READINGS_A, payload: "3", dup: false, retain: false });
    qos3.writeUInt8(qos3.readUInt8(0) | 0x06, 0);
    device.socket.write(qos3);
    await device.closed;

    expect(flag.packets).toEqual([]);
    expect(fixture.journal.entries).toEqual([]);
  });
});

describe("retained messages", () => {
  test("differs: a retain flag is cleared and counted, nothing is retained (the standard's MQTT-3.3.1-5)", async () => {
    await using fixture = await createFixture();
    fixture.journal.releaseAlways();
    const device = await RawClient.connect(fixture.port, MN_A);

    for (const qos of [0, 1, 2] as const) device.publish(qos + 1, READINGS_A, `qos ${qos}`, { qos, retain: true });
    await device.next("pubrec");
    await subscribe(device, DOWN_A);
    await device.roundTrip();

    expect(fixture.counts.get("mqtt_retain_cleared_total")).toBe(3);
    expect(fixture.journal.entries).toHaveLength(3);
    expect(heard(device)).toEqual([]);
  });
});

describe("will", () => {
  const will = { topic: READINGS_A, payload: Buffer.from("will"), qos: 1 as const, retain: false };

  test("a broken connection publishes it [MQTT-3.1.2-8], a DISCONNECT discards it [MQTT-3.1.2-10, 3.14.4-3]", async () => {
    await using fixture = await createFixture();
    fixture.journal.releaseAlways();

    const polite = await RawClient.connect(fixture.port, MN_A, { will: { ...will, payload: Buffer.from("discarded") } });
    polite.send({ cmd: "disconnect" });
    await polite.closed;
    const broken = await RawClient.connect(fixture.port, MN_A, { will });
    broken.end();
    await fixture.journal.appended(1);

    expect(fixture.journal.entries.map((entry) => Buffer.from(entry.payload).toString())).toEqual(["will"]);
  });

  test("a malformed packet publishes it, too [MQTT-3.1.2-8, 4.8.0-1]", async () => {
    await using fixture = await createFixture();
    fixture.journal.releaseAlways();
    const device = await RawClient.connect(fixture.port, MN_A, { will });

    device.socket.write(Buffer.from([0xf0, 0x00]));
    await fixture.journal.appended(1);

    expect(Buffer.from(fixture.journal.entries[0]?.payload ?? []).toString()).toBe("will");
  });
});

describe("zero-length client id", () => {
  test("with clean session it is given one of its own [MQTT-3.1.3-6], so that two of them live side by side", async () => {
    await using fixture = await createFixture();

    const one = await RawClient.connect(fixture.port, MN_A, { clientId: "", clean: true });
    const two = await RawClient.connect(fixture.port, MN_A, { clientId: "", clean: true });
    await one.roundTrip();
    await two.roundTrip();

    expect(one.packets[0]).toMatchObject({ cmd: "connack", returnCode: 0, sessionPresent: false });
  });

  test("without it is answered with code 2 and closed [MQTT-3.1.3-7, 3.1.3-8]", async () => {
    await using fixture = await createFixture();
    const bytes = generate(connectPacket(MN_A, { clientId: "", clean: true }));
    bytes.writeUInt8(bytes.readUInt8(CONNECT_FLAGS) & ~0x02, CONNECT_FLAGS);

    const client = await closedBy(fixture.port, bytes);

    expect(client.packets).toMatchObject([{ cmd: "connack", returnCode: 2 }]);
  });
});

describe("offline message queueing", () => {
  test("QoS 1 messages wait for a lasting session [MQTT-3.1.2-4, 3.1.2-5, 3.2.2-2], the newest 32 of them", async () => {
    await using fixture = await createFixture();
    const before = await RawClient.connect(fixture.port, MN_A, { clean: false });
    await subscribe(before, DOWN_A);
    before.send({ cmd: "disconnect" });
    await before.closed;

    for (let i = 1; i <= 40; i++) await fixture.broker.publishDown(MN_A, Buffer.from(`${i}`));
    const after = await RawClient.connect(fixture.port, MN_A, { clean: false });
    await after.next("publish", 32);
    await after.roundTrip();

    expect(after.packets[0]).toMatchObject({ cmd: "connack", sessionPresent: true });
    expect(heard(after)).toEqual(Array.from({ length: 32 }, (_, i) => `${i + 9}`));
    expect(after.packets.some((packet) => packet.cmd === "publish" && packet.dup)).toBe(false);
  });

  test("a clean session begins with nothing [MQTT-3.1.2-6, 3.2.2-1]", async () => {
    await using fixture = await createFixture();
    const before = await RawClient.connect(fixture.port, MN_A, { clean: false });
    await subscribe(before, DOWN_A);
    before.send({ cmd: "disconnect" });
    await before.closed;
    await fixture.broker.publishDown(MN_A, Buffer.from("forgotten"));

    const clean = await RawClient.connect(fixture.port, MN_A, { clean: true });
    await clean.roundTrip();
    clean.send({ cmd: "disconnect" });
    await clean.closed;
    const after = await RawClient.connect(fixture.port, MN_A, { clean: false });
    await after.roundTrip();

    expect(clean.packets[0]).toMatchObject({ sessionPresent: false });
    expect(after.packets[0]).toMatchObject({ sessionPresent: false });
    expect([...heard(clean), ...heard(after)]).toEqual([]);
  });
});

describe("overlapping subscriptions", () => {
  test("a filter that is subscribed to again is replaced [MQTT-3.8.4-3]; wildcards are refused, so a message comes once [MQTT-3.3.5-1]", async () => {
    await using fixture = await createFixture();
    const device = await RawClient.connect(fixture.port, MN_A);

    const granted = [
      await subscribe(device, DOWN_A, 0, 1),
      await subscribe(device, "outfall/v1/+/down", 2, 2),
      await subscribe(device, DOWN_A, 1, 3),
    ];
    await fixture.broker.publishDown(MN_A, Buffer.from("once"));
    const [message] = await device.next("publish");
    await device.roundTrip();

    expect(granted).toEqual([[0], [0x80], [1]]);
    expect(message).toMatchObject({ qos: 1 });
    expect(heard(device)).toEqual(["once"]);
  });
});

describe("keepalive", () => {
  test("who is silent for one and a half keepalives is disconnected as if the network had failed [MQTT-3.1.2-24]", async () => {
    await using fixture = await createFixture({ limits: { sweepMs: 50 } });
    fixture.journal.releaseAlways();
    const will = { topic: READINGS_A, payload: Buffer.from("silent"), qos: 1 as const, retain: false };
    const sweepsBefore = fixture.sweeps();
    const silent = await RawClient.connect(fixture.port, MN_A, { keepalive: 1, will });
    const sweepsAfter = fixture.sweeps();

    await fixture.journal.appended(1);
    const sweeps = fixture.sweeps();
    await silent.closed;

    // 1.5 s are thirty looks at the connections; it is closed at the next one.
    expect(sweeps - sweepsBefore).toBeGreaterThanOrEqual(30);
    expect(sweeps - sweepsAfter).toBeLessThanOrEqual(33);
  });

  test("a PINGREQ is answered [MQTT-3.12.4-1]", async () => {
    await using fixture = await createFixture();
    const device = await RawClient.connect(fixture.port, MN_A);

    device.send({ cmd: "pingreq" });

    expect(await device.next("pingresp")).toHaveLength(1);
  });
});

describe("redelivery on reconnect", () => {
  test("what was not acknowledged comes again with its id and DUP [MQTT-4.4.0-1, 3.3.1-1], what was does not", async () => {
    await using fixture = await createFixture();
    const before = await RawClient.connect(fixture.port, MN_A, { clean: false });
    await subscribe(before, DOWN_A);
    for (const text of ["one", "two"]) await fixture.broker.publishDown(MN_A, Buffer.from(text));
    const [one, two] = await before.next("publish", 2);
    before.send({ cmd: "puback", messageId: one?.messageId ?? 0 });
    await before.roundTrip();
    before.end();
    await before.closed;

    const after = await RawClient.connect(fixture.port, MN_A, { clean: false });
    const [again] = await after.next("publish");
    after.send({ cmd: "puback", messageId: again?.messageId ?? 0 });
    await after.roundTrip();
    after.end();
    await after.closed;
    const last = await RawClient.connect(fixture.port, MN_A, { clean: false });
    await last.roundTrip();

    expect(one).toMatchObject({ dup: false });
    expect(heard(after)).toEqual(["two"]);
    expect(again).toMatchObject({ messageId: two?.messageId, dup: true });
    expect(heard(last)).toEqual([]);
  });
});

describe("dollar topics", () => {
  test("no wildcard reaches them [MQTT-4.7.2-1], and nobody publishes there: the connection is closed [MQTT-3.3.5-2]", async () => {
    await using fixture = await createFixture();
    fixture.journal.releaseAlways();
    const device = await RawClient.connect(fixture.port, MN_A);
    const writer = await RawClient.connect(fixture.port, MN_B);

    const granted = [
      await subscribe(device, "#", 2, 1),
      await subscribe(device, "+/#", 2, 2),
      await subscribe(device, "$SYS/#", 2, 3),
    ];
    writer.publish(1, "$TopicA", "dollar");
    await writer.closed;
    await device.roundTrip();

    expect(granted).toEqual([[0x80], [0x80], [0x80]]);
    expect(heard(device)).toEqual([]);
    expect(fixture.journal.entries).toEqual([]);
  });
});

describe("unsubscribe", () => {
  test("it is answered with its id, known or not [MQTT-3.10.4-4, 3.10.4-5], and nothing new is heard after it [MQTT-3.10.4-2]", async () => {
    await using fixture = await createFixture();
    const device = await RawClient.connect(fixture.port, MN_A);
    const bystander = await RawClient.connect(fixture.port, MN_A, { clientId: "bystander" });
    await subscribe(device, DOWN_A);
    await subscribe(bystander, DOWN_A);

    device.send({ cmd: "unsubscribe", messageId: 21, unsubscriptions: [DOWN_A] });
    device.send({ cmd: "unsubscribe", messageId: 22, unsubscriptions: ["never/subscribed"] });
    await device.next("unsuback", 2);
    await fixture.broker.publishDown(MN_A, Buffer.from("afterwards"));
    await bystander.next("publish");
    await device.roundTrip();

    expect(device.messageIds("unsuback")).toEqual([21, 22]);
    expect(heard(device)).toEqual([]);
  });
});

describe("subscribe failure", () => {
  test("a SUBACK has the id of its SUBSCRIBE and a code for each filter in its order, 0x80 for a refused one [MQTT-3.8.4-2, 3.8.4-5, 3.9.3-1]", async () => {
    await using fixture = await createFixture();
    const device = await RawClient.connect(fixture.port, MN_A);

    device.send({
      cmd: "subscribe",
      messageId: 31,
      subscriptions: [
        { topic: READINGS_B, qos: 1 },
        { topic: DOWN_A, qos: 1 },
        { topic: "#", qos: 0 },
      ],
    });
    const [suback] = await device.next("suback");

    expect(suback).toMatchObject({ messageId: 31, granted: [0x80, 1, 0x80] });
  });
});
