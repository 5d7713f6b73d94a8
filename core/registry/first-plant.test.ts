import { expect, test } from "vitest";
import type { BeijingDate } from "../time.ts";
import { checkRegistry } from "./check-registry.ts";
import { type FirstPlant, registryOf } from "./first-plant.ts";

const PLANT: FirstPlant = {
  district: "演示区",
  division: "410199",
  street: "甲街道",
  community: "甲一社区",
  enterprise: "演示水泥厂",
  outlet: { code: "DA001", name: "窑尾", kind: "stack" },
  pollutant: "a21026",
  limit: 100,
  unit: "mg/m3",
  validFrom: "2025-01-01" as BeijingDate,
  device: { mn: "SIM410199000000000000001", hj212Password: "K7XQ2M", mqttSecret: "a-secret-of-this-test" },
};

test("a first plant makes a registry without a problem: four levels of the grid, an outlet, a channel and a limit", () => {
  const registry = registryOf(PLANT);

  expect(checkRegistry(registry).problems).toEqual([]);
  expect(registry.cells.map(({ level, name, parent }) => [level, name, parent])).toEqual([
    [1, "演示区环境保护监管片区", null],
    [2, "甲街道环境保护监管片区", "g1"],
    [3, "甲一社区环境保护监管片区", "g2-a"],
    [4, "演示水泥厂环境保护监管片区", "g3-a1"],
  ]);
  expect(registry.channels).toEqual([
    { outlet: "e1-DA001", device: PLANT.device.mn, factor: "a21026", pollutant: "a21026", unit: "mg/m3" },
  ]);
});

test.each([
  ["stack", "a21026", "hour-mean", "mg/m3"],
  ["effluent", "w01018", "day-mean", "mg/L"],
  ["boundary", "a34001", "boundary-hour-mean", "mg/m3"],
] as const)("the limit of a %s for %s is compared as %s, in %s", (kind, pollutant, basis, unit) => {
  const registry = registryOf({ ...PLANT, outlet: { ...PLANT.outlet, kind }, pollutant, unit });

  expect(registry.limits).toMatchObject([{ basis, unit, value: 100, comparator: "<=", source: "permit", confidence: "C" }]);
});
