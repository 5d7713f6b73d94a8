import { join } from "node:path";
import Database from "libsql";
import { expect, test } from "vitest";
import { startInfluxServer } from "../../scripts/harness/influx-server.ts";
import { DISTRICT, publishReadings } from "../support/district.ts";
import { Product } from "../support/product.ts";
import { shippedOf } from "../support/shipped.ts";

const HOUR_MS = 3_600_000;
/** A block of hours is thirty days on this grid. */
const BLOCK_MS = 30 * 24 * HOUR_MS;
const FIRST_MS = Math.floor(Date.UTC(2026, 0, 1) / BLOCK_MS) * BLOCK_MS;
const HOURS = 150 * 24;
const END_MS = FIRST_MS + HOURS * HOUR_MS;
const clockAt = (ms: number): string => `manual:${new Date(ms).toISOString()}`;

const influx = await startInfluxServer();
if (influx === undefined) test.skip("InfluxDB: no server to test against");
else
  test("what the product lets go of its working store comes back in a long range, and is said to be missing while InfluxDB is away", {
    timeout: 300_000,
  }, async () => {
    const { url, token, org, bucket } = influx;
    const series = {
      OUTFALL_INFLUX_URL: url,
      OUTFALL_INFLUX_TOKEN: token,
      OUTFALL_INFLUX_ORG: org,
      OUTFALL_INFLUX_BUCKET: bucket,
    };
    // The first keeps the directory; each starts anew at an hour of its own.
    await using first = await Product.start({ env: { ...series, OUTFALL_CLOCK: clockAt(END_MS) } });
    const { dataDir } = first;
    await first.ask("PUT", "/api/v1/registry", DISTRICT);
    for (let i = 0; i < HOURS; i += 500) await publishReadings(first, [hours(i, Math.min(HOURS, i + 500))]);
    await first.until(
      () => shippedOf(first),
      ({ taken }) => taken >= HOURS,
      120_000,
    );
    // What a reader has still to pass stays, and a walk that meets it comes again an hour later.
    await first.judged();
    await first.stop();
    const blocks = async (wanted: number, product: Product): Promise<void> => {
      const file = new Database(join(dataDir, "intake.sqlite"), { readonly: true });
      const count = async (): Promise<number> =>
        (file.prepare("SELECT count(*) FROM reading_block").raw().get() as number[])[0] ?? 0;
      await product.until(count, (found) => found === wanted, 120_000);
      file.close();
    };
    const later = { ...series, OUTFALL_CLOCK: clockAt(END_MS + 4 * HOUR_MS) };
    // It lets nothing go: else the first block may go in the very second in which the last one is packed.
    const packing = await Product.start({ env: later, dataDir });
    // The last block is not over.
    await blocks(4, packing);
    await packing.stop();

    await using product = await Product.start({ env: { ...later, OUTFALL_WORKING_STORE_DAYS: "100" }, dataDir });
    await blocks(3, product);
    const range = `from=${new Date(FIRST_MS).toISOString()}&to=${new Date(END_MS).toISOString()}`;
    const ask = () => product.ask("GET", `/api/v1/outlets/e1-DA001/series?pollutant=a21026&basis=hour&lang=en&${range}`);
    const whole = await ask();
    await influx.freeze();
    const partly = await ask();
    await influx.thaw();

    const values = (points: readonly { readonly value: number }[]): readonly number[] => points.map(({ value }) => value);
    expect([whole.status, whole.body.missing, values(whole.body.points)]).toEqual([
      ...[200, null],
      Array.from({ length: HOURS }, (_, i) => i),
    ]);
    expect(values(partly.body.points)).toEqual(Array.from({ length: HOURS - 30 * 24 }, (_, i) => i + 30 * 24));
    expect([partly.status, partly.body.missing]).toMatchObject([
      200,
      { before: new Date(FIRST_MS + BLOCK_MS).toISOString(), facts: { store: "series", trouble: "no-answer" } },
    ]);
    await influx.stop();
  });

/** Hours from `from` on, each with its number as value. */
function hours(from: number, to: number): readonly object[] {
  return Array.from({ length: to - from }, (_, i) => ({
    ...{ at: new Date(FIRST_MS + (from + i) * HOUR_MS).toISOString(), basis: "hour" },
    values: { a21026: { value: from + i } },
  }));
}
