/**
 * The smallest grid in which every device of a load has an outlet to report. Names and secrets are derived from the
 * device's number.
 */

export const HJ212_PASSWORD = "123456";
/** Hour mean of every outlet, mg/m3. */
export const LIMIT = 100;

const digits = (index: number): string => String(index).padStart(6, "0");

/** MN and MQTT secret of the device whose number has these six digits. */
export const mnPattern = (number: string): string => `SIM4101020000000000${number}`;
export const secretPattern = (number: string): string => `secret-of-one-run-${number}`;

export const mnOf = (index: number): string => mnPattern(digits(index));
export const secretOf = (index: number): string => secretPattern(digits(index));
export const outletOf = (index: number): string => `e1-DA${digits(index)}`;

interface PlainRegistry {
  readonly devices: readonly { readonly mn: string }[];
}

/** The registry document for `count` devices, each with one outlet; all in one street. */
export function plainRegistry(count: number): PlainRegistry {
  const all = Array.from({ length: count }, (_, i) => i);
  return {
    schema: "outfall/registry/1",
    cells: CELLS,
    enterprises: [{ id: "e1", name: "Plant of a load", uscc: "91410102000000019H" }],
    outlets: all.map((i) => ({ id: outletOf(i), enterprise: "e1", code: `DA${digits(i)}`, name: `Outlet ${i}`, kind: "stack" })),
    devices: all.map((i) => ({ mn: mnOf(i), hj212Password: HJ212_PASSWORD, mqttSecret: secretOf(i), edition: "2017" })),
    channels: all.map((i) => ({ outlet: outletOf(i), device: mnOf(i), factor: "a21026", unit: "mg/m3" })),
    limits: all.map(limitOf),
  } as PlainRegistry;
}

const CELLS = [
  { id: "g1", level: 1, parent: null, kind: "district", division: "410199" },
  { id: "g2", level: 2, parent: "g1", kind: "street" },
  { id: "g3", level: 3, parent: "g2", kind: "community" },
  { id: "g4", level: 4, parent: "g3", kind: "enterprise", enterprise: "e1" },
].map((cell) => ({ ...cell, name: `Cell ${cell.id} of a load`, staffCount: 2 }));

function limitOf(index: number): object {
  return {
    id: `${outletOf(index)}-so2-h`,
    outlet: outletOf(index),
    pollutant: "a21026",
    basis: "hour-mean",
    comparator: "<=",
    value: LIMIT,
    unit: "mg/m3",
    validFrom: "2020-01-01",
    validTo: null,
    source: "permit",
    confidence: "C",
  };
}
