import { once } from "node:events";
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { connect as connectSocket } from "node:net";
import { connect as connectTls } from "node:tls";
import mqtt, { type IClientOptions } from "mqtt";
import { generate } from "mqtt-packet";
import { afterAll, expect, test } from "vitest";
import WebSocket from "ws";
import { type BrokerFixture, createFixture, MN_A, MN_B } from "./testing/broker-fixture.ts";
import { Authority } from "./testing/certificates.ts";
import { connectPacket, RawClient } from "./testing/raw-client.ts";

const READINGS_A = `outfall/v1/${MN_A}/readings`;
const DOWN_A = `outfall/v1/${MN_A}/down`;
/** PUBLISH QoS 1 with a remaining length of 64 MiB. */
const HUGE_PUBLISH = Buffer.from([0x32, 0x80, 0x80, 0x80, 0x20]);

const authority = Authority.create();
if (authority === undefined) console.warn("skipped: openssl is not installed, MQTT over TLS is not tested");
const certified = test.runIf(authority !== undefined);
const server = authority?.issue("server", "127.0.0.1");
afterAll(() => authority?.[Symbol.dispose]());

function tlsFixture(more: { readonly mutual?: boolean } = {}): Promise<BrokerFixture> {
  if (server === undefined || authority === undefined) throw new Error("no certificates");
  const tls = { ...server, ...(more.mutual === true && { caFile: authority.caFile }) };
  return createFixture({ tls, tlsPort: 0, webSocketPort: 0 });
}

const trust = authority === undefined ? {} : { ca: readFileSync(authority.caFile) };

function connect(url: string, more: IClientOptions = {}) {
  const identity = { username: MN_A, password: `secret-of-${MN_A}`, clientId: "transport" };
  return mqtt.connectAsync(url, { ...identity, ...trust, reconnectPeriod: 0, ...more }, false);
}

/** Publishes one message each way. */
async function exchange(fixture: BrokerFixture, url: string, more: IClientOptions = {}): Promise<string> {
  fixture.journal.releaseAlways();
  const client = await connect(url, more);
  const heard = new Promise((resolve) => client.once("message", (_topic, payload) => resolve(payload.toString())));
  await client.subscribeAsync(DOWN_A, { qos: 1 });
  await client.publishAsync(READINGS_A, "up", { qos: 1 });
  await fixture.broker.publishDown(MN_A, Buffer.from("down"));
  const said = `${Buffer.from(fixture.journal.entries[0]?.payload ?? []).toString()} ${await heard}`;
  await client.endAsync();
  return said;
}

certified("MQTT over TLS is the same as over TCP", async () => {
  await using fixture = await tlsFixture();

  const said = await exchange(fixture, `mqtts://127.0.0.1:${fixture.broker.tlsPort}`);

  expect(said).toBe("up down");
});

test("MQTT over WebSocket is the same as over TCP", async () => {
  await using fixture = await createFixture({ webSocketPort: 0 });

  const said = await exchange(fixture, `ws://127.0.0.1:${fixture.broker.webSocketPort}/mqtt`);

  expect(said).toBe("up down");
});

certified("with a certificate the WebSocket door speaks TLS", async () => {
  await using fixture = await tlsFixture();

  const said = await exchange(fixture, `wss://127.0.0.1:${fixture.broker.webSocketPort}/mqtt`);

  expect(said).toBe("up down");
});

certified.each(["mqtts", "wss"])("with an authority (%s) a device with a certificate of its own comes in", async (protocol) => {
  await using fixture = await tlsFixture({ mutual: true });
  const { tlsPort, webSocketPort } = fixture.broker;
  const url = protocol === "wss" ? `wss://127.0.0.1:${webSocketPort}/mqtt` : `mqtts://127.0.0.1:${tlsPort}`;

  const said = await exchange(fixture, url, authority?.clientOptions("own", MN_A));

  expect(said).toBe("up down");
});

certified.each(["mqtts", "wss"])(
  "with an authority (%s) the certificate of another device is refused and counted",
  async (protocol) => {
    await using fixture = await tlsFixture({ mutual: true });
    const { tlsPort, webSocketPort } = fixture.broker;
    const url = protocol === "wss" ? `wss://127.0.0.1:${webSocketPort}/mqtt` : `mqtts://127.0.0.1:${tlsPort}`;

    await expect(connect(url, authority?.clientOptions("foreign", MN_B))).rejects.toMatchObject({ code: 4 });

    expect(fixture.counts.get("mqtt_refused_total:certificate-name")).toBe(1);
  },
);

