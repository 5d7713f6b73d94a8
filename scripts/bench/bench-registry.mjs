// The smallest grid in which every device of the generator has an outlet to report.

/** The registry document for `devices` devices; names and secrets are those that `mqtt-generator.mjs` uses by default. */
export function benchRegistry(devices) {
  const numbers = Array.from({ length: devices }, (_, i) => String(i).padStart(6, "0"));
  const cell = (id, level, parent, kind, more) => ({
    id,
    level,
    parent,
    kind,
    name: `演示${id}`,
    area: "演示",
    office: "演示",
    staffCount: 1,
    ...more,
  });
  return {
    schema: "outfall/registry/1",
    cells: [
      cell("g1", 1, null, "district", { division: "410199" }),
      cell("g2", 2, "g1", "street"),
      cell("g3", 3, "g2", "community"),
      cell("g4", 4, "g3", "enterprise", { enterprise: "e1" }),
    ],
    units: [],
    people: [],
    assignments: [],
    enterprises: [
      { id: "e1", name: "演示水泥厂", uscc: "91410102000000019H", keySource: true, riskLevel: "major", industry: "cement" },
    ],
    emissionUnits: [],
    treatmentUnits: [],
    outlets: numbers.map((n) => ({
      id: `e1-DA${n}`,
      enterprise: "e1",
      code: `DA${n}`,
      name: `排口${n}`,
      kind: "stack",
      location: { lon: 113.6, lat: 34.75, crs: "CGCS2000" },
    })),
    devices: numbers.map((n) => ({ mn: `SIM4101020000000000${n}`, mqttSecret: `bench-secret-${n}`, edition: "2017" })),
    channels: numbers.map((n) => ({
      outlet: `e1-DA${n}`,
      device: `SIM4101020000000000${n}`,
      factor: "a21026",
      pollutant: "a21026",
      unit: "mg/m3",
    })),
    limits: numbers.map((n) => ({
      id: `e1-DA${n}-so2-h`,
      outlet: `e1-DA${n}`,
      pollutant: "a21026",
      basis: "hour-mean",
      comparator: "<=",
      value: 100,
      unit: "mg/m3",
      validFrom: "2025-01-01",
      validTo: null,
      source: "permit",
      confidence: "C",
    })),
  };
}
