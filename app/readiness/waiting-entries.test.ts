import fc from "fast-check";
import { expect, test } from "vitest";
import { WaitingEntries } from "./waiting-entries.ts";

test("the oldest entry has waited since the first look at which it was there", () => {
  const waiting = new WaitingEntries();
  expect(waiting.look({ lastSeq: 3, passed: 3, nowMs: 0 })).toBe(0);
  expect(waiting.look({ lastSeq: 5, passed: 3, nowMs: 1_000 })).toBe(0);
  expect(waiting.look({ lastSeq: 9, passed: 3, nowMs: 61_000 })).toBe(60_000);
  // The two of the first look are done, those of the second are not.
  expect(waiting.look({ lastSeq: 9, passed: 6, nowMs: 62_000 })).toBe(1_000);
  expect(waiting.look({ lastSeq: 9, passed: 9, nowMs: 63_000 })).toBe(0);
});

test("a backlog of days takes bounded room and looks as old as it is", () => {
  const waiting = new WaitingEntries();
  let waited = 0;
  for (let i = 1; i <= 5_000; i++) waited = waiting.look({ lastSeq: i, passed: 0, nowMs: i * 1_000 });
  expect(waited).toBe(4_999_000);
});

test("whatever comes and is done, what is told is never longer than the oldest entry has waited", () => {
  const step = fc.record({ come: fc.nat(5), done: fc.nat(8), ms: fc.nat(5_000) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const waiting = new WaitingEntries();
      const cameAt: number[] = [];
      let [passed, nowMs] = [0, 0];
      for (const { come, done, ms } of steps) {
        nowMs += ms;
        for (let i = 0; i < come; i++) cameAt.push(nowMs);
        passed = Math.min(cameAt.length, passed + done);
        const oldest = cameAt[passed];
        const told = waiting.look({ lastSeq: cameAt.length, passed, nowMs });
        // Every look is made when entries come, so it is exact here.
        expect(told).toBe(oldest === undefined ? 0 : nowMs - oldest);
      }
    }),
  );
});