certified("with an authority, who shows no certificate or one of another authority does not come in", async () => {
  await using fixture = await tlsFixture({ mutual: true });
  using other = Authority.create();
  const url = `mqtts://127.0.0.1:${fixture.broker.tlsPort}`;

  await expect(connect(url)).rejects.toThrow();
  await expect(connect(url, { ...other?.clientOptions("forged", MN_A), ...trust })).rejects.toThrow();

  expect(fixture.counts.get("mqtt_presence_total:online")).toBeUndefined();
});

certified("a certificate does not stand in for the secret", async () => {
  await using fixture = await tlsFixture({ mutual: true });
  const options = { ...authority?.clientOptions("no-secret", MN_A), password: "wrong" };

  await expect(connect(`mqtts://127.0.0.1:${fixture.broker.tlsPort}`, options)).rejects.toMatchObject({ code: 4 });

  expect(fixture.counts.get("mqtt_refused_total:credentials")).toBe(1);
});

certified("a client that speaks nothing newer than TLS 1.1 is turned away", async () => {
  await using fixture = await tlsFixture();
  const old = { minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;

  const socket = connectTls({ port: fixture.broker.tlsPort ?? 0, host: "127.0.0.1", ...trust, ...old });

  await expect(once(socket, "secureConnect")).rejects.toThrow(/protocol version/);
});

certified("over TLS a packet that is too large is closed on its length field", async () => {
  await using fixture = await tlsFixture();
  const socket = connectTls({ port: fixture.broker.tlsPort ?? 0, host: "127.0.0.1", ...trust });
  await once(socket, "secureConnect");

  socket.write(generate(connectPacket(MN_A)));
  await once(socket, "data");
  socket.write(HUGE_PUBLISH);
  socket.on("error", () => {});
  await once(socket, "close");

  expect(fixture.counts.get("mqtt_refused_total:packet-too-large")).toBe(1);
});

/** A WebSocket that has sent its CONNECT and has its CONNACK. */
async function openWebSocket(port: number | undefined): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/mqtt`, "mqtt");
  await once(socket, "open");
  socket.send(generate(connectPacket(MN_A)));
  await once(socket, "message");
  socket.on("error", () => {});
  return socket;
}

test("over WebSocket a packet that is too large is closed on its length field", async () => {
  await using fixture = await createFixture({ webSocketPort: 0 });
  const socket = await openWebSocket(fixture.broker.webSocketPort);

  socket.send(HUGE_PUBLISH);
  await once(socket, "close");

  expect(fixture.counts.get("mqtt_refused_total:packet-too-large")).toBe(1);
});

const CLOSE_FRAME = 0x88;

/** What the broker sends over a WebSocket after its handshake, as bytes, until it closes. */
async function framesAfter(port: number | undefined, packets: readonly Buffer[], opcode = 0x82): Promise<Buffer> {
  return bytesAfter(
    port,
    packets.map((bytes) => frameOf(bytes, opcode)),
  );
}

/** A mask of zeros leaves the bytes as they are. */
function frameOf(bytes: Buffer, opcode: number): Buffer {
  return Buffer.concat([Buffer.from([opcode, 0x80 | bytes.length, 0, 0, 0, 0]), bytes]);
}

/** The same after these pieces, each in a write of its own. */
async function bytesAfter(port: number | undefined, pieces: readonly Buffer[]): Promise<Buffer> {
  const key = "dGhlIHNhbXBsZSBub25jZQ==";
  const socket = connectSocket(port ?? 0, "127.0.0.1");
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  socket.on("error", () => {});
  socket.write(
    `GET /mqtt HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ${key}\r\n` +
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n",
  );
  await once(socket, "data");
  for (const piece of pieces) socket.write(piece);
  await once(socket, "close");
  const all = Buffer.concat(chunks);
  return all.subarray(all.indexOf("\r\n\r\n") + 4);
}

test.each([
  ["after a DISCONNECT", [generate({ cmd: "disconnect" })]],
  ["after a packet against the standard", [Buffer.from([0xf0, 0x00])]],
  ["after a packet that is too large", [HUGE_PUBLISH]],
  ["after a message on a foreign topic", [foreignPublish()]],
])("a WebSocket ends with a Close frame, behind every answer that is due: %s", async (_, last) => {
  await using fixture = await createFixture({ webSocketPort: 0, limits: { lingerMs: 100 } });
  fixture.journal.releaseAlways();
  const publish = { cmd: "publish", qos: 1, messageId: 7, topic: READINGS_A, payload: "x", dup: false, retain: false } as const;

  const frames = await framesAfter(fixture.broker.webSocketPort, [generate(connectPacket(MN_A)), generate(publish), ...last]);

  const [connack, puback] = [Buffer.from([0x82, 4, 0x20, 2, 0, 0]), Buffer.from([0x82, 4, 0x40, 2, 0, 7])];
  expect(frames.subarray(0, 12)).toEqual(Buffer.concat([connack, puback]));
  expect(frames[12]).toBe(CLOSE_FRAME);
});

test("a WebSocket ends with a Close frame after a refused CONNECT and after a text frame, too", async () => {
  await using fixture = await createFixture({ webSocketPort: 0, limits: { lingerMs: 100 } });
  const { webSocketPort } = fixture.broker;
  const wrong = generate(connectPacket(MN_A, { password: Buffer.from("wrong") }));

  const refused = await framesAfter(webSocketPort, [wrong]);
  const text = await framesAfter(webSocketPort, [Buffer.from("text")], 0x81);

  expect(refused.subarray(0, 6)).toEqual(Buffer.from([0x82, 4, 0x20, 2, 0, 4]));
  expect([refused[6], text[0]]).toEqual([CLOSE_FRAME, CLOSE_FRAME]);
});

test("a WebSocket that ends before its CONNECT is looked at is no arrival of its device", async () => {
  const presence: [string, boolean][] = [];
  const onPresence = (mn: string, isOnline: boolean): void => void presence.push([mn, isOnline]);
  await using fixture = await createFixture({ webSocketPort: 0, limits: { lingerMs: 100 }, onPresence });
  const connectFrame = frameOf(generate(connectPacket(MN_A)), 0x82);
  // More than the kernel gives at a time: the text comes in the same turn of the event loop, behind the CONNECT.
  const long = Buffer.concat([Buffer.from([0x82, 0xff, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0]), Buffer.alloc(2 * 65_536, 0xc0)]);

  await bytesAfter(fixture.broker.webSocketPort, [Buffer.concat([connectFrame, long, frameOf(Buffer.from("text"), 0x81)])]);

  expect(presence).toEqual([]);
});

function foreignPublish(): Buffer {
  const topic = `outfall/v1/${MN_B}/readings`;
  return generate({ cmd: "publish", qos: 1, messageId: 8, topic, payload: "x", dup: false, retain: false });
}

test("a WebSocket message beyond the largest packet is closed before it is buffered", async () => {
  await using fixture = await createFixture({ webSocketPort: 0, limits: { packetBytes: 1_000 } });
  const socket = await openWebSocket(fixture.broker.webSocketPort);

  socket.send(Buffer.alloc(1_006));
  const [code] = await once(socket, "close");

  expect(code).not.toBe(1_000);
  expect(fixture.journal.entries).toEqual([]);
});

test("packets may be cut anywhere by WebSocket frames [MQTT-6.0.0-2], and a text frame ends the connection [MQTT-6.0.0-1]", async () => {
  await using fixture = await createFixture({ webSocketPort: 0 });
  fixture.journal.releaseAlways();
  const socket = await openWebSocket(fixture.broker.webSocketPort);
  const publish = { cmd: "publish", qos: 1, messageId: 7, topic: READINGS_A, payload: "cut", dup: false, retain: false } as const;

  const acknowledged = once(socket, "message");
  for (const byte of generate(publish)) socket.send(Buffer.from([byte]));
  const [puback] = await acknowledged;
  socket.send("text");
  await once(socket, "close");

  expect(puback).toEqual(Buffer.from([0x40, 0x02, 0x00, 0x07]));
  expect(fixture.journal.entries).toHaveLength(1);
});

test.each([
  ["another path", "/other", "mqtt", 404],
  ["no sub protocol", "/mqtt", undefined, 400],
  ["another sub protocol", "/mqtt", "chat", 400],
])("a WebSocket with %s is refused", async (_, path, protocol, status) => {
  await using fixture = await createFixture({ webSocketPort: 0 });
  const socket = new WebSocket(`ws://127.0.0.1:${fixture.broker.webSocketPort}${path}`, protocol);

  const [, response] = await once(socket, "unexpected-response");

  expect(response.statusCode).toBe(status);
});

