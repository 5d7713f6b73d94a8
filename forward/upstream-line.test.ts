import { afterEach, expect, test, vi } from "vitest";
import { NO_LOG } from "../core/log.ts";
import type { Upstream } from "../core/registry/upstream.ts";
import { encodeFrame } from "../ingest/codecs/hj212/encode-frame.ts";
import { holdTimers, until } from "../tests/support/held-timers.ts";
import type { FrameDraft } from "./frame-draft.ts";
import { FakePlatform } from "./testing/fake-platform.ts";
import { aDraft, NINE } from "./testing/forward-facts.ts";
import { type LineTuning, UpstreamLine } from "./upstream-line.ts";

/** Nothing is resent within a test, however busy the machine is. */
const PATIENT: Partial<LineTuning> = { answerTimeoutMs: 20_000, firstRedialMs: 5, longestRedialMs: 20 };
/** For tests in which an answer stays away. */
const RESENDING: Partial<LineTuning> = { ...PATIENT, answerTimeoutMs: 300 };
/** For tests that do not ask which frame arrived when. */
const NOBODY = { onArrived: () => {} };
const lines: UpstreamLine[] = [];

afterEach(async () => {
  for (const line of lines.splice(0)) await line.stop();
});

function dial(port: number, tuning: Partial<LineTuning> = PATIENT, change: Partial<Upstream> = {}): UpstreamLine {
  const clock = { kind: "manual", now: () => NINE } as const;
  const upstream = { id: "city", host: "127.0.0.1", port, edition: "2017", ...change } as const;
  const line = new UpstreamLine({ upstream, clock, log: NO_LOG, tuning });
  lines.push(line);
  return line;
}

/** Frames with a running value, device by device in turn. */
function frames(count: number, devices = 1): readonly FrameDraft[] {
  return Array.from({ length: count }, (_, i) =>
    aDraft({ seq: i + 1, mn: `SIM${i % devices}`, cp: `DataTime=20261123080000;a21026-Avg=${i},a21026-Flag=N` }),
  );
}

const values = (platform: FakePlatform) => platform.taken.map((m) => Number(m.pairs.find((p) => p.field === "Avg")?.value));
const isOnce = (n: number) => (other: number) => other === n;
const soon = { timeout: 5_000, interval: 5 };

test("frames are delivered when each is answered, and the line says what it did", async () => {
  await using platform = await FakePlatform.start();
  const line = dial(platform.port);
  const arrived: number[] = [];

  expect(await line.deliver(frames(5, 2), { onArrived: ({ seq }) => arrived.push(seq) })).toBe("delivered");

  expect([...arrived].sort()).toEqual([1, 2, 3, 4, 5]);
  expect(line.state()).toMatchObject({
    phase: "connected",
    counts: { sent: 5, resent: 0, acknowledged: 5 },
    lastError: null,
    lastAcknowledgedAt: NINE,
  });
});

test("each device has one frame on its way at most, and the window holds for all of them", async () => {
  await using platform = await FakePlatform.start(() => "hold");
  const line = dial(platform.port, { ...PATIENT, window: 3 });

  const done = line.deliver(frames(12, 4), NOBODY);
  await vi.waitFor(() => expect(platform.taken).toHaveLength(3), soon);

  expect(new Set(platform.taken.map((m) => m.mn)).size).toBe(3);
  const pump = setInterval(() => platform.release(), 1);
  expect(await done).toBe("delivered");
  clearInterval(pump);
  for (const mn of ["SIM0", "SIM1", "SIM2", "SIM3"]) expect(platform.contents(mn)).toHaveLength(3);
});

test("a lost answer makes the frame go again with the same QN, and only that frame comes twice", async () => {
  await using platform = await FakePlatform.start((_, nth) => (nth === 3 ? "keep-quiet" : "answer"));
  using timers = holdTimers();
  const line = dial(platform.port, RESENDING);

  const done = line.deliver(frames(5), NOBODY);
  await until(() => platform.taken.length === 3);
  timers.pass(300);

  expect(await done).toBe("delivered");
  expect(values(platform)).toEqual([0, 1, 2, 2, 3, 4]);
  expect(platform.taken[3]?.qn).toBe(platform.taken[2]?.qn);
  expect(line.state().counts).toEqual({ sent: 5, resent: 1, acknowledged: 5 });
  expect(platform.connections).toBe(1);
});

