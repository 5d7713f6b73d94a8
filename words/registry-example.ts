import type { IncomingRegistry } from "../core/registry/incoming-registry.ts";
import type { BeijingDate } from "../core/time.ts";

/** What a device proves itself with. */
interface DeviceSecrets {
  readonly hj212Password: string;
  readonly mqttSecret: string;
}

const FROM = "2025-01-01" as BeijingDate;
/** The number of the device in the example. */
export const EXAMPLE_MN = "SIM410199000000000000001";

/**
 * A registry document to begin from: a district of invented names with one street, one community, one enterprise, who
 * answers for them, a stack and a boundary point, their limits and one device.
 */
export function registryExample(secrets: DeviceSecrets): IncomingRegistry {
  return {
    schema: "outfall/registry/1",
    cells: [
      { id: "g1", level: 1, parent: null, kind: "district", division: "410199", name: "演示区环境保护监管片区", staffCount: 6 },
      { id: "g2-a", level: 2, parent: "g1", kind: "street", name: "甲街道环境保护监管片区", staffCount: 2 },
      { id: "g3-a1", level: 3, parent: "g2-a", kind: "community", name: "甲一社区环境保护监管片区", staffCount: 1 },
      {
        ...{ id: "g4-e1", level: 4, parent: "g3-a1", kind: "enterprise", enterprise: "e1" },
        ...{ name: "演示水泥厂环境保护监管片区", staffCount: 2 },
      },
    ],
    units: [{ id: "u-police", name: "公安分局", kind: "department" }],
    people: [
      { id: "p1", name: "演示甲", phone: "000-0001" },
      { id: "p2", name: "演示乙", phone: "000-0002" },
    ],
    assignments: ["g1", "g2-a", "g3-a1", "g4-e1"].flatMap((cell) => [
      { cell, person: "p1", role: "first-responsible" as const },
      { cell, person: "p1", role: "direct-responsible" as const },
      { cell, person: "p2", role: "direct-responsible" as const, deputyFor: "p1" },
    ]),
    enterprises: [{ id: "e1", name: "演示水泥厂", keySource: true, riskLevel: "major", industry: "cement" }],
    emissionUnits: [
      { id: "e1-MF0001", enterprise: "e1", code: "MF0001", kind: "kiln", outlets: ["e1-DA001"], ratedPowerKw: 900 },
    ],
    treatmentUnits: [{ id: "e1-TA001", enterprise: "e1", code: "TA001", serves: ["e1-MF0001"], ratedPowerKw: 120 }],
    outlets: [
      { id: "e1-DA001", enterprise: "e1", code: "DA001", name: "窑尾", kind: "stack" },
      { id: "e1-B1", enterprise: "e1", code: "B1", name: "东厂界", kind: "boundary" },
    ],
    devices: [
      {
        mn: EXAMPLE_MN,
        ...secrets,
        edition: "2017",
        hourLabel: "start",
        crc: "standard",
        realtimeSeconds: 60,
        minuteMinutes: 10,
      },
    ],
    channels: [
      {
        outlet: "e1-DA001",
        device: EXAMPLE_MN,
        factor: "a21026",
        pollutant: "a21026",
        unit: "mg/m3",
        range: { min: 0, max: 300 },
      },
      { outlet: "e1-B1", device: EXAMPLE_MN, factor: "a34001", pollutant: "a34001", unit: "mg/m3" },
    ],
    limits: [
      {
        ...{ id: "e1-DA001-so2-h", outlet: "e1-DA001", pollutant: "a21026", basis: "hour-mean", comparator: "<=", value: 100 },
        ...{ unit: "mg/m3", validFrom: FROM, validTo: null, source: "permit", confidence: "C" },
      },
      {
        ...{ id: "e1-B1-tsp-h", outlet: "e1-B1", pollutant: "a34001", basis: "boundary-hour-mean", comparator: "<=", value: 0.5 },
        ...{ unit: "mg/m3", validFrom: FROM, validTo: null, source: "permit", confidence: "C" },
      },
    ],
  };
}
