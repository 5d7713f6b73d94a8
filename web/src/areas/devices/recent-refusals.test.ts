import { expect, test } from "vitest";
import { isRecent } from "./recent-refusals.ts";

test("what was refused within the last hour is recent", () => {
  const at = Date.UTC(2026, 10, 23, 8);
  const ago = (minutes: number): string => new Date(at - minutes * 60_000).toISOString();

  expect([0, 59, 60, 600].map((minutes) => isRecent(ago(minutes), at))).toEqual([true, true, false, false]);
});
