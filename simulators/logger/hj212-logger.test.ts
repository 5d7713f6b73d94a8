import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { NO_LOG } from "../../core/log.ts";
import { formatBeijingStamp, HOUR, type Instant, instant, plus } from "../../core/time.ts";
import { answer9014 } from "../../ingest/codecs/hj212/answer.ts";
import { decodeCutFrame, type Hj212Message } from "../../ingest/codecs/hj212/decode-frame.ts";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { createFrameCutter } from "../../ingest/codecs/hj212/frame-cutter.ts";
import { holdTimers, until } from "../../tests/support/held-timers.ts";
import { type CommandFacts, factorySettings } from "./command-handler.ts";
import { type Hj212LoggerTuning, startHj212Logger } from "./hj212-logger.ts";
import type { Logger, Report } from "./report.ts";

const IDENTITY = { mn: "SIM410102000000000000001", password: "123456", st: "31" };
const START = instant(1_795_392_000_000);
const QUICK = { answerTimeoutMs: 40, firstRetryMs: 5, longestRetryMs: 20 } as const;
/** Takes no slow answer for a lost one. */
const PATIENT = { ...QUICK, answerTimeoutMs: 30_000 } as const;
/** An answer may take far longer than a test: what waits for it runs into the limit of the test. */
const NEVER_RESENDING = { ...QUICK, answerTimeoutMs: 3_600_000 } as const;
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
  /** Sends a request over the newest connection. */
  ask(cn: string, cp?: string): void;
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
        if (!message.ok) throw new Error(message.error.detail.code);
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
  const ask = (cn: string, cp = ""): void => {
    const items = { qn: "20260102030405678", st: "31", pw: IDENTITY.password, mn: IDENTITY.mn, flag: 5 };
    [...sockets].at(-1)?.write(encodeFrame({ ...items, cn, cp }));
  };
  return { port: (server.address() as AddressInfo).port, heard, answered, connections: () => connections, ask };
}

function timeOf({ body }: Hj212Message): number {
  return body.kind !== "exchange" && body.time.state === "given" ? body.time.at : Number.NaN;
}

const stamp = (at: number): string => formatBeijingStamp(instant(at));

function hours(count: number): readonly Report[] {
  return Array.from({ length: count }, (_, i) => hourReport(plus(START, i * HOUR), i));
}

function hourReport(at: Instant, value: number): Report {
  return { basis: "hour", at, values: { a21026: { value, flag: "N" } } };
}

function aLogger(port: number, tuning: Partial<Hj212LoggerTuning> = QUICK, commands?: CommandFacts): Logger {
  const clock = { kind: "system", now: () => instant(START + 48 * HOUR) } as const;
  const options = { host: "127.0.0.1", port, identity: IDENTITY, clock, log: NO_LOG, tuning };
  const logger = startHj212Logger({ ...options, ...(commands !== undefined && { commands }) });
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
  using timers = holdTimers();
  const logger = aLogger(platform.port);

  logger.offer(hourReport(START, 1));
  for (const times of [1, 2, 3, 4]) {
    await until(() => platform.heard.length === times);
    timers.pass(QUICK.answerTimeoutMs);
  }
  // Hung up, it waits to dial again.
  await until(() => vi.getTimerCount() === 1);
  timers.pass(QUICK.longestRetryMs);
  await until(() => logger.counts().acknowledged === 1);

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

/** A logger that remembers two days of hours and answers at once. */
const OBEDIENT: CommandFacts = {
  factors: ["a21026"],
  settings: factorySettings(IDENTITY.password, 30),
  history: (_basis, from, to) => hours(48).filter(({ at }) => at >= from && at <= to),
  answerMs: 0,
  workMs: 0,
};

test("history that is asked for goes out as ordinary hours, and the result comes when each of them is answered", async () => {
  // Some answers get lost: those hours go out again, and the result waits for them.
  const platform = await aPlatform((nth) => (nth % 5 === 3 ? "ignore" : "answer"));
  aLogger(platform.port, QUICK, OBEDIENT);
  await vi.waitFor(() => expect(platform.connections()).toBe(1), { timeout: 8_000, interval: 5 });

  platform.ask("2061", `BeginTime=${stamp(START)};EndTime=${stamp(START + 19 * HOUR)}`);
  await vi.waitFor(() => expect(platform.heard.at(-1)?.cn).toBe("9012"), { timeout: 8_000, interval: 5 });

  expect(platform.heard[0]).toMatchObject({ cn: "9011", qn: "20260102030405678", pairs: [{ field: "QnRtn", value: "1" }] });
  expect(platform.heard.at(-1)).toMatchObject({ qn: "20260102030405678", pairs: [{ field: "ExeRtn", value: "1" }] });
  const sent = platform.heard.filter((m) => m.cn === "2061");
  expect([...new Set(sent.map(timeOf))]).toEqual(hours(20).map((r) => r.at));
  expect(sent.every((m) => m.qn !== "20260102030405678")).toBe(true);
});

test("realtime values stop and go on as the platform says, and come as often as it wants them", async () => {
  const platform = await aPlatform(() => "answer");
  const logger = aLogger(platform.port, PATIENT, OBEDIENT);
  await vi.waitFor(() => expect(platform.connections()).toBe(1), { timeout: 8_000, interval: 5 });
  const said = async (cn: string, cp?: string): Promise<void> => {
    const before = platform.heard.length;
    platform.ask(cn, cp);
    const last = cn === "2012" ? "9013" : "9012";
    await vi.waitFor(() => expect(platform.heard.slice(before).map((m) => m.cn)).toContain(last), {
      timeout: 8_000,
      interval: 5,
    });
  };
  const offered = async (seconds: readonly number[]): Promise<readonly number[]> => {
    const before = platform.heard.length;
    for (const second of seconds) logger.offer({ ...hourReport(instant(START + second * 1_000), 1), basis: "realtime" });
    await vi.waitFor(() => expect(logger.counts().waiting).toBe(0), { timeout: 8_000, interval: 5 });
    return platform.heard.slice(before).map((m) => (timeOf(m) - START) / 1_000);
  };

  expect(await offered([0, 30, 45, 60])).toEqual([0, 30, 60]);
  await said("2012");
  expect(await offered([90, 120])).toEqual([]);
  await said("2011");
  await said("1062", "RtdInterval=60");
  expect(await offered([120, 150, 180])).toEqual([120, 180]);
});

test("a password that the platform sets is used from the next message on", async () => {
  const platform = await aPlatform(() => "answer");
  const logger = aLogger(platform.port, PATIENT, OBEDIENT);
  await vi.waitFor(() => expect(platform.connections()).toBe(1), { timeout: 8_000, interval: 5 });

  platform.ask("1072", "NewPW=654321");
  await vi.waitFor(() => expect(platform.heard.map((m) => m.cn)).toEqual(["9011", "9012"]), { timeout: 8_000, interval: 5 });
  logger.offer(hourReport(START, 1));
  await untilDelivered(logger, 1);

  expect(platform.heard.map((m) => m.pw)).toEqual(["123456", "123456", "654321"]);
});

test("stopping does not wait for answers and dials no more", async () => {
  const platform = await aPlatform(() => "ignore");
  const logger = aLogger(platform.port, NEVER_RESENDING);
  logger.offer(hourReport(START, 1));
  await vi.waitFor(() => expect(platform.heard).toHaveLength(1), { timeout: 8_000, interval: 5 });

  await logger.stop();

  expect(logger.counts()).toMatchObject({ acknowledged: 0, waiting: 1 });
});
