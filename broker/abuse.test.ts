import { expect, test } from "vitest";
import { FailedLogins } from "./failed-logins.ts";
import { createFixture, knownDevices, MN_A, MN_B } from "./testing/broker-fixture.ts";
import { connectPacket, RawClient } from "./testing/raw-client.ts";

const READINGS_A = `outfall/v1/${MN_A}/readings`;
const DOWN_A = `outfall/v1/${MN_A}/down`;

/** Tries to log in; the code of CONNACK, or that the socket closed without one. */
async function attempt(port: number, mn: string, password: string): Promise<number | "closed"> {
  const client = await RawClient.open(port);
  client.send(connectPacket(mn, { password: Buffer.from(password) }));
  await Promise.race([client.closed, client.next("connack").catch(() => {})]);
  const [answer] = client.packets;
  client.end();
  return answer?.cmd === "connack" ? (answer.returnCode ?? -1) : "closed";
}

test("after too many failures with one MN its credentials are not looked at for a minute, and other devices are served", async () => {
  await using fixture = await createFixture({ limits: { failedLoginsPerMinute: 3 } });
  const answers: (number | "closed")[] = [];

  for (let i = 0; i < 4; i++) answers.push(await attempt(fixture.port, MN_A, "wrong"));
  const rightButLate = await attempt(fixture.port, MN_A, `secret-of-${MN_A}`);
  const other = await attempt(fixture.port, MN_B, `secret-of-${MN_B}`);

  expect(answers).toEqual([4, 4, 4, "closed"]);
  expect(rightButLate).toBe("closed");
  expect(other).toBe(0);
  expect(fixture.counts.get("mqtt_refused_total:credentials")).toBe(3);
  expect(fixture.counts.get("mqtt_refused_total:too-many-failures")).toBe(2);
});

test("an address that tries many MNs is stopped by the limit of the address", async () => {
  await using fixture = await createFixture({ limits: { failedLoginsPerAddress: 5 } });
  const answers: (number | "closed")[] = [];

  for (let i = 0; i < 7; i++) answers.push(await attempt(fixture.port, `SIM41010299999999999999${i}`, "guess"));

  expect(answers).toEqual([4, 4, 4, 4, 4, "closed", "closed"]);
});

test("failures are forgotten after a minute, and a success is never counted", () => {
  const logins = new FailedLogins({ failedLoginsPerMinute: 2, failedLoginsPerAddress: 100 });

  logins.fail("a", "mn", 0);
  logins.fail("a", "mn", 59_999);
  const within = logins.mayTry("a", "mn", 59_999);
  const after = logins.mayTry("a", "mn", 60_000);
  logins.prune(60_000);

  expect([within, after]).toEqual([false, true]);
  expect(logins.size).toBe(0);
});

test("whoever tries with endless names is remembered in bounded memory", () => {
  const logins = new FailedLogins({ failedLoginsPerMinute: 2, failedLoginsPerAddress: 1_000_000 });

  for (let i = 0; i < 50_000; i++) logins.fail("a", `name-${i}`.padEnd(1_000), 0);

  expect(logins.size).toBeLessThanOrEqual(20_000);
});

test("all doors together hold no more sockets than the limit", async () => {
  await using fixture = await createFixture({ webSocketPort: 0, limits: { connections: 2 } });
  await RawClient.connect(fixture.port, MN_A);
  await RawClient.open(fixture.broker.webSocketPort ?? 0);

  const third = await RawClient.open(fixture.port);
  await third.closed;

  expect(fixture.counts.get("mqtt_refused_total:too-many-connections")).toBe(1);
});

test.each(["$SYS/#", "$SYS/broker/clients", "#", "+/#", `$SYS/${MN_A}/new/clients`])(
  "a subscription to %s is refused",
  async (topic) => {
    await using fixture = await createFixture();
    const device = await RawClient.connect(fixture.port, MN_A);

    device.send({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic, qos: 1 }] });
    const [suback] = await device.next("suback");
    const other = await RawClient.connect(fixture.port, MN_B);
    other.end();
    await other.closed;
    await device.roundTrip();

    expect(suback).toMatchObject({ granted: [0x80] });
    expect(device.packets.filter((packet) => packet.cmd === "publish")).toEqual([]);
  },
);

test("when nobody can say what a device may use, it is refused and counted as that, not as its fault", async () => {
  const devices = {
    ...knownDevices([MN_A]),
    mayUse: () => {
      throw new Error("directory is away");
    },
  };
  await using fixture = await createFixture({ devices });
  const device = await RawClient.connect(fixture.port, MN_A);

  device.send({ cmd: "subscribe", messageId: 1, subscriptions: [{ topic: DOWN_A, qos: 1 }] });
  const [suback] = await device.next("suback");
  device.publish(1, READINGS_A);
  await device.closed;

  expect(suback).toMatchObject({ granted: [0x80] });
  expect(device.messageIds("puback")).toEqual([]);
  expect(fixture.counts.get("mqtt_refused_total:directory-unavailable")).toBe(2);
  expect(fixture.counts.get("mqtt_refused_total:foreign-topic")).toBeUndefined();
  expect(fixture.counts.get("mqtt_refused_total:foreign-subscription")).toBeUndefined();
});
