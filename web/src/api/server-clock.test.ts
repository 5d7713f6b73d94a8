import { expect, test } from "vitest";
import { nextSample, serverTime } from "./server-clock.ts";

test("a manual clock stands still and the rate of a scaled one is learnt", () => {
  const manual = nextSample(null, { kind: "manual", now: "2026-11-23T00:00:00.000Z" }, 1_000);
  const first = nextSample(null, { kind: "scaled", now: "2026-11-23T00:00:00.000Z" }, 0);
  const second = nextSample(first, { kind: "scaled", now: "2026-11-23T00:02:00.000Z" }, 2_000);

  expect(serverTime(manual, 9_000)).toBe(Date.parse("2026-11-23T00:00:00.000Z"));
  expect(second.rate).toBe(60);
  expect(serverTime(second, 3_000)).toBe(Date.parse("2026-11-23T00:03:00.000Z"));
});
