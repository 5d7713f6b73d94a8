import { expect, test } from "vitest";
import { DISTRICT, hourFrame, hoursAgo, MN, publishReadings, sendFrames } from "../support/district.ts";
import { Product } from "../support/product.ts";

const CITY_MN = "SIM410102000000000000901";
const CITY_PASSWORD = "654321";

/** The district as the city's platform knows it: the same outlets and factors, measured by a device of another name. */
const CITY = {
  ...DISTRICT,
  devices: [{ mn: CITY_MN, hj212Password: CITY_PASSWORD, edition: "2017", minuteMinutes: 10 }],
  channels: DISTRICT.channels.map((channel) => ({ ...channel, device: CITY_MN })),
};

function passedOnTo(...platforms: readonly { readonly id: string; readonly product: Product; readonly change?: object }[]) {
  return {
    ...DISTRICT,
    upstreams: platforms.map(({ id, product, change }) => ({
      id,
      name: "市级平台",
      ...product.doors.hj212,
      edition: "2017",
      enterprises: ["e1"],
      devices: [{ mn: MN, as: CITY_MN, password: CITY_PASSWORD }],
      ...change,
    })),
  };
}

const upstreamsOf = async (product: Product) => (await product.ask("GET", "/api/v1/upstreams")).body.items;

async function series(product: Product, basis: string, from: Date) {
  const to = new Date(Date.now() + 60_000);
  const range = `from=${from.toISOString()}&to=${to.toISOString()}`;
  const path = `/api/v1/outlets/e1-DA001/series?pollutant=a21026&basis=${basis}&${range}`;
  const { points } = (await product.ask("GET", path)).body;
  return points.map((p: Record<string, unknown>) => [p["at"], p["value"], p["converted"], p["flag"]]);
}

test("readings that are passed on arrive above and equal the originals", async () => {
  await using city = await Product.start();
  await city.ask("PUT", "/api/v1/registry", CITY);
  await using district = await Product.start();
  const put = await district.ask("PUT", "/api/v1/registry", passedOnTo({ id: "city", product: city }));
  const [first, second] = [hoursAgo(3), hoursAgo(2)];
  const moment = new Date(Math.floor(Date.now() / 1_000) * 1_000 - 120_000);

  await sendFrames(district, [hourFrame(first, "a21026", 35.2), hourFrame(first, "a34001", 0.125)]);
  await publishReadings(district, [
    {
      at: second.toISOString(),
      basis: "hour",
      values: { a21026: { value: 40.5, converted: 61.25, flag: "M", min: 1, max: 99 } },
    },
    { at: moment.toISOString(), basis: "realtime", values: { a21026: { value: 0.0000001 }, a34001: { value: -0.5, flag: "T" } } },
  ]);
  const [line] = await district.until(
    () => upstreamsOf(district),
    ([upstream]) => upstream?.acknowledged === 4 && upstream.lagEntries === 0,
  );
  await city.settled();

  expect(put.status).toBe(200);
  // Three hour frames; the boundary point names no ST, so its realtime value goes with the stack's as 31: one frame for both.
  expect(line).toMatchObject({ id: "city", state: "connected", sent: 4, resent: 0, unsendable: 0, oldestUnsentAt: null });
  for (const basis of ["hour", "realtime"]) {
    const original = await series(district, basis, first);
    expect(original.length).toBe(basis === "hour" ? 2 : 1);
    expect(await series(city, basis, first)).toEqual(original);
  }
});
