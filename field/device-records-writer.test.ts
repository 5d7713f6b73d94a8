import { expect, test } from "vitest";
import { StoreUnavailableError } from "../core/failures.ts";
import type { DeviceUpdate } from "../core/field/device-records.ts";
import { REFUSALS_KEPT } from "../core/field/refusal.ts";
import { NO_LOG } from "../core/log.ts";
import { instant } from "../core/time.ts";
import { MemoryDeviceRecords } from "../storage/memory/memory-device-records.ts";
import { DeviceRecordsWriter } from "./device-records-writer.ts";

/** Notes what it is given, and may be busy. */
class NotingRecords extends MemoryDeviceRecords {
  readonly updates: DeviceUpdate[] = [];
  isBusy = false;

  override save(update: DeviceUpdate): void {
    if (this.isBusy) throw new StoreUnavailableError("the device records cannot be written now");
    this.updates.push(update);
    super.save(update);
  }
}

const refusal = (n: number) => ({
  ...({ at: instant(n), transport: "hj212", address: "203.0.113.7", mn: `M${n}`, reason: "unknown-device" } as const),
  ...({ detail: { code: "mn-not-registered", facts: {} }, sample: new Uint8Array(0) } as const),
});

function writerOver() {
  const records = new NotingRecords();
  return { records, writer: new DeviceRecordsWriter(records, NO_LOG, () => {}) };
}

test("of a flood of strangers no more wait to be written than the records keeps, and those already noted go on being counted", () => {
  const { records, writer } = writerOver();
  for (let n = 0; n < REFUSALS_KEPT + 50; n++) writer.refused(refusal(n));
  writer.refused(refusal(0));

  writer.flush();

  const written = records.updates[0]?.refusals ?? [];
  expect(written).toHaveLength(REFUSALS_KEPT);
  expect(written.filter(({ count }) => count !== 1)).toMatchObject([{ mn: "M0", count: 2 }]);
});

test("refusals that a busy records does not take are written later, once", () => {
  const { records, writer } = writerOver();
  writer.refused(refusal(1));
  records.isBusy = true;
  writer.flush();
  records.isBusy = false;

  writer.flush();
  writer.flush();

  expect(records.refusals({ limit: 10 })).toMatchObject([{ mn: "M1", count: 1 }]);
});