test("an answer that comes late still counts, and the answer to the resend changes nothing", async () => {
  await using platform = await FakePlatform.start((_, nth) => (nth <= 2 ? "hold" : "answer"));
  using timers = holdTimers();
  const line = dial(platform.port, RESENDING);

  const done = line.deliver(frames(3), NOBODY);
  await until(() => platform.taken.length === 1);
  timers.pass(300);
  await until(() => platform.taken.length === 2);
  platform.release();

  expect(await done).toBe("delivered");
  expect(values(platform)).toEqual([0, 0, 1, 2]);
  expect(line.state().counts.acknowledged).toBe(3);
});

test("a platform that never answers is hung up on after the last resend, and dialled again", async () => {
  let isDeaf = true;
  await using platform = await FakePlatform.start(() => (isDeaf ? "keep-quiet" : "answer"));
  const line = dial(platform.port, { ...RESENDING, resends: 2 });

  const done = line.deliver(frames(2), NOBODY);
  await vi.waitFor(() => expect(line.state().lastError?.code).toBe("unanswered"), soon);
  const error = line.state().lastError;
  isDeaf = false;

  expect(await done).toBe("delivered");
  expect(error?.detail).toEqual({ code: "no-9014", facts: { cn: "2061", mn: "SIM0", resends: 2 } });
  expect(platform.connections).toBeGreaterThan(1);
  expect(values(platform).filter(isOnce(1))).toHaveLength(1);
});

test("connections that break at any frame lose nothing, keep the order of each device, and repeat only what was not answered", async () => {
  const broken = new Map([
    [2, "lose"],
    [5, "hang-up"],
    [9, "lose"],
    [14, "hang-up"],
  ] as const);
  await using platform = await FakePlatform.start((_, nth) => broken.get(nth as 2) ?? "answer");
  const line = dial(platform.port);

  expect(await line.deliver(frames(20, 3), NOBODY)).toBe("delivered");

  const wanted = frames(20, 3).map((f) => f.mn);
  for (const mn of new Set(wanted)) {
    const own = wanted.flatMap((m, i) => (m === mn ? [i] : []));
    const heard = platform.taken.filter((m) => m.mn === mn).map((m) => Number(m.pairs.find((p) => p.field === "Avg")?.value));
    expect(heard.filter((value, i) => value !== heard[i - 1])).toEqual(own);
  }
  expect(platform.connections).toBe(5);
});

test("a frame keeps its QN over a new connection, so that a platform that took it can recognise it", async () => {
  await using platform = await FakePlatform.start((_, nth) => (nth === 1 ? "hang-up" : "answer"));

  await dial(platform.port).deliver(frames(1), NOBODY);

  expect(platform.taken).toHaveLength(2);
  expect(platform.taken[1]?.qn).toBe(platform.taken[0]?.qn);
});

test("an outage costs nothing: what waits is delivered when the platform is back", async () => {
  await using platform = await FakePlatform.start();
  const line = dial(platform.port);
  await line.deliver(frames(2), NOBODY);

  await platform.close();
  const done = line.deliver(frames(3), NOBODY);
  await vi.waitFor(() => expect(line.state()).toMatchObject({ lastError: { code: "unreachable" } }), soon);
  await platform.open();

  expect(await done).toBe("delivered");
  expect(values(platform)).toEqual([0, 1, 0, 1, 2]);
});

test("a refusal is told by its code and not answered with hammering", async () => {
  await using platform = await FakePlatform.start(() => "refuse");
  const line = dial(platform.port, { ...PATIENT, longestRedialMs: 60_000 });

  void line.deliver(frames(1), NOBODY);
  await vi.waitFor(() => expect(line.state().phase).toBe("waiting"), soon);

  const facts = { cn: "2061", mn: "SIM0", answer: "9011", code: "3" };
  expect(line.state().lastError).toEqual({ at: NINE, code: "refused", detail: { code: "frame-refused", facts } });
  expect(platform.connections).toBe(1);
});

test("a platform that answers as in 2005 is understood", async () => {
  await using platform = await FakePlatform.start(() => "answer-in-2005");

  expect(await dial(platform.port).deliver(frames(2), NOBODY)).toBe("delivered");
});

