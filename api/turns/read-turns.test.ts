import fc from "fast-check";
import { expect, test } from "vitest";
import { type Moment, ReadTurns, TURN_LIMITS, type TurnLimits } from "./read-turns.ts";

/** A thread whose time and work a test makes; reads are `account/number`. */
class Thread {
  readonly turns: ReadTurns<string>;
  nowMs = 1_000;
  workedMs = 0;
  /** What began, and when. */
  readonly begun: { readonly read: string; readonly atMs: number }[] = [];

  constructor(limits: Partial<TurnLimits> = {}) {
    this.turns = new ReadTurns({ ...TURN_LIMITS, ...limits });
    this.turns.next(this.at());
  }

  at(): Moment {
    return { nowMs: this.nowMs, workedMs: this.workedMs };
  }

  ask(...reads: readonly string[]): readonly boolean[] {
    return reads.map((read) => this.turns.ask(accountOf(read), read));
  }

  rest(ms: number): void {
    this.nowMs += ms;
  }

  work(ms: number): void {
    this.nowMs += ms;
    this.workedMs += ms;
  }

  /** Begins what is next, after its rest. */
  begin(): string | undefined {
    for (;;) {
      const next = this.turns.next(this.at());
      if (next === undefined) return undefined;
      if ("begin" in next) {
        this.begun.push({ read: next.begin, atMs: this.nowMs });
        return next.begin;
      }
      this.rest(next.inMs);
    }
  }

  /** Does everything that waits; each read works so long. */
  doAll(workMs: number): readonly string[] {
    const from = this.begun.length;
    for (let read = this.begin(); read !== undefined; read = this.begin()) {
      this.work(workMs);
      this.turns.end(read, this.at());
    }
    return this.begun.slice(from).map(({ read }) => read);
  }
}

const accountOf = (read: string): string => read.split("/")[0] ?? "";
const reads = (account: string, count: number): readonly string[] => Array.from({ length: count }, (_, i) => `${account}/${i}`);

// Behaviour
test("accounts take turns: the long queue of one delays the single chart of another by one read", () => {
  const thread = new Thread();
  thread.ask(...reads("loop", 32), "person/0");

  expect(thread.doAll(18).slice(0, 3)).toEqual(["loop/0", "person/0", "loop/1"]);
});

test("who asks again goes behind those who wait", () => {
  const thread = new Thread();
  thread.ask("a/0", "b/0", "c/0");

  expect(thread.begin()).toBe("a/0");
  thread.turns.end("a/0", thread.at());
  thread.ask("a/1");

  expect(thread.doAll(1)).toEqual(["b/0", "c/0", "a/1"]);
});

// Behaviour
test("readers without end take half of the thread's time, and the first charts after a quiet while come in at once", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 100, maxLength: 300 }), (works) => {
      const thread = new Thread();
      thread.ask(...reads("loop", 6));
      const [beganMs, workedMs] = [thread.nowMs, thread.workedMs];
      works.forEach((workMs, index) => {
        const read = thread.begin();
        thread.work(workMs);
        thread.turns.end(read ?? "", thread.at());
        thread.ask(`loop/${6 + index}`);
      });

      const [passed, worked] = [thread.nowMs - beganMs, thread.workedMs - workedMs];
      // Half of it, the burst, and the read that brings it above.
      expect(worked).toBeLessThanOrEqual(passed / 2 + (TURN_LIMITS.burstMs + 60) / 2);
      const firstSix = works.slice(0, 6).reduce((sum, work) => sum + work, 0);
      if (firstSix <= TURN_LIMITS.burstMs) expect(thread.begun[5]?.atMs).toBe(beganMs + firstSix - (works[5] ?? 0));
    }),
  );
});

test("six charts of 18 ms take 108 ms after a quiet while, and 198 ms less the burst's rest when there was none", () => {
  const quiet = new Thread();
  quiet.ask(...reads("person", 6));
  quiet.doAll(18);

  const noBurst = new Thread({ burstMs: 0 });
  noBurst.ask(...reads("person", 6));
  noBurst.doAll(18);

  expect([quiet.nowMs - 1_000, noBurst.nowMs - 1_000]).toEqual([108, 6 * 18 + 5 * 18]);
});

test("the rest after a read that worked long is bounded", () => {
  const thread = new Thread();
  thread.ask("a/0", "a/1");
  thread.begin();
  thread.work(5_000);
  thread.turns.end("a/0", thread.at());

  expect(thread.turns.next(thread.at())).toEqual({ inMs: TURN_LIMITS.longestRestMs });
});

