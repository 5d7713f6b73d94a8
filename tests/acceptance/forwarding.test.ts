import { expect, test } from "vitest";
import { FakePlatform } from "../../forward/testing/fake-platform.ts";
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

function passedOnTo(...platforms: readonly { readonly id: string; readonly door: { host: string; port: number } }[]) {
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
  const put = await district.ask("PUT", "/api/v1/registry", passedOnTo({ id: "city", door: city.doors.hj212 }));
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
  // Three hour frames; the boundary point names no ST, so its realtime value goes with the stack's as 31: one frame for
  // both.
  expect(line).toMatchObject({ id: "city", state: "connected", sent: 4, resent: 0, unsendable: 0, oldestUnsentAt: null });
  for (const basis of ["hour", "realtime"]) {
    const original = await series(district, basis, first);
    expect(original.length).toBe(basis === "hour" ? 2 : 1);
    expect(await series(city, basis, first)).toEqual(original);
  }
});

test("an outage upstream loses nothing: the platform restarts, we restart, and every hour arrives once, in order", async () => {
  await using city = await FakePlatform.start();
  const district = await Product.start();
  const dataDir = district.dataDir;
  try {
    await district.ask("PUT", "/api/v1/registry", passedOnTo({ id: "city", door: { host: "127.0.0.1", port: city.port } }));
    await sendFrames(district, [hourFrame(hoursAgo(9), "a21026", 1), hourFrame(hoursAgo(8), "a21026", 2)]);
    await district.until(
      () => upstreamsOf(district),
      ([upstream]) => upstream?.acknowledged === 2,
    );

    await city.close();
    await sendFrames(district, [hourFrame(hoursAgo(7), "a21026", 3), hourFrame(hoursAgo(6), "a21026", 4)]);
    const [away] = await district.until(
      () => upstreamsOf(district),
      ([upstream]) => upstream?.lastError?.code === "unreachable",
    );
    // Killed, not stopped: what was not answered above is still in the working store.
    await district.kill();
    await city.open();
    await using again = await Product.start({ dataDir });
    await sendFrames(again, [hourFrame(hoursAgo(5), "a21026", 5)]);
    await again.until(
      () => upstreamsOf(again),
      ([upstream]) => upstream?.acknowledged === 3,
    );

    expect(away).toMatchObject({ lagEntries: 2 });
    expect(away.oldestUnsentAt).not.toBeNull();
    expect(city.taken.map((m) => m.pairs.find((p) => p.field === "Avg")?.value)).toEqual(["1", "2", "3", "4", "5"]);
  } finally {
    await district[Symbol.asyncDispose]();
  }
});

test("a platform that refuses holds up neither another nor the cases of the district", async () => {
  await using city = await FakePlatform.start();
  await using province = await FakePlatform.start(() => "refuse");
  await using district = await Product.start();
  const door = (platform: FakePlatform) => ({ host: "127.0.0.1", port: platform.port });
  await district.ask(
    "PUT",
    "/api/v1/registry",
    passedOnTo({ id: "province", door: door(province) }, { id: "city", door: door(city) }),
  );

  await sendFrames(district, [hourFrame(hoursAgo(48), "a21026", 130)]);
  const lines = await district.until(
    () => upstreamsOf(district),
    (upstreams) => upstreams[0]?.lastError !== null && upstreams[1]?.acknowledged === 1,
  );
  const cases = await district.until(
    async () => (await district.ask("GET", "/api/v1/cases?state=reported")).body.items,
    (items) => items.length > 0,
  );

  expect(lines).toMatchObject([
    { id: "province", state: "waiting", acknowledged: 0, lastError: { code: "refused" } },
    { id: "city", state: "connected" },
  ]);
  expect(cases).toHaveLength(1);
});

test("a registry comes back with the passwords of its upstreams as marks, and the same again changes nothing", async () => {
  await using district = await Product.start();
  const document = passedOnTo({ id: "city", door: { host: "127.0.0.1", port: 9 } });
  const first = await district.ask("PUT", "/api/v1/registry", document);
  const out = await district.ask("GET", "/api/v1/registry");

  const [same, back] = [
    await district.ask("PUT", "/api/v1/registry", document),
    await district.ask("PUT", "/api/v1/registry", out.body),
  ];

  expect(first.body.changed.upstreams).toEqual({ added: ["city"], changed: [], removed: [] });
  expect(out.body.upstreams[0].devices).toEqual([{ mn: MN, as: CITY_MN, password: { set: true } }]);
  expect([same.body.changed, back.body.changed]).toEqual([{}, {}]);
});
