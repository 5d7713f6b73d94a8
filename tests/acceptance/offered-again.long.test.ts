import { expect, test } from "vitest";
import { encodeFrame } from "../../ingest/codecs/hj212/encode-frame.ts";
import { stamp } from "../../scripts/harness/beijing-time.ts";
import { DISTRICT, MN, publishReadings, sendFrames } from "../support/district.ts";
import { Product } from "../support/product.ts";

const HOUR = 3_600_000;
/** Our clock is three hours behind those of the devices. */
const OURS = Date.parse("2026-11-23T00:00:00Z");

/** The hour that begins `hours` after our clock, sent when it is over by the clock of its device. */
function hour(hours: number, sentHours = hours + 1): Uint8Array {
  const at = OURS + hours * HOUR;
  return encodeFrame({
    ...{ qn: `${stamp(OURS + sentHours * HOUR)}00${hours}`, st: "31", cn: "2061", pw: "123456", mn: MN, flag: 5 },
    cp: `DataTime=${stamp(at)};a21026-Avg=250,a21026-Flag=N`,
  });
}

const start = (dataDir?: string) =>
  Product.start({
    env: { OUTFALL_CLOCK: `manual:${new Date(OURS).toISOString()}` },
    ...(dataDir !== undefined && { dataDir }),
  });
const putAside = async (product: Product) => (await product.ask("GET", "/api/v1/quarantine?limit=100")).body.items;
const findings = async (product: Product) => (await product.ask("GET", "/api/v1/findings")).body.items;
const until = (product: Product, hours: number) =>
  product.ask("POST", "/api/v1/test/clock", { to: new Date(OURS + hours * HOUR).toISOString() });

// Behaviour
test("what was put aside only because it lay in our future is offered again by itself when its time has come", async () => {
  await using product = await start();
  await product.ask("PUT", "/api/v1/registry", DISTRICT);
  await sendFrames(product, [hour(0), hour(1), hour(2)]);
  await publishReadings(product, [
    { at: new Date(OURS + 2 * HOUR).toISOString(), basis: "hour", values: { a34001: { value: 0.7 } } },
  ]);
  await product.until(
    () => putAside(product),
    (rows) => rows.length === 4,
  );

  await until(product, 2);
  const two = await product.until(
    () => putAside(product),
    (rows) => rows.length === 2,
  );
  await until(product, 3.2);
  await product.until(
    () => putAside(product),
    (rows) => rows.length === 0,
  );

  expect(two.map((row: { reason: string }) => row.reason)).toEqual(["future-time", "future-time"]);
  const found = await product.until(
    () => findings(product),
    (items) => items.length === 4,
  );
  expect(found.map(({ pollutant }: { pollutant: string }) => pollutant).sort()).toEqual(["a21026", "a21026", "a21026", "a34001"]);
});

test("an hour that was not over by the clock of its own device stays aside, and what waits survives a kill", async () => {
  await using product = await start();
  await product.ask("PUT", "/api/v1/registry", DISTRICT);
  await sendFrames(product, [hour(0, 0), hour(1)]);
  await product.until(
    () => putAside(product),
    (rows) => rows.length === 2,
  );
  await product.kill();

  await using second = await start(product.dataDir);
  await until(second, 4);
  const rows = await second.until(
    () => putAside(second),
    (items) => items.length === 1,
  );

  expect(rows[0].raw).toContain(`DataTime=${stamp(OURS)}`);
  expect(
    await second.until(
      () => findings(second),
      (items) => items.length === 1,
    ),
  ).toHaveLength(1);
});
