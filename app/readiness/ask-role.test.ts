import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { NO_LOG } from "../../core/log.ts";
import type { RoleHealth } from "../../core/readiness/readiness.ts";
import { Bus } from "../bus.ts";
import { answerForRole } from "./answer-for-role.ts";
import { askingRoles } from "./ask-role.ts";
import { roleSocketPath } from "./role-socket.ts";

const WELL: RoleHealth = { isRunning: true, away: [] };
const FULL: RoleHealth = { isRunning: true, journal: "full", away: [] };
/** For what never answers; whatever answers does so long before, also on a slow machine. */
const SHORT_MS = 300;
const PATIENT_MS = 30_000;

function aDirectory(name = ""): string {
  const root = mkdtempSync(join(tmpdir(), "outfall-ask-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const dataDir = join(root, name);
  mkdirSync(join(dataDir, "locks"), { recursive: true });
  return dataDir;
}

function aBus(name: string): Bus {
  const bus = new Bus(name);
  onTestFinished(() => bus.close());
  return bus;
}

test("roles of this process answer over the bus, each question anew; one that does not is silent", async () => {
  const [dataDir, name] = [aDirectory(), `ask-${process.pid}`];
  const roles = ["gateway", "pipeline", "api"];
  const asker = aBus(name);
  let journal: RoleHealth["journal"] = "ok";
  const health = (): RoleHealth => ({ ...WELL, ...(journal && { journal }) });
  const silence = await answerForRole({ role: "gateway", roles, dataDir, bus: aBus(name), log: NO_LOG, health });
  const stop = await answerForRole({ role: "pipeline", roles, dataDir, bus: aBus(name), log: NO_LOG, health: () => WELL });
  const ask = askingRoles({ bus: asker, roles, dataDir, answerMs: PATIENT_MS });

  expect(await ask()).toEqual({ gateway: { ...WELL, journal: "ok" }, pipeline: WELL });
  journal = "full";
  expect(await ask()).toEqual({ gateway: FULL, pipeline: WELL });
  await stop();
  const askAgain = askingRoles({ bus: asker, roles, dataDir, answerMs: SHORT_MS });
  expect(await askAgain()).toMatchObject({ pipeline: "silent" });
  await silence();
});

test.each(["", "x".repeat(120)])("roles of other processes answer at their sockets, however long the path (%j)", async (name) => {
  const dataDir = aDirectory(name);
  const bus = aBus(`ask-elsewhere-${process.pid}-${name.length}`);
  const ask = askingRoles({ bus, roles: ["api"], dataDir, answerMs: PATIENT_MS });
  expect(await ask()).toEqual({ gateway: "absent", pipeline: "absent" });

  const stop = await answerForRole({ role: "gateway", roles: ["gateway"], dataDir, bus, log: NO_LOG, health: () => FULL });
  expect(await ask()).toEqual({ gateway: FULL, pipeline: "absent" });
  await stop();
  expect(await ask()).toEqual({ gateway: "absent", pipeline: "absent" });
});

test("who takes the question and says nothing is silent, who hangs up, or dies in the middle, is absent", async () => {
  const dataDir = aDirectory();
  const bus = aBus(`ask-silent-${process.pid}`);
  const mute = createServer(() => {}).listen(roleSocketPath(dataDir, "gateway"));
  let said = "";
  const dying = createServer((socket) => socket.on("error", () => {}).end(said)).listen(roleSocketPath(dataDir, "pipeline"));
  onTestFinished(() => void [mute, dying].map((server) => server.close()));
  const ask = askingRoles({ bus, roles: ["api"], dataDir, answerMs: SHORT_MS });

  expect(await ask()).toEqual({ gateway: "silent", pipeline: "absent" });
  said = '{"isRunning":tr';
  expect(await ask()).toEqual({ gateway: "silent", pipeline: "absent" });
});

test("a data directory that takes no sockets is said, and the role goes on", async () => {
  const lines: string[] = [];
  const log = { ...NO_LOG, error: (_: object, message: string): void => void lines.push(message) };
  const bus = aBus(`ask-nowhere-${process.pid}`);
  const dataDir = join(aDirectory(), "nowhere");

  const stop = await answerForRole({ role: "pipeline", roles: ["pipeline"], dataDir, bus, log, health: () => WELL });

  expect(lines).toHaveLength(1);
  await stop();
  expect(await askingRoles({ bus, roles: ["api"], dataDir: "x".repeat(120) })()).toMatchObject({ pipeline: "absent" });
});

test("a role that nobody needs for being ready is not asked", async () => {
  const bus = aBus(`ask-simulators-${process.pid}`);
  const options = { role: "simulators", roles: ["simulators"], dataDir: aDirectory(), bus, log: NO_LOG, health: () => WELL };
  await (await answerForRole(options))();
});
