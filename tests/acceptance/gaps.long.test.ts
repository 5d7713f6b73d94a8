import { expect, test } from "vitest";
import { DISTRICT, MN } from "../support/district.ts";
import { clockAt, gapsOf, hour, moveTo, on, UNASKED, untilHours, upTo } from "../support/owed-hours.ts";
import { Product } from "../support/product.ts";
import { SimLogger, stamp } from "../support/sim-logger.ts";

test("a logger that is cut off for six hours is asked for them when it is back, and the series is complete without a person acting", async () => {
  await using product = await Product.start(clockAt(6));
  await product.ask("PUT", "/api/v1/registry", DISTRICT);
  const logger = new SimLogger();
  await on(product, logger, hour(6));
  logger.hour(hour(5), 35);
  await untilHours(product, 1);

  await logger.cutOff();
  for (let n = 6; n < 12; n++) {
    logger.hour(hour(n), 35);
    await moveTo(product, n + 1);
  }
  await on(product, logger, hour(12));
  const hours = await untilHours(product, 7);
  const gaps = await product.until(
    () => gapsOf(product),
    (items) => items.every((gap: { state: string }) => gap.state === "filled"),
  );
  const exchanges = (await product.ask("GET", `/api/v1/devices/${MN}/commands`)).body.items;

  expect(hours).toEqual(upTo(12).slice(5));
  expect(logger.requests.map((r) => [r.cn, r.cp])).toEqual([["2061", `BeginTime=${stamp(hour(6))};EndTime=${stamp(hour(11))}`]]);
  expect(gaps).toMatchObject([{ basis: "hour", outlets: ["e1-DA001"], attempts: 1 }]);
  expect(exchanges).toMatchObject([{ command: "history", createdBy: "system:gap-finder", state: "done", packets: 6 }]);
  await logger.cutOff();
});

test("after an outage of ours the hours in between are asked for", async () => {
  await using first = await Product.start(clockAt(3));
  await first.ask("PUT", "/api/v1/registry", DISTRICT);
  const logger = new SimLogger();
  await on(first, logger, hour(3));
  for (let n = 0; n < 3; n++) logger.hour(hour(n), 35);
  await untilHours(first, 3);
  await first.kill();
  await logger.cutOff();
  for (let n = 3; n < 8; n++) logger.hour(hour(n), 35);

  await using second = await Product.start({ dataDir: first.dataDir, ...clockAt(8) });
  await on(second, logger, hour(8));
  const hours = await untilHours(second, 8);

  expect(hours).toEqual(upTo(8));
  await logger.cutOff();
});

test("a logger that has nothing is asked three times with growing pauses, and then the gap is given up", async () => {
  await using product = await Product.start(clockAt(1));
  await product.ask("PUT", "/api/v1/registry", DISTRICT);
  const logger = new SimLogger();
  await on(product, logger, hour(1));
  logger.hour(hour(0), 35);
  await untilHours(product, 1);
  const done = (count: number) =>
    product.until(
      async () => (await product.ask("GET", `/api/v1/devices/${MN}/commands`)).body.items,
      (items) => items.length === count && items.every((item: { state: string }) => item.state === "done"),
    );

  await moveTo(product, 2);
  await logger.asked(1);
  await done(1);
  await moveTo(product, 2, 31);
  await logger.asked(2);
  await done(2);
  // Hour 2 comes before it is owed, a quarter of an hour after its end.
  await moveTo(product, 3, 5);
  logger.hour(hour(2), 35);
  await untilHours(product, 2);
  await moveTo(product, 3, 32);
  await logger.asked(3);
  const exchanges = await done(3);
  await moveTo(product, 9, 33);
  const gap = await product.until(
    async () => (await gapsOf(product)).find((item: { from: string }) => item.from === new Date(hour(1)).toISOString()),
    (found) => found?.state === "given-up",
  );

  expect(exchanges).toMatchObject(Array.from({ length: 3 }, () => ({ returnCode: 100, resultCode: "executed" })));
  expect(gap).toMatchObject({ to: new Date(hour(2)).toISOString(), attempts: 3 });
  await logger.cutOff();
});

test("a device whose row forbids it is not asked, but what it owes is listed", async () => {
  await using product = await Product.start(clockAt(4));
  await product.ask("PUT", "/api/v1/registry", UNASKED);
  const logger = new SimLogger();
  await on(product, logger, hour(4));
  for (const n of [0, 3]) logger.hour(hour(n), 35);
  logger.hour(hour(1), 35, false);
  await untilHours(product, 2);
  await moveTo(product, 4, 31);

  await product.until(
    () => gapsOf(product),
    (items) => items.length === 1,
  );
  await moveTo(product, 5);
  const gaps = await product.until(
    () => gapsOf(product),
    (items) => items.length === 2,
  );

  expect(gaps).toMatchObject([
    { state: "found", attempts: 0, from: new Date(hour(1)).toISOString(), to: new Date(hour(3)).toISOString() },
    { state: "found", attempts: 0, from: new Date(hour(4)).toISOString() },
  ]);
  expect(logger.requests).toEqual([]);
  await logger.cutOff();
});
