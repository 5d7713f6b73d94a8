import { expect, test } from "vitest";
import { checkRegistry } from "../../core/registry/check-registry.ts";
import { indexRegistry, streetOfEnterprise } from "../../core/registry/grid.ts";
import type { Registry } from "../../core/registry/registry.ts";
import { instant, plus, startOfHour } from "../../core/time.ts";
import { DEMO_DECLARATIONS, DEMO_ENTERPRISE, demoRegistry } from "./demo-district.ts";
import { DEMO_PLANTS } from "./demo-plants.ts";

const REGISTRY = demoRegistry();
const INDEX = indexRegistry(REGISTRY as unknown as Registry);

test("the demo registry has neither problems nor warnings", () => {
  expect(checkRegistry(REGISTRY)).toEqual({ problems: [], warnings: [] });
});

test("the district has exactly twelve second-level cells, and a fourth-level cell for each enterprise", () => {
  const byLevel = [1, 2, 3, 4].map((level) => REGISTRY.cells.filter((c) => c.level === level).length);

  expect(byLevel).toEqual([1, 12, 6, REGISTRY.enterprises.length]);
});

test("the plant that exceeds and the plant that did not declare are in the same street, the others elsewhere", () => {
  const streets = DEMO_PLANTS.map((p) => streetOfEnterprise(INDEX, p.id)?.id);

  expect(DEMO_ENTERPRISE).toBe("e1");
  expect(streets).toEqual(["g2-jia", "g2-yi", "g2-jia", "g2-bing", "g2-ding", "g2-wu"]);
});

test("every person has a name of their own, and it is a synthetic one", () => {
  const names = REGISTRY.people.map((p) => p.name);

  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^演示[甲乙丙丁戊己庚辛壬癸]/.test(name))).toEqual([]);
});

test("limits are the demo's permits, and are converted only where the station measures oxygen", () => {
  for (const limit of REGISTRY.limits) {
    const measuresOxygen = REGISTRY.channels.some((c) => c.outlet === limit.outlet && c.factor === "a19001");
    expect(limit).toMatchObject({ source: "排污许可证（演示）", confidence: "C", validFrom: "2025-01-01", validTo: null });
    expect([limit.id, limit.converted ?? false]).toEqual([limit.id, measuresOxygen]);
  }
});

test("half of the loggers speak HJ 212 and half MQTT", () => {
  const protocols = DEMO_PLANTS.flatMap((p) => p.stations.map((s) => s.protocol));

  expect(protocols.filter((p) => p === "hj212")).toHaveLength(5);
  expect(protocols.filter((p) => p === "mqtt")).toHaveLength(5);
});

test("the declared window holds the two hours after the next whole hour, whenever the first start is", () => {
  for (const now of [0, 1, 1_799_999, 3_599_999].map((ms) => instant(1_795_392_000_000 + ms))) {
    const begins = plus(startOfHour(now), 3_600_000);
    for (const declaration of DEMO_DECLARATIONS) {
      expect(declaration.from(now)).toBeLessThanOrEqual(begins);
      expect(declaration.to(now)).toBeGreaterThanOrEqual(plus(begins, 7_200_000));
    }
  }
});
