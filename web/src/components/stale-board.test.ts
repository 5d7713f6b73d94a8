import { expect, test } from "vitest";
import { staleSummary } from "./stale-board.ts";

const entry = (isNoAnswer: boolean, loadedAt?: number) => ({ isNoAnswer, loadedAt, reload: () => {} });

test("one thing is said of all that is stale: a silent server first, with the age of the oldest content", () => {
  expect(staleSummary([entry(false, 50), entry(true, 70)], true)).toEqual({ kind: "no-answer", since: 50 });
  expect(staleSummary([entry(false, 50)], false)).toEqual({ kind: "refresh", since: 50 });
});

test("a lost stream alone is said too, and nothing when nothing is stale", () => {
  expect(staleSummary([], true)).toEqual({ kind: "live", since: undefined });
  expect(staleSummary([], false)).toBeNull();
});
