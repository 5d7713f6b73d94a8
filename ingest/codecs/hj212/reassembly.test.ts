import fc from "fast-check";
import { expect, test } from "vitest";
import { instant, plus } from "../../../core/time.ts";
import { decodeFrame } from "./decode-frame.ts";
import { encodeFrame } from "./encode-frame.ts";
import {
  type ArrivedPart,
  DEFAULT_REASSEMBLY_LIMITS,
  emptyReassembly,
  expireParts,
  partKeyOf,
  type ReassemblyEvent,
  type ReassemblyLimits,
  type ReassemblyState,
  takePart,
} from "./reassembly.ts";

const START = instant(1_000_000);
const LIMITS: ReassemblyLimits = { waitMs: 1_000, sets: 3, bytes: 1_000, parts: 5 };

const part = (key: string, number: number, total: number): ArrivedPart<string> => ({
  key,
  number,
  total,
  content: `${key}${number}`,
  bytes: 100,
});

/** Takes parts one after the other, `gapMs` apart. */
function run(
  parts: readonly ArrivedPart<string>[],
  { limits = LIMITS, gapMs = 1 } = {},
): { state: ReassemblyState<string>; events: readonly ReassemblyEvent<string>[] } {
  let state = emptyReassembly<string>();
  const events: ReassemblyEvent<string>[] = [];
  for (const [i, p] of parts.entries()) {
    const step = takePart(state, p, { at: plus(START, i * gapMs), limits });
    state = step.state;
    events.push(...step.events);
  }
  return { state, events };
}

test("a packet is complete when its last part comes, and its contents stand in order", () => {
  const { events } = run([part("a", 3, 3), part("a", 1, 3), part("a", 2, 3)]);

  expect(events).toEqual([{ kind: "complete", key: "a", contents: ["a1", "a2", "a3"] }]);
});

test("a packet of one part is complete at once", () => {
  expect(run([part("a", 1, 1)]).events).toEqual([{ kind: "complete", key: "a", contents: ["a1"] }]);
});

test("a repeated part is told and completes nothing", () => {
  const { events } = run([part("a", 1, 2), part("a", 1, 2)]);

  expect(events).toEqual([{ kind: "repeated", key: "a", number: 1 }]);
});

test("a part that is sent again after its packet was complete does not begin another", () => {
  const { state, events } = run([part("a", 1, 2), part("a", 2, 2), part("a", 2, 2)]);

  expect(events.map((e) => e.kind)).toEqual(["complete", "repeated"]);
  expect(expireParts(state, { at: plus(START, 10_000), limits: LIMITS }).events).toEqual([]);
});

test("the newer content of a repeated part is taken", () => {
  const corrected = { ...part("a", 1, 2), content: "new" };
  const { events } = run([part("a", 1, 2), corrected, part("a", 2, 2)]);

  expect(events.at(-1)).toEqual({ kind: "complete", key: "a", contents: ["new", "a2"] });
});

test("a set is given up after its time, with the numbers it misses", () => {
  const { state } = run([part("a", 2, 3)]);
  const late = { kind: "incomplete", key: "a", missing: [1, 3], why: "late" };

  expect(expireParts(state, { at: plus(START, 1_000), limits: LIMITS }).events).toEqual([]);
  expect(expireParts(state, { at: plus(START, 1_001), limits: LIMITS })).toEqual({ state: { sets: new Map() }, events: [late] });
  expect(takePart(state, part("b", 1, 2), { at: plus(START, 1_001), limits: LIMITS }).events).toEqual([late]);
});

test("of too many sets the oldest is given up", () => {
  const { events, state } = run(["a", "b", "c", "d"].map((key) => part(key, 1, 2)));

  expect(events).toEqual([{ kind: "incomplete", key: "a", missing: [2], why: "too-many-sets" }]);
  expect([...state.sets.keys()]).toEqual(["b", "c", "d"]);
});

test("above the bound of bytes the oldest sets are given up", () => {
  const { events } = run([
    { ...part("a", 1, 2), bytes: 600 },
    { ...part("b", 1, 2), bytes: 600 },
  ]);

  expect(events).toEqual([{ kind: "incomplete", key: "a", missing: [2], why: "too-many-bytes" }]);
});

test.each([
  [0, 2],
  [3, 2],
  [1, 6],
  [1.5, 2],
  [Number.NaN, 2],
])("part %d of %d is refused", (number, total) => {
  const { state, events } = run([part("a", number, total)]);

  expect(events).toEqual([{ kind: "refused", key: "a", number }]);
  expect(state.sets.size).toBe(0);
});

