import { expect, test } from "vitest";
import { SenderRates } from "./sender-rates.ts";

/** The waits that `count` answers to `messages` messages at the same time. */
function burst(rates: SenderRates, messages: number, nowMs: number): readonly number[] {
  return Array.from({ length: messages }, () => rates.count("d", nowMs));
}

test("a second's worth is free, and above it a sender waits for as long as it is ahead", () => {
  const rates = new SenderRates(10);

  // 10 a second: each message costs 100 ms, and 1000 ms are free.
  expect(burst(rates, 12, 0)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100, 200]);
  expect([rates.waitMs("d", 150), rates.waitMs("d", 200)]).toEqual([50, 0]);
});

test("a sender that keeps to the rate never waits", () => {
  const rates = new SenderRates(10);

  expect(Array.from({ length: 50 }, (_, i) => rates.count("d", i * 100)).every((wait) => wait === 0)).toBe(true);
});

test("senders have accounts of their own", () => {
  const rates = new SenderRates(1);
  burst(rates, 5, 0);

  expect(rates.waitMs("other", 0)).toBe(0);
});

test("a debt is kept until it is paid, and then the sender is forgotten", () => {
  const rates = new SenderRates(10);
  burst(rates, 15, 0);

  rates.forget(1_499);
  expect(rates.size).toBe(1);
  rates.forget(1_500);
  expect(rates.size).toBe(0);
});
