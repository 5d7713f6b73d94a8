import { InfluxDB } from "@influxdata/influxdb-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type InfluxServer, startInfluxServer } from "../../scripts/harness/influx-server.ts";
import { DISTRICT, hourFrame, hoursAgo, sendFrames } from "../support/district.ts";
import { finished, Product, runOutfall } from "../support/product.ts";

const NOWHERE = { OUTFALL_DATA_DIR: "/nonexistent/outfall" };

test.each([
  [[], {}, ["use: reship --from INSTANT"]],
  [
    ["--from", "yesterday", "--to", "2026-01-05T00:00:00"],
    {},
    ["--from: yesterday is no time", "--to: 2026-01-05T00:00:00 is no"],
  ],
  [["--from", "2026-01-05T00:00:00Z", "--to", "2026-01-05T08:00:00+08:00"], {}, ["--to: must be later than --from"]],
  [["--from", "2026-01-05T00:00:00Z", "--until", "x"], {}, ["--until"]],
  [["--from", "2026-01-05T00:00:00Z"], {}, ["OUTFALL_INFLUX_URL: is not set", "OUTFALL_DATA_DIR: /nonexistent/outfall has no"]],
  [["--from", "2026-01-05T00:00:00Z"], { OUTFALL_INFLUX_URL: "influx" }, ["OUTFALL_INFLUX_URL"]],
] as const)("reship %j is refused by name with exit code 2, and nothing is made", async (args, env, problems) => {
  const { code, out, errors } = await finished(runOutfall(["reship", ...args], { ...NOWHERE, ...env }));

  expect([code, out]).toEqual([2, ""]);
  for (const problem of problems) expect(errors).toContain(problem);
  expect(errors).not.toMatch(/^\s+at /m);
});

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
    const later = await pointsOf(influx);
    const all = await reship("--from", "2020-01-01T00:00:00+08:00", "--json");
    const whole = await pointsOf(influx);
    const again = await reship("--from", "2020-01-01T00:00:00+08:00", "--to", new Date(Date.now() + 60_000).toISOString());

    expect([since.code, all.code, again.code]).toEqual([0, 0, 0]);
    expect(later).toEqual([60, 70]);
    expect(whole).toEqual([60, 50, 70]);
    expect(await pointsOf(influx)).toEqual(whole);
    expect(JSON.parse(all.out)).toEqual({ series: 1, ofSeries: 1, readings: 4, refused: {}, complete: true });
    expect(again.out).toContain("1 series, 4 readings written");
  });

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
    expect(await pointsOf(influx)).toContain(90);
  });
});

/** Values in force of the hours, by time. */
async function pointsOf({ url, token, org, bucket }: InfluxServer): Promise<readonly number[]> {
  const flux = `from(bucket: "${bucket}") |> range(start: 1990-01-01T00:00:00Z) |> filter(fn: (r) => r._measurement == "reading" and r._field == "value" and r.basis == "hour") |> group() |> sort(columns: ["_time"])`;
  const rows = await new InfluxDB({ url, token }).getQueryApi(org).collectRows<{ _value: number }>(flux);
  return rows.map(({ _value }) => _value);
}