test("whatever else the thread works keeps a read from its turn for the longest rest at most", () => {
  const thread = new Thread();
  thread.ask("a/0");
  thread.begin();
  thread.work(1_000);
  thread.turns.end("a/0", thread.at());
  thread.ask("a/1");
  thread.work(TURN_LIMITS.longestRestMs - 1);

  expect(thread.turns.next(thread.at())).toEqual({ inMs: 1 });
  thread.work(1);
  expect(thread.turns.next(thread.at())).toEqual({ begin: "a/1" });
});

test("after a long time of other work one longest rest is enough, and the burst's work comes in at once again", () => {
  const thread = new Thread();
  thread.work(60_000);
  thread.ask("a/0", "a/1");
  thread.begin();
  thread.rest(TURN_LIMITS.longestRestMs);
  thread.turns.end("a/0", thread.at());

  expect(thread.turns.next(thread.at())).toEqual({ begin: "a/1" });
});

// Behaviour
test("a read that waits for a store keeps the next one from beginning for a moment only", () => {
  const thread = new Thread();
  thread.ask("a/0", "b/0", "c/0");
  thread.begin();
  thread.rest(10);

  expect(thread.turns.next(thread.at())).toEqual({ inMs: TURN_LIMITS.holdMs - 10 });
  thread.rest(TURN_LIMITS.holdMs - 10);
  expect(thread.turns.next(thread.at())).toEqual({ begin: "b/0" });
  expect(thread.turns.next(thread.at())).toEqual({ inMs: TURN_LIMITS.holdMs });
});

test("an account has so many reads open, waiting or begun, and room again for each that ends or leaves", () => {
  const thread = new Thread({ openPerAccount: 2 });

  expect(thread.ask("a/0", "a/1", "a/2", "b/0")).toEqual([true, true, false, true]);
  thread.begin();
  expect(thread.ask("a/2")).toEqual([false]);
  thread.turns.end("a/0", thread.at());
  expect(thread.ask("a/2", "a/3")).toEqual([true, false]);
  thread.turns.leave("a", "a/1");
  expect(thread.ask("a/3")).toEqual([true]);
  expect(thread.doAll(1)).toEqual(["b/0", "a/2", "a/3"]);
});

test("what ends or leaves twice, or was never there, changes nothing", () => {
  const thread = new Thread({ openPerAccount: 1 });
  thread.ask("a/0");
  thread.turns.leave("a", "a/9");
  thread.turns.leave("z", "z/0");
  thread.begin();
  thread.turns.leave("a", "a/0");
  expect(thread.ask("a/1")).toEqual([false]);
  thread.turns.end("a/0", thread.at());
  thread.turns.end("a/0", thread.at());

  expect(thread.ask("a/1", "a/2")).toEqual([true, false]);
});

const step = fc.oneof(
  fc.record({ do: fc.constant("ask" as const), account: fc.constantFrom("a", "b", "c") }),
  fc.record({ do: fc.constant("begin" as const) }),
  fc.record({ do: fc.constant("end" as const), which: fc.nat(20) }),
  fc.record({ do: fc.constant("leave" as const), which: fc.nat(20) }),
  fc.record({ do: fc.constant("work" as const), ms: fc.integer({ min: 0, max: 300 }) }),
  fc.record({ do: fc.constant("rest" as const), ms: fc.integer({ min: 0, max: 300 }) }),
);

test("whatever happens, each read that was taken begins once or has left, in its account's order, and none is forgotten", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const thread = new Thread({ openPerAccount: 4 });
      const [waiting, running, begun]: [string[], string[], string[]] = [[], [], []];
      steps.forEach((each, index) => {
        if (each.do === "ask") {
          const read = `${each.account}/${index}`;
          const open = [...waiting, ...running].filter((other) => accountOf(other) === each.account).length;
          expect(thread.ask(read)).toEqual([open < 4]);
          if (open < 4) waiting.push(read);
        } else if (each.do === "begin") {
          const next = thread.turns.next(thread.at());
          expect(next === undefined).toBe(waiting.length === 0);
          if (next === undefined || "inMs" in next) return;
          expect(next.begin).toBe(waiting.find((read) => accountOf(read) === accountOf(next.begin)));
          waiting.splice(waiting.indexOf(next.begin), 1);
          running.push(next.begin);
          begun.push(next.begin);
        } else if (each.do === "end") {
          const [read] = running.splice(each.which % Math.max(running.length, 1), 1);
          if (read !== undefined) thread.turns.end(read, thread.at());
        } else if (each.do === "leave") {
          const [read] = waiting.splice(each.which % Math.max(waiting.length, 1), 1);
          if (read !== undefined) thread.turns.leave(accountOf(read), read);
        } else if (each.do === "work") thread.work(each.ms);
        else thread.rest(each.ms);
        expect(thread.turns.waiting).toBe(waiting.length);
      });

      const rest = thread.doAll(1);
      expect([...rest].sort()).toEqual([...waiting].sort());
      expect(new Set([...begun, ...rest]).size).toBe(begun.length + rest.length);
    }),
  );
});
