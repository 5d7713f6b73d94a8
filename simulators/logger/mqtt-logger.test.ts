import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { Aedes, type AedesPublishPacket } from "aedes";
import { afterEach, expect, test, vi } from "vitest";
import { NO_LOG } from "../../core/log.ts";
import { formatBeijingStamp, HOUR, instant, plus } from "../../core/time.ts";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { decodeReadings } from "../../ingest/codecs/json/decode-readings.ts";
import { factorySettings } from "./command-handler.ts";
import { type MqttLoggerTuning, startMqttLogger } from "./mqtt-logger.ts";
import type { Logger, Report } from "./report.ts";

const MN = "SIM410102000000000000002";
const START = instant(1_795_392_000_000);
const QUICK = { answerTimeoutMs: 200, firstRetryMs: 5, longestRetryMs: 20 } as const;
/** Takes no slow answer for a broken connection: on a busy machine a fifth of a second is soon over. */
const PATIENT = { ...QUICK, answerTimeoutMs: 30_000 } as const;
/** Retries and lost answers are far off: what waits for one runs into the limit of the test. */
const NEVER_LOST = { answerTimeoutMs: 3_600_000, firstRetryMs: 3_600_000, longestRetryMs: 3_600_000 } as const;
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
  /** Sends a frame to the device's topic `down`. */
  down(frame: Uint8Array): Promise<void>;
  /** True once the device listens there. */
  isListening(): boolean;
}

/**
 * A broker that does with the n-th publish what the test says; the first `closedDoors` connections are refused with
 * return code 4.
 */
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
  let isListening = false;
  aedes.on("subscribe", () => {
    isListening = true;
  });
  const down = (frame: Uint8Array): Promise<void> =>
    new Promise((resolve, reject) => {
      const packet = {
        cmd: "publish",
        topic: `outfall/v1/${MN}/down`,
        payload: Buffer.from(frame),
        qos: 1,
        dup: false,
        retain: false,
      };
      aedes.publish(packet as Parameters<typeof aedes.publish>[0], (failure) => (failure ? reject(failure) : resolve()));
    });
  const { port } = server.address() as AddressInfo;
  return { port, heard, answered, connections: () => connections, down, isListening: () => isListening };
}

function aLogger(
  port: number,
  tuning: Partial<MqttLoggerTuning> = QUICK,
  commands?: NonNullable<Parameters<typeof startMqttLogger>[0]["commands"]>,
): Logger {
  const options = { host: "127.0.0.1", port, mn: MN, secret: "device-secret", log: NO_LOG, tuning };
  const logger = startMqttLogger({ ...options, ...(commands !== undefined && { commands }) });
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
    value: {
      readings: [
        {
          time: { state: "given", at: START },
          basis: "hour",
          values: new Map([["a34001", { value: 0.25, min: 0.2, max: 0.3, flag: "N" }]]),
        },
      ],
      faults: [],
    },
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

test.each(["answer", "ignore"] as const)("stopping does not wait for answers while the broker would %s", async (deed) => {
  const broker = await aBroker(() => deed);
  const logger = aLogger(broker.port, NEVER_LOST);
  for (const report of hours(50)) logger.offer(report);
  await vi.waitFor(() => expect(broker.heard.length).toBeGreaterThan(0), { timeout: 8_000, interval: 5 });

  await logger.stop();

  const { acknowledged, waiting } = logger.counts();
  expect(acknowledged + waiting).toBe(50);
});

test("stopping does not wait for the next try when no broker was ever reached", async () => {
  const logger = aLogger(1, NEVER_LOST);
  logger.offer({ basis: "realtime", at: START, values: {} });

  await logger.stop();

  expect(logger.counts()).toMatchObject({ sent: 0, waiting: 1 });
});

test("a command that comes over the topic down is answered as frames of HJ 212, and history goes out as readings", async () => {
  const broker = await aBroker(() => "answer");
  aLogger(broker.port, PATIENT, {
    ...{ factors: ["a34001"], settings: factorySettings("123456", 30), answerMs: 0, workMs: 0, st: "22" },
    clock: { kind: "manual", now: () => plus(START, 24 * HOUR) },
    history: (_basis, from, to) => hours(24).filter(({ at }) => at >= from && at <= to),
  });
  await vi.waitFor(() => expect(broker.isListening()).toBe(true), { timeout: 8_000, interval: 5 });

  const cp = `BeginTime=${formatBeijingStamp(START)};EndTime=${formatBeijingStamp(plus(START, 2 * HOUR))}`;
  await broker.down(encodeFrame({ qn: "20260102030405678", st: "22", cn: "2061", pw: "123456", mn: MN, flag: 5, cp }));
  await vi.waitFor(() => expect(String(broker.heard.at(-1)?.payload)).toContain("CN=9012"), { timeout: 8_000, interval: 5 });

  expect(broker.heard.map((p) => p.topic.split("/").at(-1))).toEqual(["hj212", "readings", "readings", "readings", "hj212"]);
  expect(String(broker.heard[0]?.payload)).toContain("CN=9011");
  expect(String(broker.heard.at(-1)?.payload)).toContain("ExeRtn=1");
});
