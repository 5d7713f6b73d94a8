import { expect, test } from "vitest";
import { indexRegistry } from "../../../core/registry/grid.ts";
import { twoPlants } from "../../../tests/support/api-fixture.ts";
import { T0 } from "../../../tests/support/records-facts.ts";
import { outletToWire, paceOf } from "./wire.ts";

test("an outlet of a plant that is not registered any more shows the id of the plant, no cell and the usual pace", () => {
  const index = indexRegistry(twoPlants());
  const outlet = { id: "e9-DA001", enterprise: "e9", code: "DA001", name: "窑尾", kind: "stack" } as const;

  const shown = outletToWire(outlet, index, { latest: [], verdicts: [], now: T0 });

  expect(shown).toMatchObject({ enterpriseName: "e9", cell: null, ageSeconds: null, latest: [], pollutants: [] });
  expect(paceOf(outlet, index)).toEqual({ realtimeSeconds: 60, minuteMinutes: 10 });
});
