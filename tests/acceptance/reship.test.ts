import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type InfluxServer, startInfluxServer } from "../../scripts/harness/influx-server.ts";
import { DISTRICT, hourFrame, hoursAgo, sendFrames } from "../support/district.ts";
import { finished, Product, runOutfall } from "../support/product.ts";
import { hourValuesIn } from "../support/shipped.ts";

describe("with a real InfluxDB", () => {
  let influx: InfluxServer | undefined;
  beforeAll(async () => {
    influx = await startInfluxServer();
  });
  afterAll(async () => influx?.stop());

  // Behaviour
  test("outfall reship fills an InfluxDB that is new with what came since a moment, beside the running product, and again changes nothing", {
    timeout: 240_000,
  }, async (context) => {
    if (influx === undefined) return context.skip();
    const { url, token, org, bucket } = influx;
    const settings = {
      OUTFALL_INFLUX_URL: url,
      OUTFALL_INFLUX_TOKEN: token,
      OUTFALL_INFLUX_ORG: org,
      OUTFALL_INFLUX_BUCKET: bucket,
    };
    await using product = await Product.start();
    await product.ask("PUT", "/api/v1/registry", DISTRICT);
    await sendFrames(product, [hourFrame(hoursAgo(5), "a21026", 40), hourFrame(hoursAgo(4), "a21026", 50)]);
    await product.settled();
    const between = new Date();
    await sendFrames(product, [hourFrame(hoursAgo(5), "a21026", 60), hourFrame(hoursAgo(3), "a21026", 70)]);
    await product.settled();
    const reship = (...args: readonly string[]) =>
      finished(runOutfall(["reship", ...args], { ...settings, OUTFALL_DATA_DIR: product.dataDir }));

    const since = await reship("--from", between.toISOString());
    const later = await hourValuesIn(influx);
    const all = await reship("--from", "2020-01-01T00:00:00+08:00", "--json");
    const whole = await hourValuesIn(influx);
    const again = await reship("--from", "2020-01-01T00:00:00+08:00", "--to", new Date(Date.now() + 60_000).toISOString());

    expect([since.code, all.code, again.code]).toEqual([0, 0, 0]);
    expect(later).toEqual([60, 70]);
    expect(whole).toEqual([60, 50, 70]);
    expect(await hourValuesIn(influx)).toEqual(whole);
    expect(JSON.parse(all.out)).toEqual({ series: 1, ofSeries: 1, readings: 4, refused: {}, complete: true });
    expect(again.out).toContain("1 series, 4 readings written");
  });
});
