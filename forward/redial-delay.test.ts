import { expect, test } from "vitest";
import { plus } from "../core/time.ts";
import { createQnSource } from "./qn-source.ts";
import { createRedialDelay } from "./redial-delay.ts";
import { NINE } from "./testing/forward-facts.ts";

const LIMITS = { firstMs: 1_000, longestMs: 60_000 };

test("each try waits twice as long as the one before, a minute at most, until it works again", () => {
  const delay = createRedialDelay(LIMITS, () => 0);

  expect(Array.from({ length: 8 }, () => delay.next())).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  delay.reset();
  expect(delay.next()).toBe(1_000);
});

test("chance shortens a wait by a quarter at most", () => {
  expect(createRedialDelay(LIMITS, () => 0.999).next()).toBeCloseTo(750.25);
});

test("two frames of one millisecond have different QNs, also when the clock goes back", () => {
  const moments = [NINE, NINE, plus(NINE, -5_000), plus(NINE, 10)];
  const next = createQnSource(() => moments.shift() ?? NINE);

  expect([next(), next(), next(), next()]).toEqual([
    "20261123090003000",
    "20261123090003001",
    "20261123090003002",
    "20261123090003010",
  ]);
});
