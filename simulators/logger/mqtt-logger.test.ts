import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { Aedes, type AedesPublishPacket } from "aedes";
import { afterEach, expect, test, vi } from "vitest";
import { NO_LOG } from "../../core/ports/log.ts";
import { HOUR, instant, plus } from "../../core/time.ts";
import { decodeReadings } from "../../ingest/codecs/json/decode-readings.ts";
import { type MqttLoggerTuning, startMqttLogger } from "./mqtt-logger.ts";
import type { Logger, Report } from "./report.ts";

const MN = "SIM410102000000000000002";
const START = instant(1_795_392_000_000);
const QUICK = { answerTimeoutMs: 200, firstRetryMs: 5, longestRetryMs: 20 } as const;
/** Takes no slow answer for a broken connection: on a busy machine a fifth of a second is soon over. */
const PATIENT = { ...QUICK, answerTimeoutMs: 30_000 } as const;
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

type Deed = "answer" | "ignore" | "hang-up" | "refuse";

interface TestBroker {
  readonly port: number;
  readonly heard: readonly AedesPublishPacket[];
  /** Payloads of which the PUBACK was let go. */
  readonly answered: ReadonlySet<string>;
  readonly connections: () => number;
}

/** A broker that does with the n-th publish what the test says; the first `closedDoors` connections are refused with return code 4. */
async function aBroker(deedOf: (nth: number) => Deed, closedDoors = 0): Promise<TestBroker> {
  const heard: AedesPublishPacket[] = [];
  const answered = new Set<string>();
  const sockets = new Set<Socket>();
  let connections = 0;
  const aedes = await Aedes.createBroker({
    authenticate: (_client, username, password, done) => {
      const isKnown = username === MN && String(password) === "device-secret";
      if (isKnown && ++connections > closedDoors) done(null, true);
      else done(Object.assign(new Error("not let in"), { returnCode: 4 }), false);
    },
    authorizePublish: (client, packet, done) => {
      heard.push({ ...packet, payload: Buffer.from(packet.payload) } as AedesPublishPacket);
      const deed = deedOf(heard.length);
      if (deed === "hang-up") client?.close();
      if (deed === "refuse") done(new Error("no room"));
      if (deed !== "answer") return;
      answered.add(String(packet.payload));
      done(null);
    },
  });
  const server = createServer((socket) => {
    sockets.add(socket);
    aedes.handle(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closers.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
    await new Promise<void>((resolve) => aedes.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port, heard, answered, connections: () => connections };
}

function aLogger(port: number, tuning: Partial<MqttLoggerTuning> = QUICK): Logger {
  const logger = startMqttLogger({ host: "127.0.0.1", port, mn: MN, secret: "device-secret", log: NO_LOG, tuning });
  closers.push(() => logger.stop());
  return logger;
}

function hours(count: number): readonly Report[] {
  return Array.from({ length: count }, (_, i) => ({
    basis: "hour",
    at: plus(START, i * HOUR),
    values: { a34001: { value: i / 100, min: 0, max: 1, flag: "N" } },
  }));
}

async function untilDelivered(logger: Logger, count: number): Promise<void> {
  await vi.waitFor(() => expect(logger.counts()).toMatchObject({ acknowledged: count, waiting: 0 }), {
    timeout: 8_000,
    interval: 5,
  });
}

test("a report is one readings message of QoS 1 on the device's topic", async () => {
  const broker = await aBroker(() => "answer");
  const logger = aLogger(broker.port);

  logger.offer({ basis: "hour", at: START, values: { a34001: { value: 0.25, min: 0.2, max: 0.3, flag: "N" } } });
  await untilDelivered(logger, 1);

  expect(broker.heard[0]).toMatchObject({ topic: `outfall/v1/${MN}/readings`, qos: 1, retain: false });
  const decoded = decodeReadings(new Uint8Array(broker.heard[0]?.payload as Buffer));
  expect(decoded).toEqual({
    ok: true,
    value: [
      {
        time: { state: "given", at: START },
        basis: "hour",
        values: new Map([["a34001", { value: 0.25, min: 0.2, max: 0.3, flag: "N" }]]),
      },
    ],
  });
});

test("a day of messages goes through in time order", async () => {
  const broker = await aBroker(() => "answer");
  const logger = aLogger(broker.port, PATIENT);

  for (const report of hours(168)) logger.offer(report);
  await untilDelivered(logger, 168);

  expect(broker.heard.map((p) => JSON.parse(String(p.payload)).at)).toEqual(hours(168).map((r) => new Date(r.at).toISOString()));
  expect(logger.counts()).toEqual({ sent: 168, acknowledged: 168, resent: 0, refused: 0, dropped: 0, waiting: 0 });
});

test("connections that break in the middle cost nothing: every message is acknowledged in the end", async () => {
  const broker = await aBroker((nth) => (nth % 29 === 0 ? "hang-up" : "answer"));
  const logger = aLogger(broker.port);

  for (const report of hours(168)) logger.offer(report);
  await untilDelivered(logger, 168);

  expect(broker.answered.size).toBe(168);
  expect(broker.connections()).toBeGreaterThan(5);
  expect(logger.counts().resent).toBeGreaterThan(5);
});

test("a message that the broker refuses is sent again on the next connection", async () => {
  const broker = await aBroker((nth) => (nth === 2 ? "refuse" : "answer"));
  const logger = aLogger(broker.port);

  for (const report of hours(10)) logger.offer(report);
  await untilDelivered(logger, 10);

  expect(broker.answered.size).toBe(10);
});

test("a broker that goes quiet is left and found again", async () => {
  const broker = await aBroker((nth) => (nth === 3 ? "ignore" : "answer"));
  const logger = aLogger(broker.port);

  for (const report of hours(10)) logger.offer(report);
  await untilDelivered(logger, 10);

  expect(broker.connections()).toBeGreaterThan(1);
  expect(broker.answered.size).toBe(10);
});

test("a broker that does not let the logger in is asked again until it does", async () => {
  const broker = await aBroker(() => "answer", 3);
  const logger = aLogger(broker.port);

  logger.offer({ basis: "realtime", at: START, values: { a34001: { value: 0.25, flag: "N" } } });
  await untilDelivered(logger, 1);

  expect(logger.counts().refused).toBe(3);
});

test.each(["answer", "ignore"] as const)("stopping is quick while the broker would %s", async (deed) => {
  const broker = await aBroker(() => deed);
  const logger = aLogger(broker.port);
  for (const report of hours(50)) logger.offer(report);
  await vi.waitFor(() => expect(broker.heard.length).toBeGreaterThan(0), { timeout: 8_000, interval: 5 });

  const begun = performance.now();
  await logger.stop();

  expect(performance.now() - begun).toBeLessThan(2_000);
  const { acknowledged, waiting } = logger.counts();
  expect(acknowledged + waiting).toBe(50);
});

test("stopping is quick when no broker was ever reached", async () => {
  const logger = aLogger(1);

  const begun = performance.now();
  await logger.stop();

  expect(performance.now() - begun).toBeLessThan(2_000);
});
