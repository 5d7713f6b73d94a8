import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { NO_LOG } from "../../core/log.ts";
import type { StoreTrouble } from "../../core/store-trouble.ts";
import { openJournalWriter } from "../../storage/journal/sqlite-writer.ts";
import { answersOverHttp } from "../../tests/support/http-answers.ts";
import { type Config, parseConfig } from "../config.ts";
import { StartRefusedError } from "../start-refused.ts";
import { lookAtInstallation, markInstallation, refuseForeignStores, troubleOfSetting } from "./installation.ts";
import { journalDirectory } from "./journal-directory.ts";

/** Settings over a folder of their own. */
function settings(more: Readonly<Record<string, string>> = {}): Config {
  const folder = mkdtempSync(join(tmpdir(), "outfall-installation-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const parsed = parseConfig({ OUTFALL_DATA_DIR: folder, ...more });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

/** The same, after a first start has made the journal and marked the stores. */
async function installed(more: Readonly<Record<string, string>> = {}): Promise<Config> {
  const config = settings(more);
  await openJournalWriter({ directory: journalDirectory(config), log: NO_LOG }).close();
  await markInstallation(config, NO_LOG);
  return config;
}

/** No port of this machine that anybody listens on. */
const NOBODY = "127.0.0.1:1";
const NOBODY_LISTENS = { code: "nobody-listens", facts: { address: NOBODY } };
const INFLUX = {
  OUTFALL_INFLUX_URL: `http://${NOBODY}`,
  OUTFALL_INFLUX_TOKEN: "token-of-these-tests-0123456789",
  OUTFALL_INFLUX_ORG: "o",
  OUTFALL_INFLUX_BUCKET: "b",
};

test("where nothing is yet nothing is wrong, and the first start gives the installation its id", async () => {
  const config = settings();
  expect(await lookAtInstallation(config)).toEqual({ installation: undefined, problems: [], away: [] });

  const { installation, problems } = await lookAtInstallation(await installed());

  expect([typeof installation, problems]).toEqual(["string", []]);
});

test("a second start keeps the id that the first one gave", async () => {
  const config = await installed();
  const first = await lookAtInstallation(config);

  await markInstallation(config, NO_LOG);

  expect(await lookAtInstallation(config)).toEqual(first);
});

test("a start over the records of another installation is refused, and they are named", async () => {
  const [own, other] = [await installed(), await installed()];
  const [from, to] = [other.dataDir, own.dataDir].map((folder) => join(folder, "records.sqlite")) as [string, string];
  cpSync(from, to);

  const refused = await refuseForeignStores(own).catch((cause: unknown) => cause);

  expect(refused).toBeInstanceOf(StartRefusedError);
  expect((refused as StartRefusedError).problems).toMatchObject([
    { pointer: "OUTFALL_DATA_DIR", code: "part-of-another-installation" },
  ]);
});

test("a long-term store that is away is asked at the next start; the rest is marked and the start goes on", async () => {
  const config = await installed(INFLUX);

  const { problems, away } = await lookAtInstallation(config);

  expect({ problems, away }).toEqual({ problems: [], away: [{ name: "series", trouble: NOBODY_LISTENS }] });
  await expect(refuseForeignStores(config)).resolves.toBeUndefined();
});

test("records on a server that is away are named with the reason, and what is there stays as it is", async () => {
  const config = { ...(await installed()), ...pick(settings({ OUTFALL_POSTGRES_URL: `postgres://u:p@${NOBODY}/d` })) };
  const key = readFileSync(join(config.dataDir, "secrets.key"));

  const away = { name: "records", trouble: NOBODY_LISTENS };
  expect(await refuseForeignStores(config)).toEqual(away);
  expect((await lookAtInstallation(config)).away).toEqual([away]);
  expect(readFileSync(join(config.dataDir, "secrets.key"))).toEqual(key);
});

function pick({ postgresUrl }: Config): Pick<Config, "postgresUrl"> {
  return { postgresUrl };
}

test("a long-term store that knows not our token refuses the start, and the token is named", async () => {
  await using influx = await answersOverHttp(() => [401, '{"code":"unauthorized","message":"unauthorized access"}']);
  const config = await installed({ ...INFLUX, OUTFALL_INFLUX_URL: `http://127.0.0.1:${influx.port}` });

  const refused = await refuseForeignStores(config).catch((cause: unknown) => cause);

  expect((refused as StartRefusedError).problems).toMatchObject([{ pointer: "OUTFALL_INFLUX_TOKEN", code: "wrong-token" }]);
});

test("a store that cannot be opened is no store that is away", async () => {
  const config = settings();
  mkdirSync(join(config.dataDir, "records.sqlite"));

  await expect(lookAtInstallation(config)).rejects.toThrow();
  await expect(markInstallation(config, NO_LOG)).rejects.toThrow();
});

test.each([
  ["series", "wrong-token", "OUTFALL_INFLUX_TOKEN"],
  ["series", "no-right", "OUTFALL_INFLUX_TOKEN"],
  ["series", "no-such-bucket", "OUTFALL_INFLUX_BUCKET"],
  ["series", "no-such-organisation", "OUTFALL_INFLUX_ORG"],
  ["series", "nobody-listens", "OUTFALL_INFLUX_URL"],
  ["records", "nobody-listens", "OUTFALL_POSTGRES_URL"],
] as const)("of the %s the trouble %s is one of the setting %s", (part, code, pointer) => {
  const trouble = { code, facts: {} } as unknown as StoreTrouble;

  expect(troubleOfSetting(part, trouble)).toEqual({ pointer, code, facts: {} });
});