test("a stop gives back what was not answered, at once", async () => {
  await using platform = await FakePlatform.start(() => "keep-quiet");
  const line = dial(platform.port);

  const done = line.deliver(frames(1), NOBODY);
  await vi.waitFor(() => expect(platform.taken).toHaveLength(1), soon);
  await line.stop();

  expect(await done).toBe("stopped");
  expect(await line.deliver(frames(1), NOBODY)).toBe("stopped");
});

test("what a platform asks of a data logger is not answered and disturbs nothing", async () => {
  await using platform = await FakePlatform.start();
  const line = dial(platform.port);
  await vi.waitFor(() => expect(line.state().phase).toBe("connected"), soon);

  platform.say(encodeFrame({ qn: "20261123090003000", st: "31", cn: "1012", pw: "1", mn: "SIM0", flag: 5, cp: "" }));
  platform.say(new TextEncoder().encode("noise ##12"));

  expect(await line.deliver(frames(1), NOBODY)).toBe("delivered");
});

/** Takes everything of all devices but SIM0. */
const allBut = (deed: "keep-quiet" | "refuse") => (message: { readonly mn: string }) =>
  message.mn === "SIM0" ? deed : ("answer" as const);

test.each([
  ["is silent to", "keep-quiet", "unanswered"],
  ["refuses", "refuse", "refused"],
] as const)(
  "a device that the platform %s is given up, and the others are delivered on the same connection",
  async (_what, deed, code) => {
    await using platform = await FakePlatform.start(allBut(deed));
    using timers = holdTimers();
    const line = dial(platform.port, { ...RESENDING, resends: 1 });
    const held: unknown[] = [];

    const done = line.deliver(frames(9, 3), {
      onArrived: () => {},
      onHeld: (mn, left, error) => held.push([mn, left.map(({ seq }) => seq), error.code]) > 0,
    });
    await until(() => ["SIM1", "SIM2"].every((mn) => platform.contents(mn).length === 3));
    if (deed === "keep-quiet") {
      timers.pass(300);
      await until(() => platform.taken.filter(({ mn }) => mn === "SIM0").length === 2);
      timers.pass(300);
    }

    expect(await done).toBe("delivered");
    expect(held).toEqual([["SIM0", [1, 4, 7], code]]);
    for (const mn of ["SIM1", "SIM2"]) expect(platform.contents(mn)).toHaveLength(3);
    expect(platform.connections).toBe(1);
  },
);

test("a device that has the line to itself is given up after two connections in a row", async () => {
  await using platform = await FakePlatform.start(() => "keep-quiet");
  const line = dial(platform.port, { ...RESENDING, answerTimeoutMs: 30, resends: 0 });

  const outcome = await line.deliver(frames(1), { onArrived: () => {}, onHeld: () => true });

  expect(outcome).toBe("delivered");
  expect(platform.taken).toHaveLength(2);
  expect(platform.connections).toBe(2);
});

test("a device for which nobody has a place holds the line up as before", async () => {
  let isDeaf = true;
  await using platform = await FakePlatform.start((message) => (isDeaf ? allBut("keep-quiet")(message) : "answer"));
  const line = dial(platform.port, { ...RESENDING, answerTimeoutMs: 60, resends: 0 });
  let refusals = 0;

  const done = line.deliver(frames(4, 2), {
    onArrived: () => {},
    onHeld: () => {
      refusals++;
      isDeaf = refusals < 2;
      return false;
    },
  });

  expect(await done).toBe("delivered");
  expect(refusals).toBeGreaterThan(1);
  expect(new Set(platform.contents("SIM0")).size).toBe(2);
});

test("a second batch while the first is on its way is a bug, and nothing is delivered in vain", async () => {
  await using platform = await FakePlatform.start(() => "hold");
  const line = dial(platform.port);
  const first = line.deliver(frames(1), NOBODY);

  expect(() => line.deliver(frames(1), NOBODY)).toThrow("one batch at a time");
  await line.stop();

  expect(await first).toBe("stopped");
  expect(await line.deliver(frames(1), NOBODY)).toBe("stopped");
});

test("a batch without frames is delivered at once", async () => {
  await using platform = await FakePlatform.start();

  expect(await dial(platform.port).deliver([], NOBODY)).toBe("delivered");
});
