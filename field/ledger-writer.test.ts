import { expect, test } from "vitest";
import { StoreUnavailableError } from "../core/failures.ts";
import { REFUSALS_KEPT } from "../core/field/device-exchange.ts";
import type { LedgerUpdate } from "../core/field/device-ledger.ts";
import { NO_LOG } from "../core/log.ts";
import { instant } from "../core/time.ts";
import { MemoryDeviceLedger } from "../storage/memory/memory-device-ledger.ts";
import { LedgerWriter } from "./ledger-writer.ts";

/** Notes what it is given, and may be busy. */
class NotingLedger extends MemoryDeviceLedger {
  readonly updates: LedgerUpdate[] = [];
  isBusy = false;

  override save(update: LedgerUpdate): void {
    if (this.isBusy) throw new StoreUnavailableError("the device ledger cannot be written now");
    this.updates.push(update);
    super.save(update);
  }
}

const refusal = (n: number) => ({
  ...({ at: instant(n), transport: "hj212", address: "203.0.113.7", mn: `M${n}`, reason: "unknown-device" } as const),
  ...{ detail: "", sample: new Uint8Array(0) },
});

function writerOver() {
  const ledger = new NotingLedger();
  return { ledger, writer: new LedgerWriter(ledger, NO_LOG, () => {}) };
}

test("of a flood of strangers no more wait to be written than the ledger keeps, and those already noted go on being counted", () => {
  const { ledger, writer } = writerOver();
  for (let n = 0; n < REFUSALS_KEPT + 50; n++) writer.refused(refusal(n));
  writer.refused(refusal(0));

  writer.flush();

  const written = ledger.updates[0]?.refusals ?? [];
  expect(written).toHaveLength(REFUSALS_KEPT);
  expect(written.filter(({ count }) => count !== 1)).toMatchObject([{ mn: "M0", count: 2 }]);
});

test("refusals that a busy ledger does not take are written later, once", () => {
  const { ledger, writer } = writerOver();
  writer.refused(refusal(1));
  ledger.isBusy = true;
  writer.flush();
  ledger.isBusy = false;

  writer.flush();
  writer.flush();

  expect(ledger.refusals({ limit: 10 })).toMatchObject([{ mn: "M1", count: 1 }]);
});
