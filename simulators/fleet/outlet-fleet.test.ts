import { createServer } from "node:net";
import { type Packet, parser } from "mqtt-packet";
import { expect, test } from "vitest";
import { instant, parseIso } from "../../core/time.ts";
import { decodeFrame } from "../../ingest/codecs/hj212/decode-frame.ts";
import { type FleetDevice, hj212Dialect, mqttDialect } from "./outlet-dialects.ts";
import { fleetRegistry, runOutletFleet } from "./outlet-fleet.ts";

const AT = parseIso("2026-01-05T08:00:00.250+08:00") ?? instant(0);
const DEVICE: FleetDevice = {
  mn: "SIM410102000000000100001",
  password: "123456",
  secret: "s".repeat(200),
  factor: "a21026",
  valueAt: () => 42.5,
};

function packetsOf(bytes: Uint8Array): readonly Packet[] {
  const found: Packet[] = [];
  const reader = parser({ protocolVersion: 4 });
  reader.on("packet", (packet) => found.push(packet));
  reader.parse(Buffer.from(bytes));
  return found;
}

test("the greeting of an MQTT outlet is a CONNECT with its MN and its secret", () => {
  expect(packetsOf(mqttDialect(DEVICE).greeting)).toMatchObject([
    { cmd: "connect", protocolVersion: 4, clean: true, username: DEVICE.mn, clientId: `fleet-${DEVICE.mn}`, keepalive: 600 },
  ]);
});

test("a repeated MQTT message has the same packet id and says that it is one", () => {
  const dialect = mqttDialect(DEVICE);
  const packets = [dialect.encode(AT, false), dialect.encode(AT, true), dialect.encode(AT + 1, false)].flatMap(packetsOf);

  expect(packets).toMatchObject([
    { cmd: "publish", qos: 1, dup: false, messageId: 1, topic: `outfall/v1/${DEVICE.mn}/readings` },
    { cmd: "publish", qos: 1, dup: true, messageId: 1 },
    { cmd: "publish", qos: 1, dup: false, messageId: 2 },
  ]);
  expect(JSON.parse(String((packets[0] as { payload: Buffer }).payload))).toEqual({
    at: "2026-01-05T00:00:00.250Z",
    basis: "realtime",
    values: { a21026: { value: 42.5, flag: "N" } },
  });
});

test("a PUBACK answers the message of its id, also when it comes in two pieces", () => {
  const dialect = mqttDialect(DEVICE);
  dialect.encode(AT, false);

  const first = dialect.hear(Buffer.from([0x20, 2, 0, 0, 0x40, 2]));
  const second = dialect.hear(Buffer.concat([first.rest, Buffer.from([0, 1])]));

  expect([first.greeted, first.answered, second.answered]).toEqual([true, [], [AT]]);
});

test("the frame of an HJ 212 outlet is answered by its QN", () => {
  const dialect = hj212Dialect(DEVICE);

  expect(decodeFrame(dialect.encode(AT, false))).toMatchObject({ ok: true, value: { cn: "2011", mn: DEVICE.mn, quirks: [] } });
  expect(dialect.hear(Buffer.from("##0045QN=20260105080000250;ST=91;CN=9014;Flag=4;CP=&&&&0000\r\n##00"))).toMatchObject({
    answered: [AT],
  });
});

test("ten thousand outlets fit into one registry document", () => {
  const { outlets, devices, channels, limits } = fleetRegistry(10_000);
  const bytes = Buffer.byteLength(JSON.stringify(fleetRegistry(10_000)));

  expect([outlets, devices, channels, limits].map((rows) => rows.length)).toEqual([10_000, 10_000, 10_000, 10_000]);
  expect(new Set(devices.map((d) => d.mn)).size).toBe(10_000);
  expect(bytes).toBeLessThan(8 * 1024 * 1024);
});

test("each outlet sends once an interval, and all is acknowledged", async () => {
  const topics = new Map<string, number>();
  const server = createServer((socket) => {
    const reader = parser({ protocolVersion: 4 });
    socket.on("error", () => {
      // The fleet lets go of its lines without a word.
    });
    socket.on("data", (chunk) => reader.parse(chunk));
    reader.on("packet", (packet) => {
      if (packet.cmd === "connect") socket.write(Buffer.from([0x20, 2, 0, 0]));
      if (packet.cmd !== "publish") return;
      topics.set(packet.topic, (topics.get(packet.topic) ?? 0) + 1);
      socket.write(Buffer.from([0x40, 2, (packet.messageId ?? 0) >> 8, (packet.messageId ?? 0) & 0xff]));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const door = { host: "127.0.0.1", port: (server.address() as { port: number }).port };

  const clock = { kind: "manual", now: () => AT } as const;
  const report = await runOutletFleet({
    outlets: 1,
    intervalSeconds: 1,
    forSeconds: 2,
    rampSeconds: 0,
    mqtt: door,
    hj212: door,
    clock,
  });
  await new Promise<void>((done) => server.close(() => done()));

  expect(report).toMatchObject({ outlets: 1, sent: 2, acknowledged: 2, unanswered: 0, resent: 0 });
  expect([...topics.values()]).toEqual([2]);
});
