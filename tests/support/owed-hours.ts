import { DISTRICT, MN } from "./district.ts";
import type { Product } from "./product.ts";
import type { SimLogger } from "./sim-logger.ts";

const HOUR = 3_600_000;
/** 08:00 in Beijing: hour 0 of these tests. */
const ZERO = Date.UTC(2026, 10, 23, 0, 0);
export const hour = (n: number): number => ZERO + n * HOUR;
export const clockAt = (n: number, minutes = 20) => ({
  env: { OUTFALL_CLOCK: `manual:${new Date(hour(n) + minutes * 60_000).toISOString()}` },
});
export const moveTo = (product: Product, n: number, minutes = 20) =>
  product.ask("POST", "/api/v1/test/clock", { to: new Date(hour(n) + minutes * 60_000).toISOString() });

/** The hours that the series has, counted from hour 0, with their values. */
async function hoursOf(product: Product): Promise<readonly (readonly [number, number])[]> {
  const span = `from=${new Date(ZERO).toISOString()}&to=${new Date(hour(48)).toISOString()}`;
  const series = await product.ask("GET", `/api/v1/outlets/e1-DA001/series?pollutant=a21026&basis=hour&${span}`);
  return series.body.points.map((p: { at: string; value: number }) => [(Date.parse(p.at) - ZERO) / HOUR, p.value] as const);
}
export const untilHours = (product: Product, count: number) =>
  product.until(
    () => hoursOf(product),
    (hours) => hours.length === count,
    20_000,
  );
export const gapsOf = async (product: Product) => (await product.ask("GET", `/api/v1/devices/${MN}/gaps`)).body.items;
/** The district with a device that is not asked. */
export const UNASKED = { ...DISTRICT, devices: DISTRICT.devices.map((device) => ({ ...device, autoBackfill: false })) };
export const upTo = (count: number, value = 35) => Array.from({ length: count }, (_, n) => [n, value]);

/** On the line at twenty past the hour, with the right time. */
export async function on(product: Product, logger: SimLogger, now: number): Promise<void> {
  await logger.connect(product.doors.hj212);
  logger.realtime(now + 20 * 60_000, 30);
}
