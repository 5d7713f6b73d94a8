import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { takeRole } from "../../storage/locks/role-lock.ts";
import { finished, runOutfall } from "../../tests/support/product.ts";
import { parseConfig } from "../config.ts";
import { isMarkedDemo } from "../demo-directory.ts";
import { StartRefusedError } from "../start-refused.ts";
import type { StopRequest } from "../stop-request.ts";
import type { RoleName } from "./role.ts";
import { supervise } from "./supervisor.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "outfall-supervisor-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A signal that came before anything was started. */
const STOPPED = { heard: Promise.resolve("SIGTERM"), signal: "SIGTERM" } as unknown as StopRequest;

function start(roles: readonly RoleName[], dataDir = join(folder, "data"), more: Readonly<Record<string, string>> = {}) {
  const ports = { OUTFALL_HTTP_PORT: "0", OUTFALL_MQTT_PORT: "0", OUTFALL_HJ212_PORT: "0", OUTFALL_LOG_LEVEL: "error" };
  const environment = { OUTFALL_DATA_DIR: dataDir, ...ports, ...more };
  const parsed = parseConfig(environment);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return supervise({ config: parsed.value, environment, roles, stop: STOPPED });
}

test("a stop that was heard before the roles were loaded ends with 0, says so, and gives the roles back", async () => {
  const said: string[] = [];
  const onSaid = vi.spyOn(process.stdout, "write").mockImplementation((text) => said.push(String(text)) > 0);

  const codes = [await start(["gateway", "pipeline"]), await start(["gateway", "pipeline"])];
  onSaid.mockRestore();

  expect(codes).toEqual([0, 0]);
  expect(said).toEqual(['{"event":"stopped"}\n', '{"event":"stopped"}\n']);
  expect(existsSync(join(folder, "data/doors.json"))).toBe(false);
});

test("roles that others hold are named all at once, and those that were free are free again", async () => {
  const dataDir = join(folder, "data");
  const held = (["gateway", "api"] as const).map((role) => takeRole({ directory: dataDir, role }));

  const refused = await start(["gateway", "pipeline", "api"]).catch((cause: unknown) => cause);

  expect((refused as StartRefusedError).problems).toEqual(
    ["gateway", "api"].map((role) => ({
      ...{ pointer: "OUTFALL_DATA_DIR", code: "role-taken", facts: { role, folder: dataDir } },
    })),
  );
  takeRole({ directory: dataDir, role: "pipeline" }).release();
  for (const lock of held) lock.release();
});

test("a data directory that cannot be made refuses the start and names its setting", async () => {
  writeFileSync(join(folder, "file"), "");

  const refused = await start(["api"], join(folder, "file/data")).catch((cause: unknown) => cause);

  expect(refused).toBeInstanceOf(StartRefusedError);
  expect((refused as StartRefusedError).problems).toMatchObject([
    { pointer: "OUTFALL_DATA_DIR", code: "folder-not-makable", facts: { why: { code: "below-a-file" } } },
  ]);
});

/** The same, with what it says kept from the output of these tests. */
async function quietStart(more: Readonly<Record<string, string>>, dataDir = join(folder, "data")): Promise<number> {
  const onSaid = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    return await start(["gateway", "pipeline"], dataDir, more);
  } finally {
    onSaid.mockRestore();
  }
}

test("an address that this machine does not have refuses the start before anything is made", async () => {
  const refused = await quietStart({ OUTFALL_MQTT_HOST: "192.0.2.1" }).catch((cause: unknown) => cause);

  expect((refused as StartRefusedError).problems).toMatchObject([{ pointer: "OUTFALL_MQTT_HOST", code: "host-not-here" }]);
  expect(existsSync(join(folder, "data/journal"))).toBe(false);
});

test("a directory of the demo is marked as one, and files that others may read start all the same", async () => {
  const dataDir = join(folder, "wide");
  mkdirSync(dataDir);
  chmodSync(dataDir, 0o755);

  expect(await quietStart({ OUTFALL_DEMO: "1", OUTFALL_LOG_LEVEL: "silent" }, dataDir)).toBe(0);
  expect(isMarkedDemo(dataDir)).toBe(true);
});

test("records on a server that is away keep nobody from starting or stopping", async () => {
  const away = { OUTFALL_POSTGRES_URL: "postgres://u:p@127.0.0.1:1/d", OUTFALL_LOG_LEVEL: "silent" };

  expect(await quietStart(away)).toBe(0);
});

test("locks that cannot be taken at all are no lock that somebody holds", async () => {
  mkdirSync(join(folder, "data"), { mode: 0o700 });
  writeFileSync(join(folder, "data/locks"), "");

  await expect(quietStart({ OUTFALL_LOG_LEVEL: "silent" })).rejects.toThrow("EEXIST");
});

/** Starts over a directory in which a folder has the name of a database. */
async function startOver(file: string) {
  const dataDir = join(folder, "data");
  mkdirSync(join(dataDir, file), { recursive: true });
  return finished(runOutfall(["start"], { OUTFALL_DATA_DIR: dataDir }));
}

test("a role that cannot open its store ends the whole process with 1, and the log names the role", async () => {
  const { code, out, errors } = await startOver("devices.sqlite");

  expect([code, out]).toEqual([1, ""]);
  expect(errors).toContain('"failed":"gateway"');
});

test("a store that cannot be looked at before the start ends it with 1 and one line that names the file", async () => {
  const { code, out, errors } = await startOver("intake.sqlite");

  expect([code, out]).toEqual([1, ""]);
  expect(errors).toMatch(/^outfall: [^\n]*intake\.sqlite[^\n]*\n$/);
});
