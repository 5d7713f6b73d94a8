import { expect, test } from "vitest";
import { StoreUnavailableError } from "../core/failures.ts";
import type { DeviceUpdate } from "../core/field/device-records.ts";
import { queuedExchange } from "../core/field/exchange.ts";
import { REFUSALS_KEPT } from "../core/field/refusal.ts";
import { NO_LOG } from "../core/log.ts";
import { instant } from "../core/time.ts";
import { MemoryDeviceRecords } from "../storage/memory/memory-device-records.ts";
import { DeviceRecord } from "./device-record.ts";
import { DeviceRecordsWriter } from "./device-records-writer.ts";

const asked = (id: string) =>
  queuedExchange({ id, mn: "M1", command: { command: "set-time" }, st: null, createdAt: instant(0), createdBy: "user:u1" });

/** Notes what it is given, and may be busy; with a `hold`, it answers when that has come. */
class NotingRecords extends MemoryDeviceRecords {
  readonly updates: DeviceUpdate[] = [];
  isBusy = false;
  hold: Promise<void> = Promise.resolve();

  override async save(update: DeviceUpdate): Promise<void> {
    await this.hold;
    if (this.isBusy) throw new StoreUnavailableError("the device records cannot be written now");
    this.updates.push(update);
    await super.save(update);
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

test("of a flood of strangers no more wait to be written than the records keeps, and those already noted go on being counted", async () => {
  const { records, writer } = writerOver();
  for (let n = 0; n < REFUSALS_KEPT + 50; n++) writer.refused(refusal(n));
  writer.refused(refusal(0));

  await writer.flush();

  const written = records.updates[0]?.refusals ?? [];
  expect(written).toHaveLength(REFUSALS_KEPT);
  expect(written.filter(({ count }) => count !== 1)).toMatchObject([{ mn: "M0", count: 2 }]);
});

test("refusals that a busy records does not take are written later, once", async () => {
  const { records, writer } = writerOver();
  writer.refused(refusal(1));
  records.isBusy = true;
  await writer.flush();
  records.isBusy = false;

  await writer.flush();
  await writer.flush();

  expect(await records.refusals({ limit: 10 })).toMatchObject([{ mn: "M1", count: 1 }]);
});

/** Has the records hold a writing until `let` is called. */
function held(records: NotingRecords): () => void {
  let go = (): void => {};
  records.hold = new Promise((resolve) => {
    go = resolve;
  });
  return () => go();
}

test("an exchange that changes while the records write is written again as it is then", async () => {
  const { records, writer } = writerOver();
  const letGo = held(records);
  writer.exchangeChanged({ ...asked("a"), state: "sent" });
  const first = writer.flush();
  await Promise.resolve();
  await Promise.resolve();

  writer.exchangeChanged({ ...asked("a"), state: "done" });
  letGo();
  await first;
  await writer.flush();

  expect(records.updates.map(({ exchanges }) => exchanges.map(({ state }) => state))).toEqual([["sent"], ["done"]]);
});

test("what waits is read after the writing that is under way, so an exchange that was begun never waits again", async () => {
  const { records, writer } = writerOver();
  await writer.request([{ ...asked("a") }]);
  const letGo = held(records);
  writer.exchangeChanged({ ...asked("a"), state: "sent" });
  const written = writer.flush();
  const waiting = writer.queued(10);
  letGo();
  await written;

  expect(await waiting).toEqual([]);
});

test("what waits is told in the newest version, though the records do not have it yet", async () => {
  const { writer } = writerOver();
  await writer.request([{ ...asked("a") }]);
  writer.exchangeChanged({ ...asked("a"), state: "sent", attempts: 1 });

  expect(await writer.queued(10)).toMatchObject([{ id: "a", state: "sent", attempts: 1 }]);
});

test("what is refused while the records write in vain is counted once, and the newest stays the newest", async () => {
  const { records, writer } = writerOver();
  const letGo = held(records);
  records.isBusy = true;
  writer.refused(refusal(1));
  const failing = writer.flush();
  await Promise.resolve();
  await Promise.resolve();
  writer.refused({ ...refusal(1), at: instant(9) });
  letGo();
  await failing;
  records.isBusy = false;

  await writer.flush();

  expect(await records.refusals({ limit: 10 })).toMatchObject([{ mn: "M1", count: 2, firstAt: 1, lastAt: 9 }]);
});

test("flushes that come while the records are slow become one", async () => {
  const { records, writer } = writerOver();
  const letGo = held(records);
  writer.refused(refusal(1));
  const first = writer.flush();
  await Promise.resolve();
  await Promise.resolve();
  writer.refused(refusal(2));
  const later = [writer.flush(), writer.flush(), writer.flush()];
  letGo();
  await Promise.all([first, ...later]);

  expect(records.updates.map(({ refusals }) => refusals?.map(({ mn }) => mn))).toEqual([["M1"], ["M2"]]);
});

test("frames and states that busy records do not take are written when they answer, in their order", async () => {
  const { records, writer } = writerOver();
  const device = new DeviceRecord("M1");
  device.addFrame("in", Buffer.from("first"), instant(1));
  writer.deviceChanged(device);
  records.isBusy = true;
  await writer.flush();
  device.addFrame("in", Buffer.from("second"), instant(2));
  records.isBusy = false;

  await writer.flush();
  await writer.flush();

  expect(records.updates.map(({ frames }) => frames.map(({ n }) => n))).toEqual([[1, 2]]);
  expect(await records.device("M1")).toMatchObject({ mn: "M1", frames: 2 });
});

test("a writing takes so many devices that the records stay free for others, and the next takes the rest", async () => {
  const { records, writer } = writerOver();
  const mns = Array.from({ length: 5_000 }, (_, n) => `M${n}`);
  for (const mn of mns) writer.deviceChanged(new DeviceRecord(mn));

  await writer.flush();
  const first = records.updates[0]?.devices.length ?? 0;
  await writer.close();

  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(mns.length);
  expect(records.updates.flatMap(({ devices }) => devices.map(({ mn }) => mn))).toEqual(mns);
});
