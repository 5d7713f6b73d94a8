import { expect, test } from "vitest";
import { instant } from "../core/time.ts";
import { readClock, startClock } from "./clock.ts";

const NOON = instant(Date.parse("2026-11-23T04:00:00Z"));

test("a manual clock stands still until it is moved, for every thread that shares it", () => {
  const shared = startClock({ kind: "manual", at: NOON }, 0);
  const [here, there] = [readClock(shared), readClock(shared)];

  expect(here.now()).toBe(NOON);
  here.moveTo(instant(NOON + 1));
  expect(there.now()).toBe(NOON + 1);
});

test("a clock never starts before the newest moment of the journal", () => {
  const later = NOON + 3_600_000;

  expect(readClock(startClock({ kind: "manual", at: NOON }, later)).now()).toBe(later);
  expect(readClock(startClock({ kind: "scaled", factor: 60 }, Date.now() + 3_600_000)).now()).toBeGreaterThan(
    Date.now() + 3_000_000,
  );
});

test("only a manual clock can be moved", () => {
  expect(() => readClock(startClock({ kind: "system" }, 0)).moveTo(NOON)).toThrow("manual");
});
