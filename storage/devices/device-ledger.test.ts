import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { StoreUnavailableError } from "../../core/failures.ts";
import { queuedExchange } from "../../core/field/device-exchange.ts";
import { instant } from "../../core/time.ts";
import { testDeviceLedger } from "../../tests/contract/device-ledger.ts";
import { MemoryDeviceLedger } from "../memory/memory-device-ledger.ts";
import { openDeviceLedger } from "./device-ledger.ts";
import { openLedgerFile } from "./ledger-file.ts";

const directory = (): string => mkdtempSync(join(tmpdir(), "outfall-ledger-"));

testDeviceLedger("device ledger in memory", () => ({ ledger: new MemoryDeviceLedger(), close: () => {} }));
testDeviceLedger("device ledger in SQLite", () => {
  const at = directory();
  const ledger = openDeviceLedger({ directory: at });
  return {
    ledger,
    close: () => {
      ledger.close();
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

test("what one connection asks for, another one sees at once", () => {
  const at = directory();
  const api = openDeviceLedger({ directory: at });
  const gateway = openDeviceLedger({ directory: at, checkpoints: false, waitMs: 50 });

  api.request([ASKED]);

  expect(gateway.queued(10)).toEqual([queuedExchange(ASKED)]);
  for (const ledger of [api, gateway]) ledger.close();
  rmSync(at, { recursive: true });
});

test("a writer that meets another one gives up after its wait and has changed nothing", () => {
  const at = directory();
  const other = openLedgerFile({ directory: at });
  const gateway = openDeviceLedger({ directory: at, waitMs: 0 });
  other.exec("BEGIN IMMEDIATE");

  expect(() => gateway.request([ASKED])).toThrow(StoreUnavailableError);
  other.exec("COMMIT");

  expect(gateway.queued(10)).toEqual([]);
  gateway.request([ASKED]);
  expect(gateway.queued(10)).toHaveLength(1);
  gateway.close();
  other.close();
  rmSync(at, { recursive: true });
});
