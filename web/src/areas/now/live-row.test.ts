import { expect, test } from "vitest";
import type { BoardRowWire } from "../../../../api/resources/board/schema.ts";
import { isLiveReading, rowKey, trendOf, withLive } from "./live-row.ts";

const AT = "2026-11-23T01:00:00.000Z";
const LATER = "2026-11-23T01:01:00.000Z";
const value: BoardRowWire["value"] = {
  outlet: "e1-DA001",
  pollutant: "a21026",
  value: 50,
  converted: 62.5,
  unit: "mg/m3",
  at: AT,
  basis: "realtime",
  flag: "N",
  limit: 100,
  limitId: "l1",
  limitReadingBasis: "hour",
  share: 0.5,
};
const row: BoardRowWire = {
  outlet: {
    ...{ id: "e1-DA001", name: "窑尾", code: "DA001", enterprise: "e1", enterpriseName: "演示水泥厂" },
    ...{ street: "g2-1", streetName: "甲街道" },
  },
  value,
  isConverted: false,
  state: "ok",
  reason: null,
  budget: null,
  trend: { start: AT, line: [] },
};

test("a live value replaces an older one, and one that is not newer is left aside", () => {
  const live = { ...value, at: LATER, value: 210, share: 2.1 };

  expect(withLive(row, live)).toEqual({ ...row, value: live });
  expect(withLive({ ...row, value: live }, value)).toEqual({ ...row, value: live });
  expect(withLive(row, undefined)).toBe(row);
});

test("the line of the last hour ends in the newest value, by the figure its limit is about", () => {
  const trend = { start: AT, line: [0, 48] };
  const newer = { ...value, at: LATER };

  expect(trendOf({ ...row, trend, value: newer })).toEqual([
    { at: Date.parse(AT), value: 48 },
    { at: Date.parse(LATER), value: 50 },
  ]);
  expect(trendOf({ ...row, trend, value: newer, isConverted: true }).at(-1)?.value).toBe(62.5);
  expect(trendOf({ ...row, trend })).toEqual([{ at: Date.parse(AT), value: 48 }]);
});

test.each([
  ["realtime", true],
  ["minute", true],
  ["hour", false],
  ["day", false],
] as const)("a %s value moves its row at once: %s", (basis, moves) => {
  expect(isLiveReading({ basis })).toBe(moves);
});

test("two pollutants of an outlet are two rows", () => {
  expect(rowKey("e1-DA001", "a21026")).not.toBe(rowKey("e1-DA001", "a21002"));
});
