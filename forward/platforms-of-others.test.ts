import { afterEach, expect, test, vi } from "vitest";
import { NO_LOG } from "../core/log.ts";
import type { Upstream } from "../core/registry/upstream.ts";
import type { FrameDraft } from "./frame-draft.ts";
import { FakePlatform } from "./testing/fake-platform.ts";
import { aDraft, NINE } from "./testing/forward-facts.ts";
import { type LineTuning, UpstreamLine } from "./upstream-line.ts";

/** Platforms that answer otherwise than the standard says, over real sockets. */

const PATIENT: Partial<LineTuning> = { answerTimeoutMs: 20_000, firstRedialMs: 5, longestRedialMs: 20, tailMs: 5 };
const NOBODY = { onArrived: () => {} };
const lines: UpstreamLine[] = [];

afterEach(async () => {
  for (const line of lines.splice(0)) await line.stop();
});

function dial(port: number, change: Partial<Upstream> = {}, tuning: Partial<LineTuning> = {}): UpstreamLine {
  const clock = { kind: "manual", now: () => NINE } as const;
  const upstream = { id: "city", host: "127.0.0.1", port, edition: "2017", ...change } as const;
  const line = new UpstreamLine({ upstream, clock, log: NO_LOG, tuning: { ...PATIENT, ...tuning } });
  lines.push(line);
  return line;
}

function frames(count: number): readonly FrameDraft[] {
  return Array.from({ length: count }, (_, i) =>
    aDraft({ seq: i + 1, mn: "SIM0", cp: `DataTime=20261123080000;a21026-Avg=${i},a21026-Flag=N` }),
  );
}

test.each([
  ["without CR LF", "answer-without-crlf", {}],
  ["without CRC, when the upstream's answers are not checked", "answer-without-crc", { answerCrc: "unchecked" }],
  ["with a CRC that means nothing, when answers are not checked", "answer-with-wrong-crc", { answerCrc: "unchecked" }],
  ["as the standard says, when answers are not checked", "answer", { answerCrc: "unchecked" }],
  ["as in 2005, when answers are not checked", "answer-in-2005", { answerCrc: "unchecked" }],
  ["by 9011 alone, when the upstream acknowledges by 9011", "accept", { acknowledgedBy: "9011" }],
  ["by 9014 although it is registered with 9011", "answer", { acknowledgedBy: "9011" }],
] as const)("a platform that answers %s is understood, and nothing is sent again", async (_how, deed, change) => {
  await using platform = await FakePlatform.start(() => deed);
  const line = dial(platform.port, change);

  expect(await line.deliver(frames(3), NOBODY)).toBe("delivered");

  expect(line.state()).toMatchObject({ counts: { sent: 3, resent: 0, acknowledged: 3 }, trouble: null });
});

test.each(["standard", "swapped", "modbus", "modbus-swapped"] as const)(
  "frames go up with the CRC that the platform checks by: %s",
  async (crc) => {
    await using platform = await FakePlatform.start(() => "answer", { crc });

    expect(await dial(platform.port, { crc }).deliver(frames(2), NOBODY)).toBe("delivered");
  },
);

test.each([
  ["no answer came", "keep-quiet", "nothing"],
  ["the answer has no CRC", "answer-without-crc", "unchecked"],
  ["the CRC of the answer fits nowhere", "answer-with-wrong-crc", "bad-frame"],
  ["a 9011 came instead of a 9014", "accept", "only-9011"],
] as const)("a line whose frame waits for the answer to a resend is not well, and says why: %s", async (_why, deed, heard) => {
  await using platform = await FakePlatform.start(() => deed);
  const line = dial(platform.port, {}, { answerTimeoutMs: 400, resends: 1_000, restMs: 20 });

  void line.deliver(frames(1), NOBODY);

  const facts = { cn: "2061", mn: "SIM0", heard, of: 1, resent: 1 };
  const trouble = { at: NINE, code: "resending", detail: { code: "frames-resent", facts } };
  await vi.waitFor(() => expect(line.state()).toMatchObject({ phase: "connected", trouble }), { timeout: 5_000, interval: 5 });
});

// Behaviour
test("one frame that was sent again is no trouble, three of the last twenty are, until twenty went well", async () => {
  let isSlow = true;
  await using platform = await FakePlatform.start((_, nth) => (isSlow && nth % 2 === 1 ? "keep-quiet" : "answer"));
  const line = dial(platform.port, {}, { answerTimeoutMs: 100 });

  await line.deliver(frames(1), NOBODY);
  expect(line.state().trouble).toBeNull();
  await line.deliver(frames(2), NOBODY);
  expect(line.state().trouble?.detail).toMatchObject({ facts: { resent: 3, of: 3, heard: "nothing" } });
  isSlow = false;
  await line.deliver(frames(17), NOBODY);
  expect(line.state().trouble?.detail).toMatchObject({ facts: { resent: 3, of: 20 } });
  await line.deliver(frames(1), NOBODY);

  expect(line.state().trouble).toBeNull();
});
