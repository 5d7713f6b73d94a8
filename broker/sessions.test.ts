import { expect, test } from "vitest";
import { createFixture, MN_A, MN_B } from "./testing/broker-fixture.ts";
import { RawClient } from "./testing/raw-client.ts";

const DOWN_A = `outfall/v1/${MN_A}/down`;
const DOWN_B = `outfall/v1/${MN_B}/down`;

async function leave(client: RawClient): Promise<void> {
  client.send({ cmd: "disconnect" });
  await client.closed;
}

async function subscribe(client: RawClient, topic: string): Promise<void> {
  client.send({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic, qos: 1 }] });
  await client.next("suback");
}

function isPresent(client: RawClient): boolean | undefined {
  const [connack] = client.packets;
  return connack?.cmd === "connack" ? connack.sessionPresent : undefined;
}

test("session-present is said of every session that is kept, also of one without subscriptions [MQTT-3.2.2-2]", async () => {
  await using fixture = await createFixture();
  const seen: (boolean | undefined)[] = [];

  for (const clean of [false, false, true, false, false]) {
    const client = await RawClient.connect(fixture.port, MN_A, { clean });
    seen.push(isPresent(client));
    await leave(client);
  }

  expect(seen).toEqual([false, true, false, false, true]);
});

test("a connection with clean session 1 that is replaced takes nothing of the session that comes after it", async () => {
  await using fixture = await createFixture();
  const clean = await RawClient.connect(fixture.port, MN_A, { clean: true });

  const lasting = await RawClient.connect(fixture.port, MN_A, { clean: false });
  await clean.closed;
  await subscribe(lasting, DOWN_A);
  await leave(lasting);
  const back = await RawClient.connect(fixture.port, MN_A, { clean: false });

  expect([isPresent(lasting), isPresent(back)]).toEqual([false, true]);
  expect(await fixture.broker.publishDown(MN_A, Buffer.from("down"))).toBe(true);
  await back.next("publish");
});

test("a device with endless client ids keeps its eight newest sessions and costs no other device its own", async () => {
  await using fixture = await createFixture({ limits: { offlineSessions: 10, sweepMs: 10 } });
  const other = await RawClient.connect(fixture.port, MN_B, { clean: false });
  await subscribe(other, DOWN_B);
  await leave(other);

  for (let i = 0; i < 30; i++) await leave(await RawClient.connect(fixture.port, MN_A, { clean: false, clientId: `${i}` }));
  const [oldest, newest] = [
    await RawClient.connect(fixture.port, MN_A, { clean: false, clientId: "21" }),
    await RawClient.connect(fixture.port, MN_A, { clean: false, clientId: "29" }),
  ];

  expect([isPresent(oldest), isPresent(newest)]).toEqual([false, true]);
  expect(await fixture.broker.publishDown(MN_B, Buffer.from("kept"))).toBe(true);
});

test("of a filter that is named twice the last one counts, and each has its code", async () => {
  await using fixture = await createFixture();
  const device = await RawClient.connect(fixture.port, MN_A);
  const subscriptions = [
    { topic: DOWN_A, qos: 1 as const },
    { topic: DOWN_B, qos: 1 as const },
    { topic: DOWN_A, qos: 0 as const },
  ];

  device.send({ cmd: "subscribe", messageId: 9, subscriptions });
  const [suback] = await device.next("suback");
  await fixture.broker.publishDown(MN_A, Buffer.from("once"));
  const [message] = await device.next("publish");

  expect(suback).toMatchObject({ messageId: 9, granted: [1, 0x80, 0] });
  expect(message).toMatchObject({ qos: 0 });
});
