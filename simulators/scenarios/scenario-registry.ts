import type { IncomingRegistry } from "../../core/registry/incoming-registry.ts";
import type { Cell } from "../../core/registry/registry.ts";
import type { BeijingDate } from "../../core/time.ts";
import { outletId } from "../demo/demo-plants.ts";
import { factorCode } from "../logger/hj212-report.ts";
import { simulatedDevice } from "../logger/simulated-device.ts";
import { modelOf, type ScenarioStation } from "./scenario-plants.ts";
import type { Scenario, ScenarioPlant } from "./scenario-schema.ts";

const SUFFIX = "环境保护监管片区";
const PERMIT_SOURCE = "排污许可证（演示）";
const VALID_FROM = "2025-01-01" as BeijingDate;
const MINUTE_INTERVAL = 10;

/**
 * The registry that a scenario needs, with secrets in clear: one street, its plants, and their loggers. It stands alone
 * and replaces any other.
 */
export function scenarioRegistry(scenario: Scenario, stations: readonly ScenarioStation[]): IncomingRegistry {
  return {
    schema: "outfall/registry/1",
    cells: cellsOf(scenario),
    units: [],
    people: [{ id: "p1", name: "演示甲" }],
    assignments: [{ cell: "g2-a", person: "p1", role: "first-responsible" }],
    enterprises: scenario.plants.map(({ id, name, model }) => ({ id, name, keySource: true, industry: modelOf(model).industry })),
    emissionUnits: scenario.plants.map((plant) => ({
      id: `${plant.id}-MF0001`,
      enterprise: plant.id,
      code: "MF0001",
      outlets: plant.stations.filter((code) => /^D[AW]/.test(code)).map((code) => outletId(plant, { code })),
      ratedPowerKw: modelOf(plant.model).facilities.ratedPowerKw,
    })),
    treatmentUnits: scenario.plants.map((plant) => ({
      id: `${plant.id}-T001`,
      enterprise: plant.id,
      code: "TA001",
      serves: [`${plant.id}-MF0001`],
      ratedPowerKw: modelOf(plant.model).facilities.treatmentKw,
    })),
    outlets: stations.map(({ outlet, plant, code, name, kind }) => ({ id: outlet, enterprise: plant.id, code, name, kind })),
    devices: stations.filter(isRegistered).map(deviceOf),
    channels: stations.filter(isRegistered).flatMap(channelsOf),
    limits: stations.flatMap(limitsOf),
  };
}

function isRegistered({ logger }: ScenarioStation): boolean {
  return logger.registered;
}

function cellsOf({ plants }: Scenario): readonly Cell[] {
  return [
    { id: "g1", level: 1, parent: null, kind: "district", division: "410199", name: `演示区${SUFFIX}`, staffCount: 6 },
    { id: "g2-a", level: 2, parent: "g1", kind: "street", name: `甲街道${SUFFIX}`, staffCount: 2 },
    { id: "g3-a1", level: 3, parent: "g2-a", kind: "industrial-park", name: `甲一工业园区${SUFFIX}`, staffCount: 1 },
    ...plants.map(({ id, name }: ScenarioPlant): Cell => {
      return {
        id: `g4-${id}`,
        level: 4,
        parent: "g3-a1",
        kind: "enterprise",
        enterprise: id,
        name: `${name}${SUFFIX}`,
        staffCount: 2,
      };
    }),
  ];
}

function deviceOf({ device, logger }: ScenarioStation): IncomingRegistry["devices"][number] {
  const { mn, password, secret } = simulatedDevice(device);
  return {
    mn,
    hj212Password: password,
    mqttSecret: secret,
    edition: logger.edition,
    hourLabel: logger.registeredHourLabel ?? logger.hourLabel,
    minuteLabel: "start",
    dayLabel: "start",
    crc: logger.crc,
    ...(logger.realtimeSeconds !== undefined && { realtimeSeconds: logger.realtimeSeconds }),
    minuteMinutes: MINUTE_INTERVAL,
    // A scenario says itself what is back-filled.
    autoBackfill: false,
  };
}

function channelsOf(station: ScenarioStation): IncomingRegistry["channels"] {
  const { mn } = simulatedDevice(station.device);
  return station.definition.channels.map(({ factor, unit, analyser }) => ({
    outlet: station.outlet,
    device: mn,
    factor: station.protocol === "hj212" ? factorCode(factor, station.logger.edition) : factor,
    pollutant: factor,
    unit,
    range: { min: 0, max: analyser.max },
  }));
}

function limitsOf({ outlet, kind, definition }: ScenarioStation): IncomingRegistry["limits"] {
  return definition.channels.flatMap(({ factor, unit, limit }) =>
    limit === undefined
      ? []
      : [
          {
            id: `${outlet}-${factor}-h`,
            outlet,
            pollutant: factor,
            basis: kind === "boundary" ? ("boundary-hour-mean" as const) : ("hour-mean" as const),
            comparator: "<=" as const,
            value: limit.value,
            unit,
            validFrom: VALID_FROM,
            validTo: null,
            source: PERMIT_SOURCE,
            confidence: "C" as const,
            ...(limit.oxygenReference !== undefined && { converted: true, oxygenReference: limit.oxygenReference }),
          },
        ],
  );
}
