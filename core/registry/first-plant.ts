import type { BeijingDate } from "../time.ts";
import type { IncomingRegistry } from "./incoming-registry.ts";
import type { LimitBasis } from "./limit.ts";
import { CELL_NAME_ENDING } from "./naming.ts";
import type { CellKind } from "./registry.ts";

/** Kinds of outlet that a first plant may have, with the averaging that their limits are compared by. */
export const FIRST_OUTLET_BASES = {
  stack: "hour-mean",
  effluent: "day-mean",
  boundary: "boundary-hour-mean",
} as const satisfies Record<string, LimitBasis>;

export type FirstOutletKind = keyof typeof FIRST_OUTLET_BASES;

/** What a new installation is begun with: one enterprise in one street of one district, and what it may discharge. */
export interface FirstPlant {
  /** Names without the ending that every cell has. */
  readonly district: string;
  /** GB/T 2260, six digits. */
  readonly division: string;
  readonly street: string;
  readonly community: string;
  readonly enterprise: string;
  readonly outlet: { readonly code: string; readonly name: string; readonly kind: FirstOutletKind };
  /** A code of the table of pollutants (`core/readings/pollutants.ts`). */
  readonly pollutant: string;
  /** As the permit says it, in `unit`. */
  readonly limit: number;
  /** What the device measures in, too. */
  readonly unit: string;
  readonly validFrom: BeijingDate;
  readonly device: { readonly mn: string; readonly hj212Password: string; readonly mqttSecret: string };
}

/** The registry with this plant alone: the four levels of the grid down to it, one outlet with a limit, one device. */
export function registryOf(plant: FirstPlant): IncomingRegistry {
  const { outlet, pollutant, unit, device } = plant;
  const cell = (id: string, level: 1 | 2 | 3 | 4, kind: CellKind, name: string, more: object) => ({
    ...{ id, level, kind, name: `${name}${CELL_NAME_ENDING}` },
    ...(more as { readonly parent: string | null }),
  });
  const id = `e1-${outlet.code}`;
  return {
    schema: "outfall/registry/1",
    cells: [
      cell("g1", 1, "district", plant.district, { parent: null, division: plant.division }),
      cell("g2-a", 2, "street", plant.street, { parent: "g1" }),
      cell("g3-a1", 3, "community", plant.community, { parent: "g2-a" }),
      cell("g4-e1", 4, "enterprise", plant.enterprise, { parent: "g3-a1", enterprise: "e1" }),
    ],
    ...{ units: [], people: [], assignments: [], emissionUnits: [], treatmentUnits: [] },
    enterprises: [{ id: "e1", name: plant.enterprise, keySource: true }],
    outlets: [{ id, enterprise: "e1", ...outlet }],
    devices: [{ ...device, edition: "2017" }],
    channels: [{ outlet: id, device: device.mn, factor: pollutant, pollutant, unit }],
    limits: [
      {
        ...{ id: `${id}-${pollutant}`, outlet: id, pollutant, basis: FIRST_OUTLET_BASES[outlet.kind] },
        ...{ comparator: "<=", value: plant.limit, unit, validFrom: plant.validFrom, validTo: null },
        ...{ source: "permit", confidence: "C" },
      },
    ],
  };
}
