import { expect, test } from "vitest";
import type { RefusalNotice } from "../core/field/refusal.ts";
import { DayBudgets } from "../doors/day-budgets.ts";
import { createFixture, MN_A, MN_B, NOW } from "./testing/broker-fixture.ts";
import { RawClient } from "./testing/raw-client.ts";

const READINGS_A = `outfall/v1/${MN_A}/readings`;
/** A thousandth of a value costs 86.4 ms beyond the budget. */
const LIMITS = { values: 1_000, bytes: 1e15 };

// Behaviour
test("a device beyond its budget of the day is read at the pace of it over MQTT, on a new connection, too, and loses nothing", async () => {
  const costs = [1_000, 0.001, 0.001, 0.001];
  const told: RefusalNotice[] = [];
  const budgets = new DayBudgets(LIMITS, () => costs.shift() ?? 0);
  await using fixture = await createFixture({ budgets, onRefused: (refusal) => void told.push(refusal) });
  fixture.journal.releaseAlways();
  const device = await RawClient.connect(fixture.port, MN_A, { clientId: "1" });

  for (let id = 1; id <= 3; id++) device.publish(id, READINGS_A);
  for (let id = 1; id <= 3; id++) await device.next("puback");
  const again = await RawClient.connect(fixture.port, MN_A, { clientId: "2" });
  again.publish(1, READINGS_A);
  await again.next("puback");

  expect(fixture.counts.get("mqtt_paused_total:day-budget")).toBeGreaterThanOrEqual(2);
  expect(told).toMatchObject([{ transport: "mqtt", mn: MN_A, reason: "day-budget", detail: { code: "day-budget-spent" } }]);
});

test("another device does not wait for one that is beyond its budget", async () => {
  const budgets = new DayBudgets(LIMITS, (payload) => (payload.byteLength > 0 ? 1_001 : 0));
  await using fixture = await createFixture({ budgets });
  fixture.journal.releaseAlways();
  const flood = await RawClient.connect(fixture.port, MN_A);
  const good = await RawClient.connect(fixture.port, MN_B);

  flood.publish(1, READINGS_A);
  await flood.next("puback");
  flood.publish(2, READINGS_A);
  good.send({ cmd: "pingreq" });
  await good.next("pingresp");
  good.publish(1, `outfall/v1/${MN_B}/readings`);

  expect(await good.next("puback")).toBeDefined();
  expect(budgets.waitMs(MN_A, { at: NOW, nowMs: performance.now() })).toBe(60_000);
});
