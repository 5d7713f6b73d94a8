import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { NO_LOG } from "../../core/ports/log.ts";
import { HOUR, type Instant, instant, plus } from "../../core/time.ts";
import { answer9014 } from "../../ingest/codecs/hj212/answer.ts";
import { decodeCutFrame, type Hj212Message } from "../../ingest/codecs/hj212/decode-frame.ts";
import { createFrameCutter } from "../../ingest/codecs/hj212/frame-cutter.ts";
import { type Hj212LoggerTuning, startHj212Logger } from "./hj212-logger.ts";
import type { Logger, Report } from "./report.ts";

const IDENTITY = { mn: "SIM410102000000000000001", password: "123456", st: "31" };
const START = instant(1_795_392_000_000);
const QUICK = { answerTimeoutMs: 40, firstRetryMs: 5, longestRetryMs: 20 } as const;
const closers: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** A platform that hears every frame; what it does with the n-th one is the test's business. */
interface Platform {
  readonly port: number;
  readonly heard: readonly Hj212Message[];
  /** Hours whose 9014 was handed to the socket. */
  readonly answered: ReadonlySet<number>;
  readonly connections: () => number;
}

type Deed = "answer" | "answer-another" | "ignore" | "hang-up";

async function aPlatform(deedOf: (nth: number) => Deed, port = 0): Promise<Platform> {
  const heard: Hj212Message[] = [];
  const answered = new Set<number>();
  const sockets = new Set<Socket>();
  let connections = 0;
  const server: Server = createServer((socket) => {
    connections++;
    sockets.add(socket);
    socket.on("error", () => {});
    const cutter = createFrameCutter();
    socket.on("data", (chunk) => {
      cutter.push(chunk);
      for (let found = cutter.next(); found !== undefined && !socket.destroyed; found = cutter.next()) {
        if (found.kind !== "frame") throw new Error("the logger sent a bad frame");
        const message = decodeCutFrame(found);
        if (!message.ok) throw new Error(message.error.message);
        heard.push(message.value);
        const deed = deedOf(heard.length);
        if (deed === "hang-up") socket.destroy();
        if (deed === "answer-another") socket.write(answer9014({ ...message.value, qn: "20260102030405678" }));
        if (deed !== "answer") continue;
        socket.write(answer9014(message.value));
        answered.add(timeOf(message.value));
      }
    });
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  closers.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port, heard, answered, connections: () => connections };
}

function timeOf({ body }: Hj212Message): number {
  return body.kind !== "exchange" && body.time.state === "given" ? body.time.at : Number.NaN;
}

function hours(count: number): readonly Report[] {
  return Array.from({ length: count }, (_, i) => hourReport(plus(START, i * HOUR), i));
}

function hourReport(at: Instant, value: number): Report {
  return { basis: "hour", at, values: { a21026: { value, flag: "N" } } };
}

function aLogger(port: number, tuning: Partial<Hj212LoggerTuning> = QUICK): Logger {
  const clock = { kind: "system", now: () => instant(START + 48 * HOUR) } as const;
  const logger = startHj212Logger({ host: "127.0.0.1", port, identity: IDENTITY, clock, log: NO_LOG, tuning });
  closers.push(() => logger.stop());
  return logger;
}

async function untilDelivered(logger: Logger, count: number): Promise<void> {
  await vi.waitFor(() => expect(logger.counts()).toMatchObject({ acknowledged: count, waiting: 0 }), {
    timeout: 5_000,
    interval: 5,
  });
}

test("a day of frames goes through in time order, each answered once", async () => {
  const platform = await aPlatform(() => "answer");
  const logger = aLogger(platform.port, {});

  for (const report of hours(168)) logger.offer(report);
  await untilDelivered(logger, 168);

  expect(platform.heard.map(timeOf)).toEqual(hours(168).map((r) => r.at));
  expect(new Set(platform.heard.map((m) => m.qn)).size).toBe(168);
  expect(logger.counts()).toEqual({ sent: 168, acknowledged: 168, resent: 0, refused: 0, dropped: 0, waiting: 0 });
});

test("never more frames are on their way than the window allows", async () => {
  const platform = await aPlatform(() => "ignore");
  const logger = aLogger(platform.port, { window: 4 });

  for (const report of hours(20)) logger.offer(report);
  await vi.waitFor(() => expect(platform.heard).toHaveLength(4), { timeout: 8_000, interval: 5 });

  expect(logger.counts()).toMatchObject({ sent: 4, acknowledged: 0, waiting: 20 });
});

test("without a 9014 a frame is resent with the same QN, at most three times; then the logger hangs up and dials again", async () => {
  const platform = await aPlatform((nth) => (nth <= 4 ? "ignore" : "answer"));
  const logger = aLogger(platform.port);

  logger.offer(hourReport(START, 1));
  await untilDelivered(logger, 1);

  const qns = platform.heard.map((m) => m.qn);
  expect(new Set(qns.slice(0, 4)).size).toBe(1);
  expect(platform.connections()).toBe(2);
  expect(logger.counts()).toMatchObject({ sent: 1, resent: 4, acknowledged: 1 });
});

test("answers that get lost and lines that break cost nothing: every frame is acknowledged in the end", async () => {
  const platform = await aPlatform((nth) => {
    if (nth % 29 === 0) return "hang-up";
    return nth % 7 === 0 ? "ignore" : "answer";
  });
  const logger = aLogger(platform.port);

  for (const report of hours(168)) logger.offer(report);
  await untilDelivered(logger, 168);

  expect([...platform.answered].sort()).toEqual(hours(168).map((r) => r.at));
  expect(logger.counts().sent).toBe(168);
  expect(logger.counts().resent).toBeGreaterThan(5);
  expect(platform.connections()).toBeGreaterThan(5);
});

test("a platform that is not there yet is dialled until it is", async () => {
  const gone = await aPlatform(() => "answer");
  await closers.splice(0)[0]?.();
  const logger = aLogger(gone.port);
  logger.offer(hourReport(START, 1));
  await vi.waitFor(() => expect(logger.counts().refused).toBeGreaterThan(1), { timeout: 8_000, interval: 5 });

  await aPlatform(() => "answer", gone.port);

  await untilDelivered(logger, 1);
});

test("an answer with a foreign QN acknowledges nothing", async () => {
  const platform = await aPlatform(() => "answer-another");
  const logger = aLogger(platform.port);

  logger.offer(hourReport(START, 1));
  await vi.waitFor(() => expect(logger.counts().resent).toBeGreaterThan(0), { timeout: 8_000, interval: 5 });

  expect(logger.counts()).toMatchObject({ acknowledged: 0, waiting: 1 });
});

test("stopping does not wait for answers and dials no more", async () => {
  const platform = await aPlatform(() => "ignore");
  const logger = aLogger(platform.port);
  logger.offer(hourReport(START, 1));
  await vi.waitFor(() => expect(platform.heard).toHaveLength(1), { timeout: 8_000, interval: 5 });

  const begun = performance.now();
  await logger.stop();

  expect(performance.now() - begun).toBeLessThan(2_000);
  expect(logger.counts()).toMatchObject({ acknowledged: 0, waiting: 1 });
});
