import { expect, test } from "vitest";
import { PlayingTimeouts } from "./playing-timeouts.ts";

const BOUNDS = { firstAnswerMs: 15_000, quietMs: 16_000 };

test("a play without any answer at the doors is given up after the first wait", () => {
  const timeouts = new PlayingTimeouts(BOUNDS);
  const state = { waiting: 3, isAnswered: false, acknowledged: 0 };

  expect([0, 14_999, 15_000].map((ms) => timeouts.look(ms, state))).toEqual([null, null, "nobody-answers"]);
});

test("a play is given up when nothing was acknowledged for long, counted from the last acknowledgement", () => {
  const timeouts = new PlayingTimeouts(BOUNDS);
  const at = (ms: number, acknowledged: number) => timeouts.look(ms, { waiting: 3, isAnswered: true, acknowledged });

  expect([at(0, 0), at(15_999, 0), at(15_999, 1), at(31_998, 1), at(31_999, 1)]).toEqual([
    null,
    null,
    null,
    null,
    "nothing-acknowledged",
  ]);
});

test("time in which nothing waits does not count", () => {
  const timeouts = new PlayingTimeouts(BOUNDS);
  const at = (ms: number, waiting: number) => timeouts.look(ms, { waiting, isAnswered: true, acknowledged: 5 });

  expect([at(0, 1), at(10_000, 0), at(100_000, 1), at(115_999, 1), at(116_000, 1)]).toEqual([
    null,
    null,
    null,
    null,
    "nothing-acknowledged",
  ]);
});
