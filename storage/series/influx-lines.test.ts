import { expect, test } from "vitest";
import type { RevisedReading } from "../../core/readings/series.ts";
import { instant } from "../../core/time.ts";
import { PointLines } from "./influx-lines.ts";

const EIGHT = instant(1_795_392_000_000);

function reading(parts: Partial<RevisedReading> = {}): RevisedReading {
  const origin = { mn: "M1", factor: "a21026", unit: "mg/m3" };
  const fixed = { outlet: "e1-DA001", pollutant: "a21026", basis: "hour", at: EIGHT, value: 35.2, flag: "N", ...origin } as const;
  return { ...fixed, order: 7, arrival: { entry: 3, digest: 9 }, seq: 3, receivedAt: instant(EIGHT + 5), revision: 0, ...parts };
}

const TAGS = "basis=hour,outlet=e1-DA001,pollutant=a21026";
const ORIGIN = String.raw`origin="[\"M1\",\"a21026\",null,\"mg/m3\",null]"`;

test("the version in force is a point with its parts named", () => {
  expect(new PointLines().of(reading({ max: 40, total: 0.5, implausible: true }))).toBe(
    `reading,${TAGS} revision=0i,value=35.2,max=40,total=0.5,flag="N",parts="max,total,implausible",seq=3i,` +
      `received_at=1795392000005i,${ORIGIN},source_order="7 3 9" 1795392000000`,
  );
});

test("a version that is not in force is written as an older one, beside the one that is", () => {
  const lines = new PointLines().of(
    reading({ previous: reading({ value: 1 }), overtakenBy: reading({ value: 3, revision: 2 }) }),
  );

  expect(lines.split("\n").map((line) => line.split(",value=")[0]?.split(" value=")[0])).toEqual([
    `reading_version,${TAGS},revision=0`,
    `reading_version,${TAGS},revision=0`,
    `reading,${TAGS} revision=2i`,
  ]);
});

test("quotes and backslashes of a device's own words stand escaped in a text", () => {
  const line = new PointLines().of(reading({ flag: '"', factor: 'a\\"b' }));

  expect(line).toContain(String.raw`flag="\""`);
  expect(line).toContain(String.raw`origin="[\"M1\",\"a\\\\\\\"b\",null,\"mg/m3\",null]"`);
});

test("two channels of one outlet keep their own origin", () => {
  const lines = new PointLines();
  lines.of(reading());

  expect(lines.of(reading({ unit: "ug/m3" }))).toContain(String.raw`\"ug/m3\"`);
});
