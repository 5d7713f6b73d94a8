import fc from "fast-check";
import { expect, test } from "vitest";
import {
  DEFAULT_TIMING,
  type ExchangeEffect,
  type ExchangeEvent,
  type ExchangePhase,
  type ExchangePlan,
  stepExchange,
} from "./exchange-machine.ts";

const PLAN: ExchangePlan = { timing: DEFAULT_TIMING, closing: "result", losses: 0 };

/** All effects of a run of events, from the beginning. */
function run(events: readonly ExchangeEvent[], plan: ExchangePlan = PLAN): readonly ExchangeEffect[] {
  let at: ExchangePhase = { phase: "waiting" };
  return events.flatMap((event) => {
    const step = stepExchange(at, event, plan);
    at = step.next;
    return step.effects;
  });
}
const kinds = (effects: readonly ExchangeEffect[]): readonly string[] => effects.map((e) => e.kind);
const begin = { kind: "begin" } as const;
const timer = { kind: "timer" } as const;
const accepted = { kind: "request-answer", code: 1 } as const;
const finished = (state: string, code: number | null) => expect.objectContaining({ kind: "finish", state, code });

test("9011 and 9012 with 1 end a request well", () => {
  const effects = run([begin, accepted, { kind: "result", code: 1 }]);

  expect(effects).toEqual([{ kind: "send" }, { kind: "timer", ms: 10_000 }, { kind: "timer", ms: 60_000 }, finished("done", 1)]);
});

test("a request without an answer is sent again after 10 seconds, three times, and then has timed out", () => {
  const effects = run([begin, timer, timer, timer, timer]);

  expect(kinds(effects)).toEqual(["send", "timer", "send", "timer", "send", "timer", "send", "timer", "finish"]);
  expect(effects.at(-1)).toEqual(finished("timed-out", null));
});

test("after 9011 a command is not sent again: without a result it has failed", () => {
  expect(run([begin, timer, accepted, timer]).slice(-1)).toEqual([finished("failed", null)]);
});

test("each packet of data gives the device time again", () => {
  const effects = run([begin, accepted, { kind: "data" }, { kind: "data" }, { kind: "result", code: 1 }]);

  expect(effects.filter((e) => e.kind === "timer" && e.ms === 60_000)).toHaveLength(3);
  expect(effects.at(-1)).toEqual(finished("done", 1));
});

test.each([
  [2, "failed"],
  [3, "failed"],
  [8, "unsupported"],
  [100, "failed"],
  [77, "failed"],
])("QnRtn %i ends the exchange as %s", (code, state) => {
  expect(run([begin, { kind: "request-answer", code }]).at(-1)).toEqual(finished(state, code));
});

test.each([
  [1, "done"],
  [2, "failed"],
  [5, "failed"],
  [100, "done"],
  [-1, "failed"],
])("ExeRtn %i ends the exchange as %s", (code, state) => {
  expect(run([begin, accepted, { kind: "result", code }]).at(-1)).toEqual(finished(state, code));
});

test("a device that leaves out 9011 and sends its result at once is understood", () => {
  expect(run([begin, { kind: "result", code: 1 }]).at(-1)).toEqual(finished("done", 1));
});

test("9013 ends a notification and nothing else", () => {
  const answer = { kind: "notice-answer" } as const;

  expect(run([begin, answer], { ...PLAN, closing: "notice" }).at(-1)).toEqual(finished("done", null));
  expect(kinds(run([begin, answer]))).toEqual(["send", "timer"]);
});

test("realtime in 2005 has begun with 9011", () => {
  expect(run([begin, accepted], { ...PLAN, closing: "acceptance" }).at(-1)).toEqual(finished("done", 1));
});

test("an exchange goes back into the queue when the line is lost, and fails the third time", () => {
  expect(kinds(run([begin, accepted, { kind: "lost" }]))).toEqual(["send", "timer", "timer", "requeue"]);
  expect(run([begin, { kind: "lost" }], { ...PLAN, losses: 2 }).at(-1)).toEqual(finished("failed", null));
});

test("a request that nobody took waits on; one that was taken once goes on", () => {
  expect(kinds(run([begin, { kind: "unsent" }]))).toEqual(["send", "timer", "requeue"]);
  expect(kinds(run([begin, timer, { kind: "unsent" }]))).toEqual(["send", "timer", "send", "timer"]);
});

const anyEvent: fc.Arbitrary<ExchangeEvent> = fc.oneof(
  fc.constantFrom<ExchangeEvent>(begin, timer, { kind: "data" }, { kind: "notice-answer" }, { kind: "lost" }, { kind: "unsent" }),
  fc.record({ kind: fc.constant("request-answer" as const), code: fc.constantFrom(1, 2, 8, 100) }),
  fc.record({ kind: fc.constant("result" as const), code: fc.constantFrom(1, 2, 100) }),
);
const anyPlan: fc.Arbitrary<ExchangePlan> = fc.record({
  timing: fc.record({ answerMs: fc.constant(10), repeats: fc.nat(5), executionMs: fc.constant(20) }),
  closing: fc.constantFrom("result" as const, "acceptance" as const, "notice" as const),
  losses: fc.nat(3),
});

test("whatever comes, an exchange ends once and then stays silent, and is never sent more often than it may be", () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 40 }), anyPlan, (events, plan) => {
      const effects = kinds(run([begin, ...events], plan));
      const ends = effects.filter((kind) => kind === "finish" || kind === "requeue");

      expect(ends.length).toBeLessThanOrEqual(1);
      if (ends.length === 1) expect(effects.at(-1)).toBe(ends[0]);
      expect(effects.filter((kind) => kind === "send").length).toBeLessThanOrEqual(plan.timing.repeats + 1);
    }),
  );
});

test("whatever has come, an exchange ends when only its timers go on", () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 20 }), anyPlan, (events, plan) => {
      const timers = Array.from({ length: plan.timing.repeats + 2 }, () => timer);

      const effects = kinds(run([begin, ...events, ...timers], plan));

      expect(effects.filter((kind) => kind === "finish" || kind === "requeue")).toHaveLength(1);
    }),
  );
});
