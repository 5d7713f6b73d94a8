import { expect, test } from "vitest";
import { lawInForce, limitsOfLaw } from "../core/registry/law-of-outlet.ts";
import type { LawRow, OutletLaw } from "../core/registry/law-row.ts";
import type { OutletKind } from "../core/registry/registry.ts";
import { day } from "../tests/support/hour-facts.ts";
import { shippedLaw } from "./limits-file.ts";

const ROWS = shippedLaw();
const rowOf = (id: string): LawRow | undefined => ROWS.find((row) => row.id === id);

// Typed by hand from the tables that docs/sources.md names, some of each.
test.each<readonly [string, number, string, number | null]>([
  ["gb18485-24h-a34013", 20, "C", 11],
  ["gb18485-24h-a21002", 250, "C", 11],
  ["gb18485-1h-a21026", 100, "G", 11],
  ["gb18485-furnace-temperature", 850, "C", null],
  ["gb18918-1a-w01018", 50, "C", null],
  ["gb18918-1a-w21003", 5, "C", null],
  ["gb18918-1b-w21003-cold", 15, "C", null],
  ["gb18918-2-w21011", 3, "C", null],
  ["gb18918-1b-w21011-older", 1.5, "G", null],
  ["gb18918-boundary-2-a21028", 0.06, "C", null],
  ["gbt31962-b-w21011", 8, "G", null],
  ["gb8978-1-w01018", 100, "S", null],
  ["gb8978-3-fatty-oil", 100, "S", null],
  ["gb8978-workshop-w20111", 0.05, "S", null],
  ["gb13223-coal-special-a21026", 50, "G", 6],
  ["gb13223-gas-turbine-a21002", 50, "G", 15],
  ["ultra-low-coal-power-a34013", 10, "C", 6],
  ["ultra-low-coal-power-a21026", 35, "C", 6],
  ["ultra-low-coal-power-a21002", 50, "C", 6],
  ["gb13271-in-use-oil-a21026", 300, "G", 3.5],
  ["gb13271-new-coal-a34013", 50, "S", 9],
  ["gb13271-special-gas-a21002", 150, "G", 3.5],
  ["gb4915-kiln-new-a21002", 400, "S", 10],
  ["gb4915-kiln-special-a21002", 320, "S", 10],
  ["gb4915-dryer-a21026", 50, "C", 8],
  ["gb28662-sinter-special-a21026", 180, "S", null],
  ["ultra-low-pellet-machine-a21002", 50, "S", 18],
  ["gb16297-boundary-new-a21018", 0.02, "G", null],
  ["gb16297-existing-a34001", 5, "C", null],
  ["gb16297-stack-new-a34013", 120, "G", null],
  ["gb14554-1-a21001", 1, "C", null],
  ["gb14554-2-new-a21028", 0.06, "C", null],
  ["gb14554-2-existing-a25038", 7, "C", null],
  ["gb14554-3-new-methyl-mercaptan", 0.02, "C", null],
  ["gb37822-in-plant-hour-special", 6, "C", null],
  ["gb37822-in-plant-single", 30, "C", null],
  ["gb31572-special-a24088", 60, "G", null],
  ["db41-2089-gas-a21002", 30, "G", 3.5],
  ["db41-2087-w21011", 0.4, "G", null],
  ["yu-2017-162-boundary-a24088", 2, "G", null],
])("the shipped row %s is %d, confidence %s, oxygen %s", (id, value, confidence, oxygenReference) => {
  expect(rowOf(id)).toMatchObject({ value, confidence, oxygenReference });
});

test("rows whose figures conflict or were not verified are not shipped, and an unknown figure is absent", () => {
  const special = ROWS.filter(({ standard, appliesTo }) => standard === "GB 28663-2012" && appliesTo.zone === "special");
  const rolling = ROWS.filter(({ standard }) => /^GB 2866[15]/.test(standard));

  expect([...special, ...rolling]).toEqual([]);
  expect(ROWS.filter((row) => row.value === undefined && row.min === undefined).map(({ id }) => id)).toEqual([
    "gb18918-instant-ph",
    "gb18918-instant-w01002",
    "gb18918-instant-w02003",
    "db41-1953-kiln-a21001",
  ]);
});

/** What an outlet of 2010 comes under: each row as basis, value, and whether it judges or warns. */
function lawFor(kind: OutletKind, pollutant: string, law: Partial<OutletLaw>) {
  const outlet = {
    ...{ id: "o", enterprise: "e", code: "DA001", name: "o", kind },
    law: { built: day("2010-01-01"), validFrom: day("2025-01-01"), ...law },
  };
  const rows = ROWS.map((row) => lawInForce(row, undefined));
  return limitsOfLaw(outlet, rows)
    .filter((limit) => limit.pollutant === pollutant)
    .map(({ basis, value, confidence, validFrom }) => [basis, value, confidence, validFrom]);
}

test("a sewage works of grade 1A is judged by the day, and ammonia not before its water temperature is known", () => {
  const works = { sector: "sewage-works", grade: "1A" };

  expect(lawFor("effluent", "w01018", works)).toEqual([["day-mean", 50, "C", "2025-01-01"]]);
  expect(lawFor("effluent", "w21011", works)).toEqual([["day-mean", 0.5, "C", "2025-01-01"]]);
  expect(lawFor("effluent", "w21011", { ...works, built: day("2004-01-01") })).toEqual([]);
  expect(lawFor("effluent", "w21003", works)).toEqual([]);
});

test("a waste incinerator is warned of by the day, since the oxygen is not confirmed, and a dryer from 2026-04-01 on", () => {
  expect(lawFor("stack", "a21005", { sector: "municipal-waste-incineration" })).toEqual([["day-mean", 80, "S", "2025-01-01"]]);
  expect(lawFor("stack", "a21026", { sector: "cement", unit: "independent-heat-dryer" })).toEqual([
    ["hour-mean", 50, "S", "2026-04-01"],
  ]);
});

test("odour at a boundary in a class 2 area is that of new or of existing plants, by the day of approval", () => {
  const h2s = (built: string) => lawFor("boundary", "a21028", { grade: "2", built: day(built) }).map(([, value]) => value);

  expect([h2s("1994-05-31"), h2s("1994-06-01")]).toEqual([[0.1], [0.06]]);
});
