import { expect, test } from "vitest";
import { keyOf } from "../api/read.ts";
import type { Layer } from "./chart-model.ts";
import { declarationsRead, findingsRead, hasLine, limitsRead, seriesRead } from "./chart-reads.ts";

const FROM = Date.parse("2026-11-23T00:00:00.000Z");
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const REALTIME: ReadonlySet<Layer> = new Set(["realtime"]);
const line = { basis: "hour", from: FROM, to: FROM + 4 * DAY, layers: REALTIME } as const;

test("a line of single readings stands beside hours only, where it is wanted, and for four days at most", () => {
  expect(hasLine(line)).toBe(true);
  expect(hasLine({ ...line, to: line.to + 1 })).toBe(false);
  expect(hasLine({ ...line, basis: "day" })).toBe(false);
  expect(hasLine({ ...line, layers: new Set() })).toBe(false);
});

test("a chart asks for its own span, with every limit that was in force in it", () => {
  const span = { from: FROM, to: FROM + HOUR };
  const asked = [
    seriesRead("e1/DA001", "a21026", "hour", span),
    limitsRead("e1-DA001", "a21026", span),
    findingsRead("e1-DA001", span),
    declarationsRead("e1-DA001"),
  ].map((what) => keyOf(what, "zh").slice(0, 2).join(""));

  expect(asked.map(decodeURIComponent)).toEqual([
    "/outlets/e1/DA001/series?pollutant=a21026&basis=hour&from=2026-11-23T00:00:00.000Z&to=2026-11-23T01:00:00.000Z",
    "/limits?outlet=e1-DA001&pollutant=a21026&from=2026-11-23T00:00:00.000Z&to=2026-11-23T01:00:00.000Z",
    "/findings?outlet=e1-DA001&from=2026-11-23T00:00:00.000Z&to=2026-11-23T01:00:00.000Z&limit=1000",
    "/declarations?outlet=e1-DA001&limit=1000",
  ]);
  expect(asked[0]).toContain("/outlets/e1%2FDA001/");
});
