/** A registry as wide as a district's: many outlets over many enterprises and streets, with names as long as wanted. */

import { mnOf, secretOf } from "./plain-registry.ts";

export const DISTRICT_CELL = "g1";
/** What each outlet measures, with the limit of its hour mean, in mg/m3. */
export const WIDE_POLLUTANTS = [
  ["a21026", 100],
  ["a21002", 200],
  ["a34013", 30],
  ["a21005", 1_000],
  ["a21001", 8],
] as const;

export interface WideShape {
  readonly outlets: number;
  /** How many pollutants of `WIDE_POLLUTANTS` each outlet measures. */
  readonly pollutants?: number;
  /** Outlets of an enterprise, and enterprises of a street. */
  readonly perEnterprise?: number;
  readonly perStreet?: number;
  /** What stands behind every name. */
  readonly suffix?: string;
}

export interface WideOutlet {
  readonly id: string;
  readonly mn: string;
  readonly enterprise: string;
  readonly name: string;
}

const digits = (index: number): string => String(index).padStart(6, "0");
const enterpriseOf = (index: number, per: number): string => `e${Math.floor(index / per)}`;

/** The outlets of a shape, each with the device that measures it. */
export function wideOutlets({ outlets, perEnterprise = 6, suffix = "" }: WideShape): readonly WideOutlet[] {
  return Array.from({ length: outlets }, (_, i) => {
    const enterprise = enterpriseOf(i, perEnterprise);
    return { id: `${enterprise}-DA${digits(i)}`, mn: mnOf(i), enterprise, name: `Outlet ${i + 1}${suffix}` };
  });
}

/** The registry document of a shape. */
export function wideRegistry(shape: WideShape): object {
  const { pollutants = WIDE_POLLUTANTS.length, perStreet = 15, suffix = "" } = shape;
  const outlets = wideOutlets(shape);
  const measured = WIDE_POLLUTANTS.slice(0, pollutants);
  const enterprises = [...new Set(outlets.map(({ enterprise }) => enterprise))];
  const streets = Array.from({ length: Math.ceil(enterprises.length / perStreet) }, (_, i) => i);
  const plain = { staffCount: 2 };
  return {
    schema: "outfall/registry/1",
    cells: [
      { ...plain, id: DISTRICT_CELL, level: 1, parent: null, kind: "district", division: "410199", name: `District${suffix}` },
      ...streets.flatMap((s) => [
        { ...plain, id: `g2-${s}`, level: 2, parent: DISTRICT_CELL, kind: "street", name: `Street ${s + 1}${suffix}` },
        { ...plain, id: `g3-${s}`, level: 3, parent: `g2-${s}`, kind: "community", name: `Community ${s + 1}${suffix}` },
      ]),
      ...enterprises.map((enterprise, i) => {
        const parent = `g3-${Math.floor(i / perStreet)}`;
        return {
          ...plain,
          id: `g4-${enterprise}`,
          level: 4,
          parent,
          kind: "enterprise",
          enterprise,
          name: `Cell of plant ${i + 1}${suffix}`,
        };
      }),
    ],
    enterprises: enterprises.map((id, i) => ({ id, name: `Plant ${i + 1}${suffix}`, uscc: usccOf(i) })),
    outlets: outlets.map(({ id, enterprise, name }, i) => ({ id, enterprise, code: `DA${digits(i)}`, name, kind: "stack" })),
    devices: outlets.map(({ mn }, i) => ({ mn, hj212Password: "123456", mqttSecret: secretOf(i), edition: "2017" })),
    channels: outlets.flatMap(({ id, mn }) =>
      measured.map(([pollutant]) => ({ outlet: id, device: mn, factor: pollutant, pollutant, unit: "mg/m3" })),
    ),
    limits: outlets.flatMap(({ id }) =>
      measured.map(([pollutant, value]) => ({
        ...{ id: `${id}-${pollutant}-h`, outlet: id, pollutant, basis: "hour-mean", comparator: "<=", value, unit: "mg/m3" },
        ...{ validFrom: "2020-01-01", validTo: null, source: "permit", confidence: "C" },
      })),
    ),
  };
}

const USCC_DIGITS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const USCC_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** A unified social credit code with its check digit (GB 32100-2015). */
function usccOf(index: number): string {
  const body = `91410102${String(index).padStart(9, "0")}`;
  const sum = [...body].reduce((total, digit, i) => total + USCC_DIGITS.indexOf(digit) * (USCC_WEIGHTS[i] ?? 0), 0);
  return `${body}${USCC_DIGITS[(31 - (sum % 31)) % 31]}`;
}
