import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import type { DeviceRecords } from "../../core/field/device-records.ts";
import { MINUTE, plus } from "../../core/time.ts";
import { type Keeping, liftedDocumentsContract } from "../../tests/contract/lifted-documents.ts";
import { asked, device, gap, MN, NOTHING, refusal, T0 } from "../../tests/support/device-facts.ts";
import { openDeviceRecords } from "./device-records.ts";

const opened: DeviceRecords[] = [];
const directories: string[] = [];
function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "outfall-devices-"));
  directories.push(directory);
  return directory;
}
afterEach(async () => {
  for (const records of opened.splice(0)) await records.close();
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

const KEEPING: Keeping<DeviceRecords> = {
  kinds: ["document/exchange", "document/device-state", "document/gap", "document/refusal"],
  async fill(records) {
    await records.request([asked("a")]);
    await records.save({ ...NOTHING, devices: [device()], refusals: [refusal()] });
    await records.saveGaps([gap("g1")], []);
  },
  ways: (records) => [
    ["document/exchange", () => records.exchange("a")],
    ["document/exchange", async () => (await records.exchanges({ mn: MN, limit: 1 })).items[0]],
    ["document/exchange", async () => (await records.queued(1))[0]],
    ["document/device-state", () => records.device(MN)],
    ["document/device-state", async () => (await records.devices())[0]],
    ["document/gap", async () => (await records.gaps({ limit: 1 }))[0]],
    ["document/refusal", async () => (await records.refusals({ limit: 1 }))[0]],
  ],
};

liftedDocumentsContract("the device records", KEEPING, async () => {
  const directory = newDirectory();
  return (upcasters) => {
    const records = openDeviceRecords({ directory, upcasters });
    opened.push(records);
    return records;
  };
});

test("what is written on top of a document of an older build is in the present form, and was lifted before", async () => {
  const directory = newDirectory();
  const doubled = (document: unknown) => ({ ...(document as object), count: (document as { readonly count: number }).count * 2 });
  const older = openDeviceRecords({ directory, upcasters: {} });
  await older.save({ ...NOTHING, refusals: [refusal({ count: 5 })] });
  await older.close();

  const present = openDeviceRecords({ directory, upcasters: { "document/refusal": [doubled] } });
  opened.push(present);
  await present.save({ ...NOTHING, refusals: [refusal({ count: 1, lastAt: plus(T0, MINUTE) })] });

  expect(await present.refusals({ limit: 10 })).toMatchObject([{ count: 11, firstAt: T0 }]);
});
