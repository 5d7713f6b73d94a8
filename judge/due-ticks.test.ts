import { expect, test } from "vitest";
import type { NewEntry } from "../core/journal/journal-entry.ts";
import { type Instant, instant } from "../core/time.ts";
import { DueTicks, type DueTicksDeps } from "./due-ticks.ts";

const DUE = instant(1_000);

/** One deadline, a judge that has come to `cursor`, and a clock that stands at `now`. */
function oneDeadline(at: Instant | "none" = DUE) {
  const state = { now: instant(0), cursor: 0 };
  const appended: NewEntry[] = [];
  const next = at === "none" ? undefined : { at };
  const ticks = new DueTicks({
    clock: { kind: "manual", now: () => state.now },
    journal: { append: async (entry) => appended.push(entry) },
    records: {
      cursor: async () => state.cursor,
      nextDeadline: async () => next as Awaited<ReturnType<DueTicksDeps["records"]["nextDeadline"]>>,
    },
  });
  return { ticks, state, appended };
}

test("a tick is journalled when a deadline is due, and not before", async () => {
  const { ticks, state, appended } = oneDeadline();

  state.now = instant(999);
  expect(await ticks.look()).toBe(false);
  state.now = DUE;
  expect(await ticks.look()).toBe(true);
  expect(appended).toMatchObject([{ kind: "tick", at: DUE, transport: "system" }]);
});

test("no second tick is journalled while the judge has not passed the first", async () => {
  const { ticks, state, appended } = oneDeadline();
  state.now = DUE;

  expect([await ticks.look(), await ticks.look()]).toEqual([true, false]);
  state.cursor = 1;
  expect(await ticks.look()).toBe(true);
  expect(appended).toHaveLength(2);
});

test("without a deadline nothing is journalled", async () => {
  const { ticks, state, appended } = oneDeadline("none");
  state.now = DUE;

  expect(await ticks.look()).toBe(false);
  expect(appended).toEqual([]);
});
