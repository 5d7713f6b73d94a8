import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { StoreUnavailableError } from "../../core/failures.ts";
import { queuedExchange } from "../../core/field/exchange.ts";
import { instant } from "../../core/time.ts";
import { testDeviceRecords } from "../../tests/contract/device-records.ts";
import { MemoryDeviceRecords } from "../memory/memory-device-records.ts";
import { openDeviceRecords } from "./device-records.ts";
import { openDeviceRecordsFile } from "./device-records-file.ts";

const directory = (): string => mkdtempSync(join(tmpdir(), "outfall-devices-"));

testDeviceRecords("device records in memory", () => ({ records: new MemoryDeviceRecords(), close: () => {} }));
testDeviceRecords("device records in SQLite", () => {
  const at = directory();
  const records = openDeviceRecords({ directory: at });
  return {
    records,
    close: async () => {
      await records.close();
      rmSync(at, { recursive: true });
    },
  };
});

const ASKED = {
  id: "a",
  mn: "SIM410102000000000000001",
  command: { command: "set-time" },
  st: null,
  createdAt: instant(0),
  createdBy: "user:u1",
} as const;

test("what one connection asks for, another one sees at once", async () => {
  const at = directory();
  const api = openDeviceRecords({ directory: at });
  const gateway = openDeviceRecords({ directory: at, checkpoints: false, waitMs: 50 });

  await api.request([ASKED]);

  expect(await gateway.queued(10)).toEqual([queuedExchange(ASKED)]);
  for (const records of [api, gateway]) await records.close();
  rmSync(at, { recursive: true });
});

test("a writer that meets another one gives up after its wait and has changed nothing", async () => {
  const at = directory();
  const other = openDeviceRecordsFile({ directory: at });
  const gateway = openDeviceRecords({ directory: at, waitMs: 0 });
  other.exec("BEGIN IMMEDIATE");

  await expect(gateway.request([ASKED])).rejects.toThrow(StoreUnavailableError);
  other.exec("COMMIT");

  expect(await gateway.queued(10)).toEqual([]);
  await gateway.request([ASKED]);
  expect(await gateway.queued(10)).toHaveLength(1);
  await gateway.close();
  other.close();
  rmSync(at, { recursive: true });
});
