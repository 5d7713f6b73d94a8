import { InfluxDB } from "@influxdata/influxdb-client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type InfluxServer, startInfluxServer } from "../../scripts/harness/influx-server.ts";
import { BusyLogger } from "../support/busy-logger.ts";
import { DISTRICT } from "../support/district.ts";
import { Product } from "../support/product.ts";

/** How long the database stands still. */
const OUTAGE_SECONDS = Number(process.env["OUTFALL_TEST_OUTAGE_SECONDS"] ?? 20);

describe("with a real InfluxDB", () => {
  let influx: InfluxServer | undefined;

  beforeAll(async () => {
    influx = await startInfluxServer();
  });

  afterAll(async () => {
    await influx?.stop();
  });

  test("while InfluxDB stands still acknowledgements and verdicts go on, and afterwards the backlog drains", {
    timeout: 240_000,
  }, async (context) => {
    if (influx === undefined) return context.skip();
    const { url, token, org, bucket } = influx;
    await using product = await Product.start({
      env: { OUTFALL_INFLUX_URL: url, OUTFALL_INFLUX_TOKEN: token, OUTFALL_INFLUX_ORG: org, OUTFALL_INFLUX_BUCKET: bucket },
    });
    await product.ask("PUT", "/api/v1/registry", DISTRICT);
    const logger = new BusyLogger(product);
    logger.send(50);
    await logger.allAnswered();

    await influx.freeze();
    const end = Date.now() + OUTAGE_SECONDS * 1_000;
    while (Date.now() < end) {
      logger.send(20);
      await logger.allAnswered();
    }
    await product.settled();
    const findings = await product.ask("GET", "/api/v1/findings?limit=1");
    await influx.thaw();

    const stored = await product.until(
      () => countHours(influx as InfluxServer),
      (count) => count === logger.sent,
      120_000,
    );
    expect(stored).toBe(logger.sent);
    expect(logger.sent).toBeGreaterThan(100);
    expect(findings.status).toBe(200);
    logger.close();
  });
});

/** How many hour readings InfluxDB holds. */
async function countHours({ url, token, org, bucket }: InfluxServer): Promise<number> {
  const flux = `from(bucket: "${bucket}") |> range(start: 1990-01-01T00:00:00Z) |> filter(fn: (r) => r._measurement == "reading" and r._field == "value" and r.basis == "hour") |> group() |> count()`;
  const rows = await new InfluxDB({ url, token }).getQueryApi(org).collectRows<{ _value: number }>(flux);
  return rows[0]?._value ?? 0;
}
