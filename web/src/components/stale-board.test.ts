import { expect, test } from "vitest";
import { putStale, reloadStale, staleEntries, staleSummary, watchStale } from "./stale-board.ts";

const entry = (isNoAnswer: boolean, loadedAt?: number) => ({ isNoAnswer, loadedAt, reload: () => {} });

test("one thing is said of all that is stale: a silent server first, with the age of the oldest content", () => {
  expect(staleSummary([entry(false, 50), entry(true, 70)], true)).toEqual({ kind: "no-answer", since: 50 });
  expect(staleSummary([entry(false, 50)], false)).toEqual({ kind: "refresh", since: 50 });
});

test("what never came has no age: the oldest of what did come counts", () => {
  expect(staleSummary([entry(true), entry(false, 70)], false)).toEqual({ kind: "no-answer", since: 70 });
  expect(staleSummary([entry(false)], false)).toEqual({ kind: "refresh", since: undefined });
});

test("a lost stream alone is said too, and nothing when nothing is stale", () => {
  expect(staleSummary([], true)).toEqual({ kind: "live", since: undefined });
  expect(staleSummary([], false)).toBeNull();
});

test("what fails stands on the board until it is taken off, and can be asked for again at once", () => {
  let asked = 0;
  let changes = 0;
  const stop = watchStale(() => {
    changes += 1;
  });
  const takeOff = putStale({
    ...entry(false, 50),
    reload: () => {
      asked += 1;
    },
  });

  reloadStale();
  expect([asked, changes, staleEntries().length]).toEqual([1, 1, 1]);
  takeOff();
  reloadStale();
  expect([asked, changes, staleEntries().length]).toEqual([1, 2, 0]);
  stop();
  putStale(entry(true))();
  expect(changes).toBe(2);
});