test.each([
  ["of the public address", { origin: "https://outfall.example", host: "outfall.example:8083" }, 101],
  ["without a page", { host: "10.0.0.7:8083" }, 101],
  ["of another page", { origin: "https://evil.example", host: "outfall.example:8083" }, 403],
  ["under another name", { host: "evil.example" }, 421],
])("where people use one address, a WebSocket %s is answered as it should be", async (_, headers, status) => {
  await using fixture = await createFixture({ webSocketPort: 0, publicUrl: new URL("https://outfall.example") });
  const socket = new WebSocket(`ws://127.0.0.1:${fixture.broker.webSocketPort}/mqtt`, "mqtt", { headers });

  const answer = once(socket, "upgrade").then(([response]) => response);
  const refusal = once(socket, "unexpected-response").then(([, response]) => response);
  const response = await Promise.race([answer, refusal].map((first) => first.catch(() => refusal)));

  expect(response.statusCode).toBe(status);
  socket.on("error", () => {});
  socket.terminate();
});

const FOREIGN_UPGRADE =
  "GET /other HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

/** Asks for a WebSocket that is refused, never ends its own side, and resolves with the answer. */
async function refusedUpgrade(port: number | undefined): Promise<string> {
  const socket = connectSocket({ port: port ?? 0, host: "127.0.0.1", allowHalfOpen: true });
  socket.on("error", () => {});
  let answer = "";
  socket.on("data", (chunk: Buffer) => {
    answer += chunk.toString();
  });
  socket.write(`${FOREIGN_UPGRADE}more than was asked for`);
  await Promise.race([once(socket, "end"), once(socket, "close")]);
  return answer;
}

