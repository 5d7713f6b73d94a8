import { expect, test } from "vitest";
import { DISTRICT } from "../support/district.ts";
import { clockAt, gapsOf, hour, moveTo, on, UNASKED, untilHours, upTo } from "../support/owed-hours.ts";
import { Product } from "../support/product.ts";
import { SimLogger, stamp } from "../support/sim-logger.ts";

test("hours 3 to 5 that a connected logger never sent are asked for, and an exceedance in them is found for its own hour", async () => {
  await using product = await Product.start(clockAt(9));
  await product.ask("PUT", "/api/v1/registry", UNASKED);
  const logger = new SimLogger();
  await on(product, logger, hour(9));

  for (let n = 0; n < 9; n++) logger.hour(hour(n), n === 4 ? 130 : 35, n < 3 || n > 5);
  await untilHours(product, 6);
  // The finder looks when a period more is owed. It may have looked while the hours came in: only what it sees now is
  // asked for.
  await moveTo(product, 9, 31);
  await product.until(
    () => gapsOf(product),
    ([gap]) => gap?.from === new Date(hour(3)).toISOString() && gap.to === new Date(hour(6)).toISOString(),
  );
  await product.ask("PUT", "/api/v1/registry", DISTRICT);
  const hours = await untilHours(product, 9);
  const findings = await product.until(
    async () => (await product.ask("GET", "/api/v1/findings?rule=EXCEED-HOUR")).body.items,
    (items) => items.length > 0,
  );

  expect(hours.map(([n, value]) => [n, value])).toEqual(upTo(9).map(([n]) => [n, n === 4 ? 130 : 35]));
  expect(logger.requests.map((r) => r.cp)).toEqual([`BeginTime=${stamp(hour(3))};EndTime=${stamp(hour(5))}`]);
  expect(findings).toMatchObject([{ period: { start: new Date(hour(4)).toISOString() }, value: 130 }]);
  await logger.cutOff();
});
