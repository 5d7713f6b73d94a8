import type { IncomingRegistry } from "../../core/registry/incoming-registry.ts";
import type { Assignment, Cell, Person } from "../../core/registry/registry.ts";
import { type BeijingDate, DAY, type Instant, plus } from "../../core/time.ts";
import { simulatedDevice } from "../logger/simulated-device.ts";
import { DEMO_PLANTS, type DemoPlant, type DemoStation, outletId } from "./demo-plants.ts";

/** The plant whose specialist has the demo account: the one that exceeds its limit. */
export const DEMO_ENTERPRISE = "e1";

/** Who puts in what the demo begins with. */
export const DEMO_NAME = "演示";

/** A declaration of the demo, with its window relative to the first start. */
export interface DemoDeclaration {
  readonly enterprise: string;
  readonly outlets: readonly string[];
  readonly pollutants: readonly string[];
  readonly cause: "maintenance" | "process";
  from(now: Instant): Instant;
  to(now: Instant): Instant;
  readonly measures: string;
  readonly note: string;
  /** Why the bureau consents to it at once; `null` where nobody has answered it. */
  readonly consent: string | null;
}

/**
 * The yard of the sinter plant is cleared: declared and consented to at the first start; the dust comes only after
 * that.
 */
export const DEMO_DECLARATIONS: readonly DemoDeclaration[] = [
  {
    enterprise: "e4",
    outlets: ["e4-B2"],
    pollutants: ["a34001"],
    cause: "maintenance",
    from: (now) => now,
    // Long enough that the demo may be stopped and started again: the work begins anew with each start.
    to: (now) => plus(now, 7 * DAY),
    measures: "雾炮降尘，作业面湿法清扫，大风停工",
    note: "料场棚检修，清理积料",
    consent: "措施可行",
  },
];

const SUFFIX = "环境保护监管片区";
const PERMIT_SOURCE = "排污许可证（演示）";
const VALID_FROM = "2025-01-01" as BeijingDate;

/** The twelve second-level cells with invented names. */
const STREETS: readonly (readonly [id: string, name: string])[] = [
  ["jia", "甲街道"],
  ["yi", "乙街道"],
  ["bing", "丙街道"],
  ["ding", "丁街道"],
  ["wu", "戊街道"],
  ["ji", "己街道"],
  ["geng", "庚街道"],
  ["xin", "辛街道"],
  ["ren", "壬街道"],
  ["gui", "癸街道"],
  ["zi", "子街道"],
  ["chou", "丑街道"],
];

const NEIGHBOURHOODS: readonly (readonly [id: string, street: string, kind: Cell["kind"], name: string])[] = [
  ["g3-jia-1", "jia", "industrial-park", "甲东工业园区"],
  ["g3-jia-2", "jia", "community", "甲二社区"],
  ["g3-yi-1", "yi", "village", "乙河村"],
  ["g3-bing-1", "bing", "industrial-park", "丙北工业园区"],
  ["g3-ding-1", "ding", "village", "丁岗村"],
  ["g3-wu-1", "wu", "community", "戊一社区"],
];

/**
 * The registry of the demo district, with the devices' secrets in clear: no real place, person, plant or national
 * figure is in it.
 */
export function demoRegistry(): IncomingRegistry {
  const cells = demoCells();
  const { people, assignments } = demoPeople(cells);
  return {
    schema: "outfall/registry/1",
    cells,
    units: [
      { id: "u-police", name: "演示公安分局", kind: "department" },
      { id: "u-urban", name: "演示城市管理局", kind: "department" },
      { id: "u-housing", name: "演示住房和建设局", kind: "department" },
      { id: "u-emergency", name: "演示应急管理局", kind: "department" },
    ],
    people,
    assignments,
    enterprises: DEMO_PLANTS.map(({ id, name, uscc, industry }) => ({
      id,
      name,
      ...(uscc !== undefined && { uscc, permit: `${uscc}001P` }),
      keySource: true,
      riskLevel: "major",
      industry,
    })),
    ...demoFacilities(),
    ...demoMonitoring(),
  };
}

function demoCells(): readonly Cell[] {
  const district: Cell = {
    id: "g1",
    level: 1,
    parent: null,
    kind: "district",
    division: "410199",
    name: `演示区${SUFFIX}`,
    area: "全区行政区域",
    office: "演示路1号",
    staffCount: 6,
  };
  const streets = STREETS.map(
    ([id, name], i): Cell => ({
      id: `g2-${id}`,
      level: 2,
      parent: "g1",
      kind: "street",
      name: `${name}${SUFFIX}`,
      area: `${name}行政区域`,
      office: `${name}办事处`,
      staffCount: 1 + (i % 2),
    }),
  );
  const neighbourhoods = NEIGHBOURHOODS.map(
    ([id, street, kind, name]): Cell => ({
      id,
      level: 3,
      parent: `g2-${street}`,
      kind,
      name: `${name}${SUFFIX}`,
      area: `${name}全域`,
      office: `${name}服务站`,
      staffCount: 1,
    }),
  );
  const plants = DEMO_PLANTS.map(
    (plant): Cell => ({
      id: `g4-${plant.id}`,
      level: 4,
      parent: plant.cell,
      kind: "enterprise",
      enterprise: plant.id,
      name: `${plant.name}${SUFFIX}`,
      area: "厂区",
      office: `${plant.name}环保科`,
      staffCount: 2,
    }),
  );
  return [district, ...streets, ...neighbourhoods, ...plants];
}