test("a refused WebSocket whose client never ends its side leaves its place", async () => {
  await using fixture = await createFixture({ webSocketPort: 0, limits: { connectionsPerAddress: 1 } });
  const { webSocketPort } = fixture.broker;

  const first = await refusedUpgrade(webSocketPort);

  expect(first).toMatch(/^HTTP\/1.1 404 /);
  await expect.poll(() => refusedUpgrade(webSocketPort)).toMatch(/^HTTP\/1.1 404 /);
});

test("a client that is gone before its WebSocket is refused disturbs nobody", async () => {
  await using fixture = await createFixture({ webSocketPort: 0 });
  const socket = connectSocket(fixture.broker.webSocketPort ?? 0, "127.0.0.1");
  await once(socket, "connect");

  await new Promise<void>((resolve) => socket.write(FOREIGN_UPGRADE, () => resolve()));
  socket.resetAndDestroy();
  const answer = await refusedUpgrade(fixture.broker.webSocketPort);

  expect(answer).toMatch(/^HTTP\/1.1 404 /);
});

test("a plain request to the WebSocket door is told to upgrade", async () => {
  await using fixture = await createFixture({ webSocketPort: 0 });

  const [response] = await once(
    request({ port: fixture.broker.webSocketPort, host: "127.0.0.1", path: "/mqtt" }).end(),
    "response",
  );

  expect(response.statusCode).toBe(426);
});

test("over WebSocket, too, devices are not read while too much waits for the disk, and nothing is lost", async () => {
  await using fixture = await createFixture({ webSocketPort: 0, limits: { journalPendingBytes: 1_000 } });
  const other = await RawClient.connect(fixture.port, MN_B);
  const client = await connect(`ws://127.0.0.1:${fixture.broker.webSocketPort}/mqtt`);

  other.publish(1, `outfall/v1/${MN_B}/readings`, "x".repeat(1_001));
  await fixture.journal.appended(1);
  const all = Array.from({ length: 50 }, (_, i) => client.publishAsync(READINGS_A, `${i}`.padEnd(20_000), { qos: 1 }));
  await expect.poll(() => fixture.counts.get("mqtt_paused_total:journal")).toBe(1);
  const takenWhilePaused = fixture.journal.entries.length;
  fixture.journal.releaseAlways();
  await Promise.all(all);
  await client.endAsync();

  expect(takenWhilePaused).toBe(1);
  expect(fixture.journal.entries.slice(1).map((entry) => Number(Buffer.from(entry.payload).toString()))).toEqual(
    Array.from({ length: 50 }, (_, i) => i),
  );
});

test("a certificate that cannot be read, or is missing, opens no door", async () => {
  const files = { certFile: "/nonexistent/server.pem", keyFile: "/nonexistent/server.key" };

  await expect(createFixture({ tls: files, tlsPort: 0 })).rejects.toThrow(/nonexistent/);
  await expect(createFixture({ tlsPort: 0 })).rejects.toThrow(/certificate/);
});
