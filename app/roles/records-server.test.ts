import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { StoreUnavailableError } from "../../core/failures.ts";
import { NO_LOG } from "../../core/log.ts";
import { openJournalWriter } from "../../storage/journal/sqlite-writer.ts";
import { type Config, parseConfig } from "../config.ts";
import { StartRefusedError } from "../start-refused.ts";
import { journalDirectory } from "./journal-directory.ts";
import { RecordsServer } from "./records-server.ts";
import type { RoleName } from "./role.ts";

/** Settings over a folder of their own that has a journal, with the records on a server where one is named. */
async function settings(postgresUrl?: string): Promise<Config> {
  const folder = mkdtempSync(join(tmpdir(), "outfall-records-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const parsed = parseConfig({ OUTFALL_DATA_DIR: folder, ...(postgresUrl && { OUTFALL_POSTGRES_URL: postgresUrl }) });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  await openJournalWriter({ directory: journalDirectory(parsed.value), log: NO_LOG }).close();
  return parsed.value;
}

function recordsOf(config: Config, roles: readonly RoleName[] = ["pipeline"]) {
  const said: string[] = [];
  const log = {
    ...NO_LOG,
    warn: (_facts: object, message: string) => void said.push(message),
    info: (_facts: object, message: string) => void said.push(message),
  };
  return { said, records: new RecordsServer({ config, roles, log, onLost: () => {} }) };
}

const AWAY = { name: "records", trouble: { code: "nobody-listens", facts: { address: "127.0.0.1:1" } } } as const;
const IS_AWAY = "the records database is away: the doors open, and what comes is judged when it is back";
const NEVER = new Promise<never>(() => {});

test.each([["pipeline"], ["api"]] as const)("records on a server that is away cannot be claimed by the %s", async (role) => {
  const { records } = recordsOf(await settings("postgres://u:p@127.0.0.1:1/d"), [role]);

  await expect(records.claim()).rejects.toBeInstanceOf(StoreUnavailableError);
  await records.release();
});

test("records that are back are claimed, which is said, and the installation is marked", async () => {
  const config = await settings();
  const { records, said } = recordsOf(config);

  expect(await records.claimWhenBack(AWAY, NEVER)).toBe(true);
  expect(said).toEqual([IS_AWAY, "the records database is there"]);
  expect(existsSync(join(config.dataDir, "secrets.key"))).toBe(true);
});

test("records that stay away are waited for until the product ends, and are never said to be there", async () => {
  const server = createServer((socket) => void socket.destroy()).listen({ host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const config = await settings(`postgres://u:p@127.0.0.1:${(server.address() as AddressInfo).port}/d`);
  const { records, said } = recordsOf(config);

  expect(await records.claimWhenBack(AWAY, once(server, "connection"))).toBe(false);
  expect(said).toEqual([IS_AWAY]);
});

test("records that are back and belong to another installation are refused as at a start", async () => {
  const [own, other] = [await settings(), await settings()];
  for (const config of [own, other]) await recordsOf(config).records.claim();
  cpSync(join(other.dataDir, "records.sqlite"), join(own.dataDir, "records.sqlite"));

  await expect(recordsOf(own).records.claimWhenBack(AWAY, NEVER)).rejects.toBeInstanceOf(StartRefusedError);
});
