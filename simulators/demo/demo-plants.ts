import type { OutletKind } from "../../core/registry/registry.ts";
import { type Instant, MINUTE, plus, startOfHour } from "../../core/time.ts";
import type { AnalyserDefinition, ChannelDefinition, PlantDefinition, Shift } from "../plant/plant-definition.ts";

/** An enterprise of the demo district with its virtual plant and the loggers at its outlets. */
export interface DemoPlant {
  readonly id: string;
  readonly name: string;
  readonly industry: string;
  readonly uscc?: string;
  /** The third-level cell it belongs to. */
  readonly cell: string;
  readonly seed: number;
  readonly shifts: readonly Shift[];
  readonly facilities: { readonly kind: string; readonly ratedPowerKw: number; readonly treatmentKw: number };
  readonly stations: readonly DemoStation[];
}

/** One outlet and its logger. */
export interface DemoStation {
  readonly code: string;
  readonly name: string;
  readonly kind: OutletKind & PlantDefinition["stations"][number]["kind"];
  readonly location: { readonly lon: number; readonly lat: number };
  readonly protocol: "hj212" | "mqtt";
  /** HJ 212 system code. */
  readonly st: "22" | "31" | "32";
  /** Number of the logger; its MN and secrets are made from it. */
  readonly device: number;
  readonly channels: readonly ChannelDefinition[];
  readonly events: PlantDefinition["stations"][number]["events"];
  /** False for a mobile station that is set up for the work on the day: it has no past to send. */
  readonly hasPast: boolean;
}

/** The virtual plant of an enterprise. With a start of the work, the declared emission happens: see `workEvents`. */
export function plantOf(plant: DemoPlant, workStarts?: Instant): PlantDefinition {
  return {
    seed: plant.seed,
    shifts: plant.shifts,
    stations: plant.stations.map((s) => ({
      outlet: outletId(plant, s),
      kind: s.kind,
      channels: s.channels,
      events: s.hasPast || workStarts === undefined ? s.events : workEvents(workStarts),
    })),
  };
}

/** Id of an outlet in the registry. */
export function outletId(plant: Pick<DemoPlant, "id">, station: Pick<DemoStation, "code">): string {
  return `${plant.id}-${station.code}`;
}

/**
 * The declared maintenance of the sinter plant's yard. The work is prepared three minutes after the start, which shows
 * but stays below the limit; at the next whole hour, when consent is older than the hour, the dust begins and lasts two
 * hours.
 */
function workEvents(from: Instant): PlantDefinition["stations"][number]["events"] {
  const begins = plus(startOfHour(from), 60 * MINUTE);
  const release = { kind: "release", factor: "a34001", declared: true } as const;
  return [
    { ...release, kgPerHour: 1, when: { kind: "once", start: plus(from, 3 * MINUTE), end: begins } },
    { ...release, kgPerHour: 5, when: { kind: "once", start: begins, end: plus(begins, 120 * MINUTE) } },
  ];
}

const CONTINUOUS: readonly Shift[] = [
  { fromHour: 0, load: 0.93 },
  { fromHour: 8, load: 0.96 },
  { fromHour: 16, load: 0.94 },
];
const TWO_SHIFTS: readonly Shift[] = [
  { fromHour: 6, load: 0.9 },
  { fromHour: 14, load: 0.85 },
  { fromHour: 22, load: 0.25 },
];
const HEATING: readonly Shift[] = [
  { fromHour: 5, load: 0.92 },
  { fromHour: 10, load: 0.7 },
  { fromHour: 17, load: 0.88 },
  { fromHour: 23, load: 0.6 },
];

/** An ordinary analyser. */
export function instrument(max: number, decimals: number): AnalyserDefinition {
  return { max, noise: 0.015, weeklyDrift: 0.005, averagingSeconds: 60, decimals };
}

/**
 * Flue gas with its permit limit; `raw` is the full-load concentration before treatment, at the reference oxygen
 * content.
 */
function gas(
  factor: string,
  raw: readonly [full: number, removal: number],
  limit: readonly [value: number, oxygen: number],
): ChannelDefinition {
  const [rawFull, removal] = raw;
  const [value, oxygenReference] = limit;
  return {
    factor,
    unit: "mg/m3",
    model: { kind: "flue-gas", rawIdle: rawFull * 0.55, rawFull, removal, atOxygen: oxygenReference },
    analyser: instrument(value * 5, 2),
    limit: { value, oxygenReference },
  };
}

