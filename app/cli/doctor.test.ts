import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { NO_LOG } from "../../core/log.ts";
import { openJournalWriter } from "../../storage/journal/sqlite-writer.ts";
import { takeRole } from "../../storage/locks/role-lock.ts";
import { outfall, ownDataFolder } from "../../tests/support/run-command.ts";
import { parseConfig } from "../config.ts";
import { markInstallation } from "../roles/installation.ts";

let folder = "";
beforeEach(() => {
  folder = ownDataFolder();
});

test("a new directory is well: the first start names it", async () => {
  expect(await outfall("doctor")).toMatchObject({ code: 0, out: expect.stringContaining("the first start names it") });
  expect(JSON.parse((await outfall("doctor", "--json")).out)).toEqual({
    ...{ ok: true, installation: null, running: [], checks: [] },
  });
});

test("roles that run on the directory are named, and no key is accepted meanwhile", async () => {
  const lock = takeRole({ directory: folder, role: "pipeline" });

  const words = await outfall("doctor");
  const accepted = await outfall("doctor", "--accept-key");
  lock.release();

  expect(words).toMatchObject({ code: 0, out: expect.stringContaining("pipeline") });
  expect(accepted).toMatchObject({ code: 2, errors: expect.stringContaining("pipeline") });
  expect(JSON.parse((await outfall("doctor", "--json")).out).running).toEqual([]);
});

test("a key is accepted where no journal has named the installation yet", async () => {
  await openJournalWriter({ directory: join(folder, "journal"), log: NO_LOG }).close();

  const accepted = await outfall("doctor", "--accept-key", "--json");

  expect([accepted.code, typeof JSON.parse(accepted.out).installation]).toEqual([0, "string"]);
});

test("a store that is away is told, and refuses no start: exit code 1", async () => {
  vi.stubEnv("OUTFALL_INFLUX_URL", "http://127.0.0.1:1");
  vi.stubEnv("OUTFALL_INFLUX_TOKEN", "token-of-these-tests-0123456789");
  vi.stubEnv("OUTFALL_INFLUX_ORG", "o");
  vi.stubEnv("OUTFALL_INFLUX_BUCKET", "b");
  vi.stubEnv("OUTFALL_POSTGRES_URL", "postgres://u:p@127.0.0.1:1/d");

  const { code, out } = await outfall("doctor", "--json");

  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    ok: false,
    checks: [
      { of: "OUTFALL_POSTGRES_URL", code: "nobody-listens", refusesStart: false },
      { of: "OUTFALL_INFLUX_URL", code: "nobody-listens", refusesStart: false },
    ],
  });
});

test("a clock in doubt is told with the words for it; that of a test is what it is said to be", async () => {
  onTestFinished(() => void vi.useRealTimers());
  // Before this edition was built.
  vi.useFakeTimers({ now: Date.parse("2020-01-01T00:00:00Z"), toFake: ["Date"] });
  await openJournalWriter({ directory: join(folder, "journal"), log: NO_LOG }).close();
  const doubted = await outfall("doctor", "--json");
  vi.stubEnv("OUTFALL_CLOCK", "manual:2020-01-01T00:00:00Z");
  const manual = await outfall("doctor", "--json");

  expect([doubted.code, JSON.parse(doubted.out).checks]).toMatchObject([1, [{ of: "clock", refusesStart: false }]]);
  expect([manual.code, JSON.parse(manual.out).checks]).toEqual([0, []]);
});

test("a data directory that is a file is named before anything is looked at", async () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  vi.stubEnv("OUTFALL_DATA_DIR", file);

  expect(await outfall("doctor")).toMatchObject({ code: 2, errors: expect.stringContaining(file) });
});

/** A folder with a journal, marked as an installation of its own. */
async function installedIn(at: string): Promise<void> {
  const parsed = parseConfig({ OUTFALL_DATA_DIR: at });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  await openJournalWriter({ directory: join(at, "journal"), log: NO_LOG }).close();
  await markInstallation(parsed.value, NO_LOG);
}

test("an installation that is well is named in words", async () => {
  await installedIn(folder);
  const { installation } = JSON.parse((await outfall("doctor", "--json")).out);

  expect(await outfall("doctor")).toMatchObject({ code: 0, out: expect.stringContaining(installation) });
});

test("records of another installation are told, and that no start is possible with them: exit code 2", async () => {
  const other = join(folder, "other");
  await installedIn(folder);
  await installedIn(other);
  cpSync(join(other, "records.sqlite"), join(folder, "records.sqlite"));

  const json = await outfall("doctor", "--json");
  const words = await outfall("doctor");

  expect([json.code, JSON.parse(json.out)]).toMatchObject([
    2,
    { ok: false, checks: [{ of: "OUTFALL_DATA_DIR", code: "part-of-another-installation", refusesStart: true }] },
  ]);
  expect(words).toMatchObject({ code: 2, out: expect.stringContaining("OUTFALL_DATA_DIR: ") });
});

test("a lock that cannot be looked at is not taken for a role that runs", async () => {
  mkdirSync(join(folder, "locks/gateway.lock.sqlite"), { recursive: true });

  expect((await outfall("doctor")).code).toBe(1);
});
