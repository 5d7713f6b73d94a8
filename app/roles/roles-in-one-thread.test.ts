import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import { NO_LOG } from "../../core/log.ts";
import { openJournalWriter } from "../../storage/journal/sqlite-writer.ts";
import { openSecretBox } from "../../storage/secrets/secret-box.ts";
import { DISTRICT, hourFrame, hoursAgo, MN, sendFrames } from "../../tests/support/district.ts";
import type { Product } from "../../tests/support/product.ts";
import { Bus } from "../bus.ts";
import { readClock, startClock } from "../clock.ts";
import { parseConfig } from "../config.ts";
import { ThreadCounters } from "../metrics.ts";
import { answerForRole } from "../readiness/answer-for-role.ts";
import { startApiRole } from "./api-role.ts";
import { startGatewayRole } from "./gateway-role.ts";
import { markInstallation } from "./installation.ts";
import { journalDirectory } from "./journal-directory.ts";
import { startPipelineRole } from "./pipeline-role.ts";
import type { Doors, RoleContext, RoleName, RunningRole } from "./role.ts";
import { startSimulatorsRole } from "./simulators-role.ts";

const ADMIN = "administrator-token-of-these-tests-0123456789";
const METRICS = "metrics-token-of-these-tests-0123456789";
const STARTERS = {
  gateway: startGatewayRole,
  pipeline: startPipelineRole,
  api: startApiRole,
  simulators: startSimulatorsRole,
} as const;

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "outfall-roles-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Starts these roles over one directory, each with its own end of the bus, as their threads do. */
async function startRoles(roles: readonly RoleName[], settings: Readonly<Record<string, string>> = {}) {
  const ports = { OUTFALL_HTTP_PORT: "0", OUTFALL_MQTT_PORT: "0", OUTFALL_HJ212_PORT: "0" };
  const parsed = parseConfig({ OUTFALL_DATA_DIR: folder, OUTFALL_ADMIN_TOKEN: ADMIN, ...ports, ...settings });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  const config = parsed.value;
  openSecretBox(folder);
  await openJournalWriter({ directory: journalDirectory(config), log: NO_LOG }).close();
  await markInstallation(config, NO_LOG);
  const clock = readClock(startClock(config.clock, 0));
  const name = `roles-${randomUUID()}`;
  const running: {
    readonly role: RunningRole;
    readonly bus: Bus;
    readonly counters: ThreadCounters;
    silence(): Promise<void>;
  }[] = [];
  const failures: Error[] = [];
  let doors: Doors = {};
  for (const role of roles) {
    const bus = new Bus(name);
    const counters = new ThreadCounters(role, bus);
    const fatal = (error: Error): void => void failures.push(error);
    const [log, signal] = [pino({ level: "silent" }), new AbortController().signal];
    const context: RoleContext = { config, clock, bus, counters, log, signal, roles, doors, fatal };
    const started = await STARTERS[role](context);
    const health = () => ({ isRunning: true, away: [], ...started.health?.() });
    const silence = await answerForRole({ role, roles, dataDir: folder, bus, log, health });
    running.push({ role: started, bus, counters, silence });
    counters.publish();
    doors = { ...doors, ...started.doors };
  }
  const ask = async (method: string, path: string, body?: unknown, token = ADMIN) => {
    const { host, port } = doors.http ?? { host: "", port: 0 };
    const answer = await fetch(`http://${host}:${port}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, text, body: text.startsWith("{") ? JSON.parse(text) : undefined };
  };
  return {
    ask,
    failures,
    doors: () => doors as Product["doors"],
    async [Symbol.asyncDispose](): Promise<void> {
      for (const { role, bus, counters, silence } of running.toReversed()) {
        await silence();
        await role.stop();
        counters.close();
        bus.close();
      }
    },
  };
}

const BOUNDS = {
  OUTFALL_ADDRESS_RATE: "1000",
  OUTFALL_MAX_CONNECTIONS: "50",
  OUTFALL_MAX_CONNECTIONS_PER_ADDRESS: "20",
  OUTFALL_METRICS_TOKEN: METRICS,
};

test("gateway, pipeline and API over one directory take a frame to a case, and count what they did", async () => {
  await using product = await startRoles(["gateway", "pipeline", "api"], BOUNDS);

  const put = await product.ask("PUT", "/api/v1/registry", DISTRICT);
  const [answer] = await sendFrames({ doors: product.doors() } as Product, [hourFrame(hoursAgo(3), "a21026", 130)]);

  expect(put.status).toBe(200);
  expect(answer).toContain("CN=9014");
  await expect
    .poll(async () => (await product.ask("GET", "/api/v1/findings")).body.items)
    .toMatchObject([{ rule: "EXCEED-HOUR", value: 130 }]);
  expect((await product.ask("GET", "/api/v1/cases")).body.items).toHaveLength(1);
  expect((await product.ask("GET", "/readyz")).body).toMatchObject({
    ready: true,
    detail: { journal: "ok", gateway: "ok", pipeline: "ok" },
  });
  expect((await product.ask("GET", "/metrics", undefined, METRICS)).text).toContain('role="gateway"');
  expect(product.failures).toEqual([]);
});

test("a registry row that findings stand on is previewed with what it would withdraw", async () => {
  await using product = await startRoles(["gateway", "pipeline", "api"]);
  await product.ask("PUT", "/api/v1/registry", DISTRICT);
  await sendFrames({ doors: product.doors() } as Product, [hourFrame(hoursAgo(3), "a21026", 130)]);
  await expect.poll(async () => (await product.ask("GET", "/api/v1/findings")).body.items.length).toBe(1);

  const without = { ...DISTRICT, limits: DISTRICT.limits.slice(1) };
  const preview = await product.ask("PUT", "/api/v1/registry?preview=true", without);

  expect(preview.status).toBe(200);
  expect(preview.body).toMatchObject({ preview: { complete: true, withdraws: { provisional: 1 } } });
  expect((await product.ask("GET", `/api/v1/devices/${MN}`)).status).toBe(200);
});

test("an API without a gateway in its process answers a registry at once, and seeds the demo where it is asked for", async () => {
  await using product = await startRoles(["pipeline", "api"], { OUTFALL_DEMO: "1" });

  const login = await product.ask("POST", "/api/v1/session", { username: "bureau", password: "demo-bureau" });

  expect(login.status).toBeLessThan(300);
  expect((await product.ask("GET", "/api/v1/registry")).body.enterprises.length).toBeGreaterThan(0);
});

test("the simulators do not start without the doors of a gateway in the same process", async () => {
  await expect(startRoles(["simulators"])).rejects.toThrow("need the gateway");
});
