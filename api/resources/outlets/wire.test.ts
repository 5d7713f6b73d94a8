import { expect, test } from "vitest";
import type { SaidVerdict } from "../../../core/records/records.ts";
import { indexRegistry } from "../../../core/registry/grid.ts";
import type { Outlet } from "../../../core/registry/registry.ts";
import { aMessage, twoPlants } from "../../../tests/support/api-fixture.ts";
import { aVerdict, T0 } from "../../../tests/support/records-facts.ts";
import { outletToWire, paceOf } from "./wire.ts";

test("an outlet of a plant that is not registered any more shows the id of the plant, no cell and the usual pace", () => {
  const index = indexRegistry(twoPlants());
  const outlet = { id: "e9-DA001", enterprise: "e9", code: "DA001", name: "窑尾", kind: "stack" } as const;

  const shown = outletToWire(outlet, index, { latest: [], verdicts: [], consented: new Set(), now: T0 });

  expect(shown).toMatchObject({ enterpriseName: "e9", cell: null, ageSeconds: null, latest: [], pollutants: [] });
  expect(paceOf(outlet, index)).toEqual({ realtimeSeconds: 60, minuteMinutes: 10 });
});

test.each([
  ["stack", "exceeding"],
  ["effluent", "exceeding"],
  ["boundary", "warning"],
  ["in-plant", "warning"],
] as const)("an hour above its limit makes a %s outlet %s", (kind, state) => {
  const registry = twoPlants();
  const outlet = { ...(registry.outlets[0] as Outlet), kind };
  const index = indexRegistry({ ...registry, outlets: [outlet, ...registry.outlets.slice(1)] });
  const verdict = aVerdict() as SaidVerdict;
  const latest = aMessage(1, outlet.id, 60).readings.map((reading) => ({ ...reading, messageId: 1, revision: 0 }));

  const facts = { latest: latest as never, verdicts: [verdict], consented: new Set<string>(), now: T0 };
  expect(outletToWire(outlet, index, facts).state).toBe(state);
});
