import { afterAll, beforeAll, expect, test } from "vitest";
import { hourFrame, hoursAgo, MN, publishReadings, sendFrames } from "../support/district.ts";
import { CITY, CITY_MN, passedOnTo, upstreamsOf } from "../support/passed-on.ts";
import { Product } from "../support/product.ts";

let district: Product;
beforeAll(async () => {
  district = await Product.start();
});
afterAll(() => district?.[Symbol.asyncDispose]());

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

test("a registry comes back with the passwords of its upstreams as marks, and the same again changes nothing", async () => {
  const document = passedOnTo({ id: "province", door: { host: "127.0.0.1", port: 9 } });
  const first = await district.ask("PUT", "/api/v1/registry", document);
  const out = await district.ask("GET", "/api/v1/registry");

  const [same, back] = [
    await district.ask("PUT", "/api/v1/registry", document),
    await district.ask("PUT", "/api/v1/registry", out.body),
  ];

  expect(first.body.changed.upstreams).toMatchObject({ added: ["province"], changed: [] });
  expect(out.body.upstreams[0].devices).toEqual([{ mn: MN, as: CITY_MN, password: { set: true } }]);
  expect([same.body.changed, back.body.changed]).toEqual([{}, {}]);
});
