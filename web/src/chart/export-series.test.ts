import { expect, test } from "vitest";
import { seriesCsv } from "./export-series.ts";

const point = { at: "2026-11-23T00:00:00.000Z", value: 35, converted: null, flag: "N", validity: "valid", limit: 50 } as const;

test("a table has columns for what was said beside a value only when something was", () => {
  const plain = { ...point, verdict: null, revision: 0 } as const;
  const said = { ...plain, beside: { sampledAt: "2026-11-22T23:50:00.000Z", vendorFlag: "=A1", backfilled: true } } as const;

  expect(seriesCsv([plain], "mg/m3")).toBe(
    "\uFEFFtime (UTC+8),value (mg/m3),converted (mg/m3),flag,validity,limit,verdict\r\n2026-11-23 08:00:00,35,,N,valid,50,\r\n",
  );
  expect(seriesCsv([plain, said], "mg/m3").split("\r\n").slice(1, 3)).toEqual([
    "2026-11-23 08:00:00,35,,N,valid,50,,,,,",
    "2026-11-23 08:00:00,35,,N,valid,50,,,2026-11-23 07:50:00,'=A1,yes",
  ]);
});
