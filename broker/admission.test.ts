import mqtt from "mqtt";
import { generate } from "mqtt-packet";
import { expect, test } from "vitest";
import { createFixture, knownDevices, MN_A, MN_B } from "./testing/broker-fixture.ts";
import { connectPacket, RawClient } from "./testing/raw-client.ts";

/** Where the flags of a short CONNECT stand: two bytes of fixed header, protocol name, level. */
const CONNECT_FLAGS = 9;

test.each([
  ["a wrong secret", connectPacket(MN_A, { password: Buffer.from("wrong") })],
  ["the secret of another device", connectPacket(MN_A, { password: Buffer.from(`secret-of-${MN_B}`) })],
  ["an unknown device", connectPacket("SIM410102999999999999999")],
  ["an MN that is a name of every object", connectPacket("__proto__")],
  ["no password", connectPacket(MN_A, { password: undefined })],
  ["no user name", connectPacket(MN_A, { username: undefined, password: undefined })],
])("%s is refused with code 4 and counted", async (_, packet) => {
  await using fixture = await createFixture();
  const client = await RawClient.open(fixture.port);

  client.send(packet);
  await client.closed;

  expect(client.packets).toMatchObject([{ cmd: "connack", returnCode: 4 }]);
  expect(fixture.counts.get("mqtt_refused_total:credentials")).toBe(1);
});

test("when nobody can say who the device is, the socket closes without an answer", async () => {
  const devices = {
    find: () => {
      throw new Error("directory is away");
    },
    mayUse: () => false,
  };
  await using fixture = await createFixture({ devices });
  const client = await RawClient.open(fixture.port);

  client.send(connectPacket(MN_A));
  await client.closed;

  expect(client.packets).toEqual([]);
  expect(fixture.counts.get("mqtt_refused_total:directory-unavailable")).toBe(1);
});

test("a missing client id is refused with clean session 0 and given with clean session 1", async () => {
  await using fixture = await createFixture();
  const kept = await RawClient.open(fixture.port);

  // The generator refuses to write such a packet: the clean session bit goes afterwards.
  const bytes = generate(connectPacket(MN_A, { clientId: "", clean: true }));
  bytes.writeUInt8(bytes.readUInt8(CONNECT_FLAGS) & ~0x02, CONNECT_FLAGS);
  kept.socket.write(bytes);
  await kept.closed;
  const clean = await RawClient.connect(fixture.port, MN_A, { clientId: "", clean: true });

  expect(kept.packets).toMatchObject([{ cmd: "connack", returnCode: 2 }]);
  expect(clean.packets).toMatchObject([{ cmd: "connack", returnCode: 0 }]);
});

test("an MQTT 5 client learns that its version is not spoken", async () => {
  await using fixture = await createFixture();

  const attempt = mqtt.connectAsync(
    `mqtt://127.0.0.1:${fixture.port}`,
    { protocolVersion: 5, username: MN_A, password: `secret-of-${MN_A}`, reconnectPeriod: 0 },
    false,
  );

  await expect(attempt).rejects.toMatchObject({ code: 0x84 });
});

test("a newcomer with the same identity and client id replaces the connection, a few times a minute", async () => {
  await using fixture = await createFixture({ limits: { takeOversPerMinute: 2 } });
  const clients = [await RawClient.connect(fixture.port, MN_A)];

  for (let i = 0; i < 3; i++) clients.push(await RawClient.connect(fixture.port, MN_A));
  await Promise.all([clients[0]?.closed, clients[1]?.closed, clients[3]?.closed]);

  const codes = clients.map((client) => client.packets[0]).map((packet) => packet?.cmd === "connack" && packet.returnCode);
  expect(codes).toEqual([0, 0, 0, 3]);
  expect(fixture.counts.get("mqtt_refused_total:take-overs")).toBe(1);
  await clients[2]?.roundTrip();
});

test("a device cannot take over the connection of another one by its client id", async () => {
  await using fixture = await createFixture();
  const first = await RawClient.connect(fixture.port, MN_A, { clientId: "same" });

  await RawClient.connect(fixture.port, MN_B, { clientId: "same" });

  await first.roundTrip();
});

test("connections beyond the limit of their address are closed and counted", async () => {
  await using fixture = await createFixture({ limits: { connectionsPerAddress: 1 } });
  const first = await RawClient.connect(fixture.port, MN_A);

  const second = await RawClient.open(fixture.port);
  await second.closed;
  const refused = fixture.counts.get("mqtt_refused_total:too-many-connections");
  first.end();

  expect(refused).toBe(1);
  const connects = () =>
    RawClient.connect(fixture.port, MN_A).then(
      () => true,
      () => false,
    );
  await expect.poll(connects).toBe(true);
});

test("a socket that never completes its CONNECT is closed", async () => {
  await using fixture = await createFixture({ limits: { connectTimeoutMs: 20 } });
  const half = await RawClient.open(fixture.port);

  half.socket.write(Buffer.from([0x10]));

  await half.closed;
});

test("a client that stays silent beyond one and a half keepalives is disconnected, one that pings is not", async () => {
  await using fixture = await createFixture({ limits: { keepaliveSeconds: 0.2, sweepMs: 10 } });
  const silent = await RawClient.connect(fixture.port, MN_A, { keepalive: 0 });
  const lively = await RawClient.connect(fixture.port, MN_B);

  let isGone = false;
  void silent.closed.then(() => {
    isGone = true;
  });
  for (let trips = 0; trips < 100_000 && !isGone; trips++) await lively.roundTrip();

  await lively.roundTrip();
  expect(fixture.counts.get("mqtt_refused_total:silent")).toBe(1);
});

test("a message before CONNECT closes the connection", async () => {
  await using fixture = await createFixture({ devices: knownDevices([MN_A]) });
  const client = await RawClient.open(fixture.port);

  client.publish(1, `outfall/v1/${MN_A}/readings`);
  await client.closed;

  expect(fixture.journal.entries).toEqual([]);
  expect(fixture.counts.get("mqtt_refused_total:not-a-connect")).toBe(1);
});
