import { expect, test } from "vitest";
import type { Refusal } from "../../api/device-shapes.ts";
import { isRecent, recentByMn } from "./recent-refusals.ts";

const at = Date.UTC(2026, 10, 23, 8);
const refusal = (mn: string, minutesAgo: number, reason = "wrong-password"): Refusal => ({
  ...{ mn, reason, transport: "hj212", detail: "", address: "10.0.0.1", count: 1, raw: "", rawEncoding: "utf8" },
  ...{ firstAt: new Date(at - 86_400_000).toISOString(), lastAt: new Date(at - minutesAgo * 60_000).toISOString() },
});

test("what was turned away within the last hour is recent", () => {
  expect(isRecent(refusal("SIM1", 59), at)).toBe(true);
  expect(isRecent(refusal("SIM1", 60), at)).toBe(false);
  expect(isRecent(refusal("SIM1", 1, "unknown-device"), at)).toBe(false);
});

test("a device is marked with the newest of what was turned away, and not with what is long ago", () => {
  const rows = [refusal("SIM1", 30), refusal("SIM1", 10, "wrong-crc"), refusal("SIM2", 90), refusal("", 1)];

  expect(recentByMn(rows, at)).toEqual(
    new Map([
      ["SIM1", at - 10 * 60_000],
      ["", at - 60_000],
    ]),
  );
});
