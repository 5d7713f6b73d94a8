import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { startPostgres } from "../../scripts/harness/postgres-server.ts";
import { DISTRICT, hourFrame, hoursAgo, sendFrames } from "../support/district.ts";
import { finished, Product, runOutfall } from "../support/product.ts";

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});
function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "outfall-installation-"));
  directories.push(directory);
  return directory;
}

/** A directory in which a product has run: a registry and an hour that exceeds; `env` for its stores. */
async function usedDirectory(env: Record<string, string> = {}): Promise<string> {
  const dataDir = newDirectory();
  await using product = await Product.start({ dataDir, env });
  await product.ask("PUT", "/api/v1/registry", DISTRICT);
  await sendFrames(product, [hourFrame(hoursAgo(3), "a21026", 130)]);
  await product.settled();
  await product.until(
    async () => (await product.ask("GET", "/api/v1/findings")).body.items,
    (items) => items.length === 1,
  );
  await product.stop();
  return dataDir;
}

/** What a start and the doctor say of a directory, in English; the doctor in Chinese, too. */
async function asked(dataDir: string, env: Record<string, string> = {}) {
  const settings = { OUTFALL_DATA_DIR: dataDir, ...env };
  const start = await finished(runOutfall(["start"], settings));
  const doctor = await finished(runOutfall(["doctor", "--json"], settings));
  const chinese = await finished(runOutfall(["doctor"], { ...settings, LC_ALL: "zh_CN.UTF-8" }));
  return { start, doctor: { ...doctor, report: JSON.parse(doctor.out) }, chinese };
}

const withSqlite = (file: string): readonly string[] => [file, `${file}-wal`, `${file}-shm`];
function takeFrom(from: string, to: string, file: string): void {
  for (const name of withSqlite(file)) {
    rmSync(join(to, name), { force: true });
    if (existsSync(join(from, name))) cpSync(join(from, name), join(to, name));
  }
}

// Behaviour
test("records of another installation are refused with exit code 2, and the doctor says the same", async () => {
  const [own, other] = [await usedDirectory(), await usedDirectory()];
  takeFrom(other, own, "records.sqlite");

  const { start, doctor, chinese } = await asked(own);

  expect(start.code).toBe(2);
  expect(start.errors).toMatch(/OUTFALL_DATA_DIR: the records belong to another installation/);
  expect(start.errors).not.toMatch(/^\s+at /m);
  expect([doctor.code, doctor.report.ok]).toEqual([2, false]);
  expect(doctor.report.checks).toMatchObject([{ of: "OUTFALL_DATA_DIR", code: "part-of-another-installation" }]);
  expect(chinese.out).toContain("业务库属于另一套安装");
});

test("a journal that is older than its records is refused, and a journal that is younger is not", async () => {
  const dataDir = newDirectory();
  const before = newDirectory();
  await using first = await Product.start({ dataDir });
  await first.ask("PUT", "/api/v1/registry", DISTRICT);
  await first.stop();
  cpSync(dataDir, before, { recursive: true });
  await using second = await Product.start({ dataDir });
  await sendFrames(second, [hourFrame(hoursAgo(3), "a21026", 130)]);
  await second.until(
    async () => (await second.ask("GET", "/api/v1/findings")).body.items,
    (items) => items.length === 1,
  );
  await second.stop();
  const [oldJournal, oldRecords] = [newDirectory(), newDirectory()];
  cpSync(dataDir, oldJournal, { recursive: true });
  rmSync(join(oldJournal, "journal"), { recursive: true });
  cpSync(join(before, "journal"), join(oldJournal, "journal"), { recursive: true });
  cpSync(dataDir, oldRecords, { recursive: true });
  takeFrom(before, oldRecords, "records.sqlite");

  const { start, doctor } = await asked(oldJournal);
  await using third = await Product.start({ dataDir: oldRecords });
  const again = await third.until(
    async () => (await third.ask("GET", "/api/v1/findings")).body.items,
    (items) => items.length === 1,
  );

  expect(start.code).toBe(2);
  expect(start.errors).toContain('"records" has read up to journal entry');
  expect(doctor.report.checks.map(({ code }: { code: string }) => code)).toContain("journal-behind-reader");
  expect(again).toHaveLength(1);
});

