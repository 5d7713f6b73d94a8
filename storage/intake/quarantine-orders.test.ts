import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { plus } from "../../core/time.ts";
import { EIGHT, message, rejection } from "../../tests/support/intake-facts.ts";
import { type IntakeFile, openIntakeFile } from "./intake-file.ts";
import { openIntakeStore } from "./intake-store.ts";
import { QuarantineOrders } from "./quarantine-orders.ts";

const SEQ = 4;
const DISCARD_ALL = { action: "discard", filter: {}, upTo: 3, found: { rows: 3, messages: 3 } } as const;

let directory: string;
let file: IntakeFile;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "outfall-orders-"));
  const store = openIntakeStore({ directory });
  const ahead = { ...rejection("a", "future-time"), offerAgainAt: plus(EIGHT, 600_000) };
  await store.apply(
    [1, 2, 3].map((id) => message(id, { rejections: [ahead] })),
    3,
  );
  await store.close();
  file = openIntakeFile(directory);
});
afterEach(async () => {
  file.close();
  await rm(directory, { recursive: true });
});

const idsOf = (sql: string): readonly unknown[] => file.prepare(sql).raw().all([]).flat();
const open = () => idsOf("SELECT message_id FROM quarantine WHERE is_open = 1 ORDER BY message_id");
const queued = () => idsOf("SELECT message_id FROM offer_again ORDER BY message_id");

test("a slice that was rolled back is done again, and no message of it is passed over", () => {
  const orders = new QuarantineOrders(file, 2);

  file.exec("BEGIN");
  expect(orders.carryOut(DISCARD_ALL, SEQ)).toBe(false);
  file.exec("ROLLBACK");
  orders.forget();

  expect([orders.carryOut(DISCARD_ALL, SEQ), orders.carryOut(DISCARD_ALL, SEQ)]).toEqual([false, true]);
  expect(open()).toEqual([]);
});

test("what is discarded leaves the queue of what is offered again, slice by slice", () => {
  const orders = new QuarantineOrders(file, 2);

  orders.carryOut(DISCARD_ALL, SEQ);
  expect([open(), queued()]).toEqual([[3], [3]]);
  orders.carryOut(DISCARD_ALL, SEQ);
  expect(queued()).toEqual([]);
});
