import { expect, test } from "vitest";
import { DISTRICT, publishReadings } from "../support/district.ts";
import { Product } from "../support/product.ts";

/** The hour from eight o'clock of a day, by a factor that no channel has. */
const unknown = (day: number, factor: string) => ({
  at: `2026-11-${String(day).padStart(2, "0")}T08:00:00+08:00`,
  basis: "hour",
  values: { [factor]: { value: 130 } },
});

// Behaviour
test("what a filter finds in the quarantine is read again or taken out by one command, and survives a kill", async () => {
  await using first = await Product.start();
  await first.ask("PUT", "/api/v1/registry", DISTRICT);
  for (let day = 1; day <= 12; day++) await publishReadings(first, [unknown(day, day <= 8 ? "a21002" : "a99999")]);
  const counts = async (product: Product) => (await product.ask("GET", "/api/v1/quarantine/counts")).body;
  await first.until(
    () => counts(first),
    ({ messages }) => messages === 12,
  );
  const [stack] = DISTRICT.channels;
  const channels = [...DISTRICT.channels, { ...stack, factor: "a21002", pollutant: "a21002" }];
  await first.ask("PUT", "/api/v1/registry", { ...DISTRICT, channels });

  const retried = await first.ask("POST", "/api/v1/quarantine/retry", { reason: "unknown-factor" });
  await first.kill();
  await using second = await Product.start({ dataDir: first.dataDir });
  const left = await second.until(
    () => counts(second),
    ({ messages }) => messages === 4,
  );
  const discarded = await second.ask("POST", "/api/v1/quarantine/discard", {});
  await second.until(
    () => counts(second),
    ({ messages }) => messages === 0,
  );
  const account = await second.account();

  expect([retried.status, retried.body]).toEqual([202, { rows: 12, messages: 12 }]);
  expect(left).toEqual({ rows: 4, messages: 4 });
  expect(discarded.body).toEqual({ rows: 4, messages: 4 });
  expect(account).toEqual({ received: 12, stored: 8, quarantined: 4, pending: 0 });
});
