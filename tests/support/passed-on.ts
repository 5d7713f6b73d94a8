import { DISTRICT, MN } from "./district.ts";
import type { Product } from "./product.ts";

export const CITY_MN = "SIM410102000000000000901";
const CITY_PASSWORD = "654321";

/** The district as the city's platform knows it: the same outlets and factors, measured by a device of another name. */
export const CITY = {
  ...DISTRICT,
  devices: [{ mn: CITY_MN, hj212Password: CITY_PASSWORD, edition: "2017", minuteMinutes: 10 }],
  channels: DISTRICT.channels.map((channel) => ({ ...channel, device: CITY_MN })),
};

/** The district, which passes its readings on to these platforms. */
export function passedOnTo(...platforms: readonly { readonly id: string; readonly door: { host: string; port: number } }[]) {
  return {
    ...DISTRICT,
    upstreams: platforms.map(({ id, door }) => ({
      id,
      name: "市级平台",
      ...door,
      edition: "2017",
      enterprises: ["e1"],
      devices: [{ mn: MN, as: CITY_MN, password: CITY_PASSWORD }],
    })),
  };
}

export const upstreamsOf = async (product: Product) => (await product.ask("GET", "/api/v1/upstreams")).body.items;
