import { expect, test } from "vitest";
import { FakePlatform } from "../../forward/testing/fake-platform.ts";
import { hourFrame, hoursAgo, sendFrames } from "../support/district.ts";
import { passedOnTo, upstreamsOf } from "../support/passed-on.ts";
import { Product } from "../support/product.ts";

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
