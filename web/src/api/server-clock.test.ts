import { expect, test } from "vitest";
import { nextSample, noteClock, now, serverTime } from "./server-clock.ts";

test("a manual clock stands still and the rate of a scaled one is learnt", () => {
  const manual = nextSample(null, { kind: "manual", now: "2026-11-23T00:00:00.000Z" }, 1_000);
  const first = nextSample(null, { kind: "scaled", now: "2026-11-23T00:00:00.000Z" }, 0);
  const second = nextSample(first, { kind: "scaled", now: "2026-11-23T00:02:00.000Z" }, 2_000);

  expect(serverTime(manual, 9_000)).toBe(Date.parse("2026-11-23T00:00:00.000Z"));
  expect(second.rate).toBe(60);
  expect(serverTime(second, 3_000)).toBe(Date.parse("2026-11-23T00:03:00.000Z"));
});

test("two answers within a second teach nothing about the rate", () => {
  const first = nextSample(null, { kind: "scaled", now: "2026-11-23T00:00:00.000Z" }, 0);

  expect(nextSample(first, { kind: "scaled", now: "2026-11-23T00:02:00.000Z" }, 999).rate).toBe(1);
  expect(nextSample(first, { kind: "system", now: "2026-11-23T00:02:00.000Z" }, 2_000).rate).toBe(1);
});

test("the visitor's clock counts until the server has said what time it is", () => {
  const before = Date.now();
  expect(now()).toBeGreaterThanOrEqual(before);

  noteClock({ kind: "manual", now: "2020-01-01T00:00:00.000Z" });
  expect(now()).toBe(Date.parse("2020-01-01T00:00:00.000Z"));
});