function flueConditions(oxygen: number, temperature: number, flow: number): readonly ChannelDefinition[] {
  return [
    { factor: "a19001", unit: "%", model: { kind: "oxygen", idle: oxygen + 4, full: oxygen }, analyser: instrument(25, 2) },
    {
      factor: "a01012",
      unit: "°C",
      model: { kind: "temperature", idle: temperature * 0.6, full: temperature },
      analyser: instrument(300, 1),
    },
    {
      factor: "a00000",
      unit: "m3/s",
      model: { kind: "gas-flow", idle: flow * 0.4, full: flow },
      analyser: instrument(flow * 3, 2),
    },
  ];
}

function dust(background: number, leak: number): ChannelDefinition {
  return {
    factor: "a34001",
    unit: "mg/m3",
    model: { kind: "boundary", background, leak, perKgHour: 0.15 },
    analyser: instrument(10, 3),
    limit: { value: 0.5 },
  };
}

const BASE = { events: [], hasPast: true } as const;

/** The six enterprises of the demo district. Three of them have something to show; the others comply. */
export const DEMO_PLANTS: readonly DemoPlant[] = [
  {
    id: "e1",
    name: "演示水泥厂",
    industry: "cement",
    uscc: "91410102000000019H",
    cell: "g3-jia-1",
    seed: 11,
    shifts: CONTINUOUS,
    facilities: { kind: "水泥窑", ratedPowerKw: 3_200, treatmentKw: 450 },
    stations: [
      {
        ...BASE,
        code: "DA001",
        name: "窑尾",
        kind: "stack",
        location: { lon: 113.601, lat: 34.751 },
        protocol: "hj212",
        st: "31",
        device: 1,
        channels: [
          gas("a21026", [160, 0.75], [100, 10]),
          gas("a21002", [455, 0.8], [100, 10]),
          gas("a34013", [900, 0.989], [20, 10]),
          ...flueConditions(9.2, 128, 62),
        ],
        // The ammonia injection fails for three hours of the afternoon.
        events: [{ kind: "removal-lost", factor: "a21002", share: 0.15, when: { kind: "daily", fromHour: 13, toHour: 16 } }],
      },
      {
        ...BASE,
        code: "B1",
        name: "东厂界",
        kind: "boundary",
        location: { lon: 113.604, lat: 34.7508 },
        protocol: "mqtt",
        st: "22",
        device: 2,
        channels: [dust(0.12, 0.8)],
      },
    ],
  },
  {
    id: "e2",
    name: "演示污水处理厂",
    industry: "sewage",
    uscc: "91410102000000027C",
    cell: "g3-yi-1",
    seed: 22,
    shifts: CONTINUOUS,
    facilities: { kind: "进水泵站", ratedPowerKw: 380, treatmentKw: 620 },
    stations: [
      {
        ...BASE,
        code: "DW001",
        name: "总排口",
        kind: "effluent",
        location: { lon: 113.622, lat: 34.741 },
        protocol: "hj212",
        st: "32",
        device: 3,
        channels: [
          {
            factor: "w01018",
            unit: "mg/L",
            model: { kind: "effluent", influent: 320, swing: 0.18, removal: 0.9 },
            analyser: instrument(200, 1),
            limit: { value: 50 },
          },
          {
            factor: "w21003",
            unit: "mg/L",
            model: { kind: "effluent", influent: 32, swing: 0.15, removal: 0.93 },
            analyser: instrument(50, 2),
            limit: { value: 5 },
          },
          {
            factor: "w00000",
            unit: "L/s",
            model: { kind: "water-flow", mean: 640, swing: 0.22 },
            analyser: instrument(2_000, 1),
          },
        ],
      },
    ],
  },
  {
    id: "e3",
    name: "演示涂装厂",
    industry: "coating",
    uscc: "914101020000000357",
    cell: "g3-jia-2",
    seed: 33,
    shifts: TWO_SHIFTS,
    facilities: { kind: "喷漆线", ratedPowerKw: 540, treatmentKw: 90 },
    stations: [
      {
        ...BASE,
        code: "DA001",
        name: "喷漆房排气筒",
        kind: "stack",
        location: { lon: 113.609, lat: 34.757 },
        protocol: "mqtt",
        st: "31",
        device: 4,
        channels: [
          {
            factor: "a24088",
            unit: "mg/m3",
            model: { kind: "flue-gas", rawIdle: 60, rawFull: 420, removal: 0.92, atOxygen: 20 },
            analyser: instrument(500, 2),
            limit: { value: 60 },
          },
          { factor: "a01012", unit: "°C", model: { kind: "temperature", idle: 22, full: 41 }, analyser: instrument(200, 1) },
          { factor: "a00000", unit: "m3/s", model: { kind: "gas-flow", idle: 6, full: 14 }, analyser: instrument(50, 2) },
        ],
      },
      {
        ...BASE,
        code: "B1",
        name: "南厂界",
        kind: "boundary",
        location: { lon: 113.6095, lat: 34.7551 },
        protocol: "mqtt",
        st: "22",
        device: 5,
        channels: [
          {
            factor: "a24088",
            unit: "mg/m3",
            model: { kind: "boundary", background: 0.6, leak: 2, perKgHour: 0.2 },
            analyser: instrument(40, 3),
            limit: { value: 2 },
          },
        ],
        // Two hours of spraying with open doors, of which nobody was told.
        events: [
          { kind: "release", factor: "a24088", kgPerHour: 16, declared: false, when: { kind: "daily", fromHour: 9, toHour: 11 } },
        ],
      },
    ],
  },
  {
    id: "e4",
    name: "演示烧结厂",
    industry: "steel",
    uscc: "914101020000000432",
    cell: "g3-bing-1",
    seed: 44,
    shifts: CONTINUOUS,
    facilities: { kind: "烧结机", ratedPowerKw: 5_600, treatmentKw: 880 },
    stations: [
      {
        ...BASE,
        code: "DA001",
        name: "烧结机头",
        kind: "stack",
        location: { lon: 113.583, lat: 34.769 },
        protocol: "hj212",
        st: "31",
        device: 6,
        channels: [
          gas("a21026", [700, 0.965], [50, 16]),
          gas("a21002", [320, 0.8], [100, 16]),
          gas("a34013", [1_200, 0.991], [20, 16]),
          ...flueConditions(15.2, 118, 180),
        ],
      },
      {
        ...BASE,
        code: "B1",
        name: "北厂界",
        kind: "boundary",
        location: { lon: 113.584, lat: 34.7722 },
        protocol: "hj212",
        st: "22",
        device: 7,
        channels: [dust(0.14, 0.7)],
      },
      {
        ...BASE,
        hasPast: false,
        code: "B2",
        name: "料场检修点",
        kind: "boundary",
        location: { lon: 113.586, lat: 34.7701 },
        protocol: "mqtt",
        st: "22",
        device: 8,
        channels: [dust(0.13, 0.3)],
      },
    ],
  },
  {
    id: "e5",
    name: "演示玻璃厂",
    industry: "glass",
    cell: "g3-ding-1",
    seed: 55,
    shifts: CONTINUOUS,
    facilities: { kind: "玻璃熔窑", ratedPowerKw: 900, treatmentKw: 310 },
    stations: [
      {
        ...BASE,
        code: "DA001",
        name: "熔窑烟囱",
        kind: "stack",
        location: { lon: 113.64, lat: 34.763 },
        protocol: "mqtt",
        st: "31",
        device: 9,
        channels: [
          gas("a21026", [420, 0.8], [200, 8]),
          gas("a21002", [1_500, 0.84], [400, 8]),
          gas("a34013", [260, 0.93], [30, 8]),
          ...flueConditions(8.4, 165, 24),
        ],
      },
    ],
  },
  {
    id: "e6",
    name: "演示供热锅炉房",
    industry: "heating",
    cell: "g3-wu-1",
    seed: 66,
    shifts: HEATING,
    facilities: { kind: "燃气锅炉", ratedPowerKw: 260, treatmentKw: 75 },
    stations: [
      {
        ...BASE,
        code: "DA001",
        name: "锅炉烟囱",
        kind: "stack",
        location: { lon: 113.613, lat: 34.732 },
        protocol: "hj212",
        st: "31",
        device: 10,
        channels: [
          gas("a21026", [14, 0.5], [35, 3.5]),
          gas("a21002", [62, 0.55], [50, 3.5]),
          gas("a34013", [6, 0.4], [10, 3.5]),
          ...flueConditions(3.9, 96, 11),
        ],
      },
    ],
  },
];