test("a foreign key is refused, and so is a missing one; a lost key can be given up", async () => {
  const dataDir = await usedDirectory();
  const key = readFileSync(join(dataDir, "secrets.key"));
  writeFileSync(join(dataDir, "secrets.key"), Buffer.alloc(32, 7));
  const foreign = await asked(dataDir);
  rmSync(join(dataDir, "secrets.key"));
  const missing = await asked(dataDir);
  writeFileSync(join(dataDir, "secrets.key"), key, { mode: 0o600 });
  const back = await finished(runOutfall(["doctor", "--json"], { OUTFALL_DATA_DIR: dataDir }));
  rmSync(join(dataDir, "secrets.key"));
  const accepted = await finished(runOutfall(["doctor", "--accept-key"], { OUTFALL_DATA_DIR: dataDir }));
  await using product = await Product.start({ dataDir });

  expect([foreign.start.code, missing.start.code]).toEqual([2, 2]);
  expect(foreign.start.errors).toContain("secrets.key is not the key that sealed");
  expect(missing.start.errors).toContain("secrets.key is missing");
  expect(missing.doctor.report.checks).toMatchObject([{ code: "key-missing", refusesStart: true }]);
  expect([back.code, JSON.parse(back.out).ok]).toEqual([0, true]);
  expect(accepted.code).toBe(0);
  expect((await product.ask("GET", "/healthz")).status).toBe(200);
});

test("the doctor of a running product names its roles, and of an empty directory says that nothing is there", async () => {
  const dataDir = newDirectory();
  const empty = await finished(runOutfall(["doctor"], { OUTFALL_DATA_DIR: dataDir }));
  await using _ = await Product.start({ dataDir });
  const running = await finished(runOutfall(["doctor", "--json"], { OUTFALL_DATA_DIR: dataDir }));
  const help = await finished(runOutfall(["doctor", "--help"]));
  const wrong = await finished(runOutfall(["doctor", "--deep"]));

  expect([empty.code, empty.out]).toEqual([0, expect.stringContaining("the first start names it")]);
  expect([running.code, JSON.parse(running.out)]).toMatchObject([0, { ok: true, running: ["gateway", "pipeline", "api"] }]);
  expect([help.code, help.out]).toEqual([0, expect.stringContaining("--accept-key")]);
  expect(wrong.code).toBe(2);
});

const server = await startPostgres();
afterAll(async () => server?.stop());

describe.skipIf(server === undefined)("with a PostgreSQL server", () => {
  // Behaviour
  test("two products on one database cannot run", async () => {
    const url = (await server?.newDatabase()) ?? "";
    await using first = await Product.start({ env: { OUTFALL_POSTGRES_URL: url } });
    const clone = newDirectory();
    await first.ask("PUT", "/api/v1/registry", DISTRICT);

    const stranger = await finished(runOutfall(["start"], { OUTFALL_DATA_DIR: newDirectory(), OUTFALL_POSTGRES_URL: url }));
    cpSync(first.dataDir, clone, { recursive: true, filter: (file) => !file.includes("locks") });
    const twin = await finished(runOutfall(["start"], { OUTFALL_DATA_DIR: clone, OUTFALL_POSTGRES_URL: url }));

    expect([stranger.code, twin.code]).toEqual([2, 2]);
    expect(stranger.errors).toContain("OUTFALL_POSTGRES_URL: the records belong");
    expect(twin.errors).toContain("OUTFALL_POSTGRES_URL: another product works on this database");
    expect((await first.ask("GET", "/readyz")).status).toBe(200);
  });
});
