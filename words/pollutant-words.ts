import { DEVICE_MATTERS, type DeviceMatter } from "../core/judging/device-matters.ts";
import { OPEN_STATES } from "../core/readings/plant-states.ts";
import { POLLUTANTS, UNCONFIRMED_FACTORS } from "../core/readings/pollutants.ts";
import type { Language, Words } from "./language.ts";

/** The code of every factor that has a name, in the order of the table. */
export const FACTOR_CODES: readonly string[] = [...POLLUTANTS.keys(), ...UNCONFIRMED_FACTORS.keys()];

/** The codes that HJ 212 itself has, in its order. */
export const POLLUTANT_CODES: readonly string[] = [...POLLUTANTS.keys()];

/** The usual unit of a factor; empty where it has none. */
export function pollutantUnit(code: string): string {
  return POLLUTANTS.get(code)?.unit ?? "";
}

/** What stands in the place of a pollutant in a finding about a device. */
const MATTERS: Readonly<Record<(typeof DEVICE_MATTERS)[DeviceMatter], Words>> = {
  [DEVICE_MATTERS.guessing]: { zh: "设备密码", en: "device password" },
  [DEVICE_MATTERS["addresses-in-turn"]]: { zh: "设备地址", en: "device address" },
};
const OPEN: Words = { zh: "旁路开启", en: "bypass open" };
const STATE_BY_CODE: ReadonlyMap<string, Words> = new Map([...OPEN_STATES].map((code) => [code, OPEN]));
const MATTERS_BY_CODE: ReadonlyMap<string, Words> = new Map(Object.entries(MATTERS));

/** What people write for a factor: SO₂, COD, 氨氮; the code of an unknown one stands for itself. */
export function pollutantName(code: string, language: Language): string {
  return (
    POLLUTANTS.get(code)?.short[language] ??
    UNCONFIRMED_FACTORS.get(code)?.[language] ??
    STATE_BY_CODE.get(code)?.[language] ??
    MATTERS_BY_CODE.get(code)?.[language] ??
    code
  );
}

/** The name in full, for titles and readers' aids. */
export function pollutantFullName(code: string, language: Language): string {
  return (
    (POLLUTANTS.get(code) ?? UNCONFIRMED_FACTORS.get(code) ?? STATE_BY_CODE.get(code) ?? MATTERS_BY_CODE.get(code))?.[language] ??
    code
  );
}

/** The decimals of a factor that is in no table. */
export const DEFAULT_DECIMALS = 2;

/** Decimals that a value of the factor is printed with at least. */
export function pollutantDecimals(code: string): number {
  return POLLUTANTS.get(code)?.decimals ?? DEFAULT_DECIMALS;
}
