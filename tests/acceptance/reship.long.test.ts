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

  test("a bucket that is not there is refused with exit code 2, by its setting", async (context) => {
    if (influx === undefined) return context.skip();
    await using product = await Product.start();
    await product.ask("PUT", "/api/v1/registry", DISTRICT);
    await sendFrames(product, [hourFrame(hoursAgo(30), "a21026", 90)]);
    await product.settled();
    const { url, token, org } = influx;
    const settings = { OUTFALL_INFLUX_URL: url, OUTFALL_INFLUX_TOKEN: token, OUTFALL_INFLUX_ORG: org };
    const env = { ...settings, OUTFALL_INFLUX_BUCKET: "nothing/autogen", OUTFALL_DATA_DIR: product.dataDir };

    const { code, errors } = await finished(runOutfall(["reship", "--from", "2020-01-01T00:00:00Z"], env));

    expect([code, errors]).toEqual([2, expect.stringContaining("OUTFALL_INFLUX_BUCKET")]);
  });

  test("while InfluxDB stands still it waits and goes on when it is back, or ends when it is told to", {
    timeout: 240_000,
  }, async (context) => {
    if (influx === undefined) return context.skip();
    const { url, token, org, bucket } = influx;
    await using product = await Product.start();
    await product.ask("PUT", "/api/v1/registry", DISTRICT);
    await sendFrames(product, [hourFrame(hoursAgo(30), "a21026", 90)]);
    await product.settled();
    const settings = {
      OUTFALL_INFLUX_URL: url,
      OUTFALL_INFLUX_TOKEN: token,
      OUTFALL_INFLUX_ORG: org,
      OUTFALL_INFLUX_BUCKET: bucket,
    };
    const reshipping = () => {
      const child = runOutfall(["reship", "--from", "2020-01-01T00:00:00Z"], { ...settings, OUTFALL_DATA_DIR: product.dataDir });
      const waits = new Promise<void>((resolve) => {
        child.stderr?.on("data", (chunk) => String(chunk).includes("waited for") && resolve());
      });
      return { child, waits, end: finished(child) };
    };

    await influx.freeze();
    const [patient, stopped] = [reshipping(), reshipping()];
    await Promise.all([patient.waits, stopped.waits]);
    stopped.child.kill("SIGTERM");
    const told = await stopped.end;
    await influx.thaw();

    expect([told.code, told.errors]).toEqual([1, expect.stringContaining("ended before it was complete")]);
    expect((await patient.end).code).toBe(0);
    expect(await hourValuesIn(influx)).toContain(90);
  });
});