const STEMS = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES = "子丑寅卯辰巳午未申酉戌亥";

/** Three people a cell: who answers first, who answers directly, and the latter's deputy (AB 角). */
function demoPeople(cells: readonly Cell[]): { readonly people: readonly Person[]; readonly assignments: readonly Assignment[] } {
  const people = cells.flatMap((_, i) => [0, 1, 2].map((role) => demoPerson(i * 3 + role)));
  const assignments = cells.flatMap((cell, i): readonly Assignment[] => {
    const [first, direct, deputy] = [0, 1, 2].map((role) => `p${i * 3 + role + 1}`) as [string, string, string];
    return [
      { cell: cell.id, person: first, role: "first-responsible" },
      { cell: cell.id, person: direct, role: "direct-responsible" },
      { cell: cell.id, person: deputy, role: "direct-responsible", deputyFor: direct },
    ];
  });
  return { people, assignments };
}

/** 演示甲, 演示乙 … 演示癸, 演示甲子, 演示乙子 … */
function demoPerson(index: number): Person {
  const branch = index < STEMS.length ? "" : (BRANCHES[Math.floor(index / STEMS.length) - 1] ?? "");
  return {
    id: `p${index + 1}`,
    name: `演示${STEMS[index % STEMS.length]}${branch}`,
    phone: `000-${String(index + 1).padStart(4, "0")}`,
  };
}

function demoFacilities(): Pick<IncomingRegistry, "emissionUnits" | "treatmentUnits"> {
  return {
    emissionUnits: DEMO_PLANTS.map((plant) => ({
      id: `${plant.id}-MF0001`,
      enterprise: plant.id,
      code: "MF0001",
      kind: plant.facilities.kind,
      outlets: plant.stations.filter((s) => s.kind !== "boundary").map((s) => outletId(plant, s)),
      ratedPowerKw: plant.facilities.ratedPowerKw,
    })),
    treatmentUnits: DEMO_PLANTS.map((plant) => ({
      id: `${plant.id}-T001`,
      enterprise: plant.id,
      code: plant.industry === "sewage" ? "TW001" : "TA001",
      serves: [`${plant.id}-MF0001`],
      ratedPowerKw: plant.facilities.treatmentKw,
    })),
  };
}

type Monitoring = Pick<IncomingRegistry, "outlets" | "devices" | "channels" | "limits">;

function demoMonitoring(): Monitoring {
  const rows = DEMO_PLANTS.flatMap((plant) => plant.stations.map((station) => monitoringOf(plant, station)));
  return {
    outlets: rows.flatMap((r) => r.outlets),
    devices: rows.flatMap((r) => r.devices),
    channels: rows.flatMap((r) => r.channels),
    limits: rows.flatMap((r) => r.limits),
  };
}

function monitoringOf(plant: DemoPlant, station: DemoStation): Monitoring {
  const outlet = outletId(plant, station);
  const { mn, password, secret } = simulatedDevice(station.device);
  const { code, name, kind, location } = station;
  return {
    outlets: [{ id: outlet, enterprise: plant.id, code, name, kind, location: { ...location, crs: "CGCS2000" } }],
    devices: [
      {
        mn,
        hj212Password: password,
        mqttSecret: secret,
        edition: "2017",
        hourLabel: "start",
        crc: "standard",
        realtimeSeconds: 30,
        minuteMinutes: 10,
      },
    ],
    channels: station.channels.map(({ factor, unit, analyser }) => ({
      outlet,
      device: mn,
      ...(station.protocol === "hj212" && { st: station.st }),
      factor,
      pollutant: factor,
      unit,
      range: { min: 0, max: analyser.max },
    })),
    limits: station.channels.flatMap(({ factor, unit, limit }) =>
      limit === undefined ? [] : [permitLimit(outlet, station.kind, { factor, unit, limit })],
    ),
  };
}

/** A figure of the demo's permit. It stands for no national standard. */
function permitLimit(
  outlet: string,
  kind: DemoStation["kind"],
  { factor, unit, limit }: Required<Pick<DemoStation["channels"][number], "factor" | "unit" | "limit">>,
): Monitoring["limits"][number] {
  return {
    id: `${outlet}-${factor}-h`,
    outlet,
    pollutant: factor,
    basis: kind === "boundary" ? "boundary-hour-mean" : "hour-mean",
    comparator: "<=",
    value: limit.value,
    unit,
    validFrom: VALID_FROM,
    validTo: null,
    source: PERMIT_SOURCE,
    confidence: "C",
    ...(limit.oxygenReference !== undefined && { converted: true, oxygenReference: limit.oxygenReference }),
  };
}
