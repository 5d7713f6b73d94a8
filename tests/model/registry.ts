import { DISTRICT, MN } from "../support/district.ts";
import { CHANNELS, type LimitRow } from "./history.ts";

/** The district of one enterprise with the outlets and channels of the histories, under these rows of the law. */
export function registryWith(limits: readonly LimitRow[]): object {
  const effluent = { id: "e1-DW001", enterprise: "e1", code: "DW001", name: "总排口", kind: "effluent" };
  return {
    ...DISTRICT,
    units: [{ id: "u-1", name: "执法大队", kind: "department" }],
    people: [],
    assignments: [],
    emissionUnits: [],
    treatmentUnits: [],
    outlets: [...DISTRICT.outlets, effluent],
    channels: Object.entries(CHANNELS).map(([factor, { outlet, unit }]) => ({
      outlet,
      device: MN,
      factor,
      pollutant: factor,
      unit,
    })),
    limits: limits.map(({ oxygenReference, ...row }, i) => ({
      id: `row-${i}`,
      comparator: "<=",
      source: "permit",
      ...row,
      ...(oxygenReference !== undefined && { converted: true, oxygenReference }),
    })),
  };
}