const anyPart = fc
  .record({
    key: fc.constantFrom("a", "b", "c", "d", "e"),
    number: fc.integer({ min: 0, max: 6 }),
    total: fc.integer({ min: 1, max: 6 }),
    bytes: fc.nat(800),
  })
  .map(({ key, number, total, bytes }) => ({ ...part(`${key}|${total}`, number, total), bytes }));

test("whatever comes in whatever order, the bounds hold, and a packet is complete exactly when all its parts have come", () => {
  fc.assert(
    fc.property(fc.array(anyPart, { maxLength: 60 }), fc.integer({ min: 0, max: 300 }), (parts, gapMs) => {
      let state = emptyReassembly<string>();
      /** Numbers of each set since it began. */
      const come = new Map<string, Set<number>>();
      for (const [i, p] of parts.entries()) {
        const step = takePart(state, p, { at: plus(START, i * gapMs), limits: LIMITS });
        state = step.state;
        for (const e of step.events) if (e.kind === "incomplete" && e.why === "late") come.delete(e.key);
        const isRefused = step.events.some((e) => e.kind === "refused");
        if (!isRefused) come.set(p.key, (come.get(p.key) ?? new Set()).add(p.number));
        for (const e of step.events) {
          if (e.kind === "complete") expect([...(come.get(e.key) ?? [])].sort()).toEqual(e.contents.map((_, n) => n + 1));
          if (e.kind === "incomplete" && e.why !== "late") come.delete(e.key);
        }
        expect(state.sets.size).toBeLessThanOrEqual(LIMITS.sets);
        expect([...state.sets.values()].reduce((sum, s) => sum + s.bytes, 0)).toBeLessThanOrEqual(LIMITS.bytes);
      }
    }),
    { numRuns: 500 },
  );
});

test("all parts in any order, some of them twice, make exactly one packet", () => {
  const limits = { ...LIMITS, parts: 9, bytes: 100_000 };
  const numbers = fc.integer({ min: 1, max: 9 }).chain((total) =>
    fc.tuple(
      fc.shuffledSubarray(
        Array.from({ length: total }, (_, i) => i + 1),
        { minLength: total },
      ),
      fc.array(fc.integer({ min: 1, max: total }), { maxLength: 5 }),
    ),
  );
  fc.assert(
    fc.property(numbers, fc.infiniteStream(fc.nat()), ([order, repeats], where) => {
      const sent = [...order];
      for (const r of repeats) sent.splice(where.next().value % (sent.length + 1), 0, r);
      const { events } = run(
        sent.map((n) => part("a", n, order.length)),
        { limits },
      );

      expect(events.filter((e) => e.kind === "complete")).toEqual([
        { kind: "complete", key: "a", contents: order.toSorted((a, b) => a - b).map((n) => `a${n}`) },
      ]);
      expect(events.filter((e) => e.kind === "repeated")).toHaveLength(repeats.length);
    }),
  );
});

test("the parts of one packet have one key, although each has its own QN", () => {
  const key = (qn: string, pno: number, time = "20260102010000"): string | undefined => {
    const items = { qn, st: "32", cn: "2061", mn: "SIM", flag: 7, pnum: 2, pno, cp: `DataTime=${time};w0000${pno}-Avg=1` };
    const result = decodeFrame(encodeFrame(items));
    return result.ok ? partKeyOf(result.value) : undefined;
  };

  expect(key("20260102030406001", 1)).toBe("SIM|32|2061|20260102010000|2");
  expect(key("20260102030406002", 2)).toBe(key("20260102030406001", 1));
  expect(key("20260102030406001", 1, "20260102020000")).not.toBe(key("20260102030406001", 1));
});

test("parts without DataTime have a key, too", () => {
  const result = decodeFrame(encodeFrame({ st: "32", cn: "3020", mn: "SIM", flag: 7, pnum: 2, pno: 1, cp: "" }));

  expect(result.ok && partKeyOf(result.value)).toBe("SIM|32|3020||2");
});

test("a packet that is not split has no key", () => {
  const result = decodeFrame(encodeFrame({ st: "32", cn: "2061", mn: "SIM", cp: "" }));

  expect(result.ok && partKeyOf(result.value)).toBeUndefined();
});

test("the bounds of the product let a query of a hundred parts through", () => {
  const parts = Array.from({ length: 100 }, (_, i) => ({ ...part("a", i + 1, 100), bytes: 1_024 }));

  expect(run(parts, { limits: DEFAULT_REASSEMBLY_LIMITS }).events.map((e) => e.kind)).toEqual(["complete"]);
});
