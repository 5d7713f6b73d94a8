import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { chmod } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  GenericContainer,
  getContainerRuntimeClient,
  Network,
  type StartedNetwork,
  type StartedTestContainer,
  Wait,
} from "testcontainers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { LEADERSHIP, ROOT } from "../dashboards/leadership.ts";

interface Compose {
  readonly services: Readonly<Record<string, { readonly image: string }>>;
}

const ENGINE = await hasEngine();
const START_UP_MS = 180_000;
const ADMIN = "synthetic-grafana-password";
const COMPOSE = parse(readFileSync(join(ROOT, "docker-compose.yml"), "utf8"), { merge: true }) as Compose;

test("every image of the stack is pinned to a version", () => {
  for (const service of ["influxdb", "postgres", "grafana"]) expect(imageOf(service)).toMatch(/^[a-z/]+:\d+[\w.-]*$/);
});

// Not registered at all without an engine: a skipped test counts as a failure in CI, and most machines have none.
if (ENGINE) describe("InfluxDB, PostgreSQL and Grafana as the compose file has them", testStack);
else console.warn("container tests were left out: no Docker engine answers");

function testStack(): void {
  const started: (StartedTestContainer | StartedNetwork)[] = [];
  let grafana = "";

  beforeAll(async () => {
    const network = await new Network().start();
    started.push(network);
    // InfluxDB's script writes the dashboard's token here, as in the compose file's volume; both images have users of
    // their own.
    const tokens = mkdtempSync(join(tmpdir(), "outfall-tokens-"));
    await chmod(tokens, 0o777);
    const bind = (source: string, target: string) => ({ source: join(ROOT, source), target, mode: "ro" as const });
    const influx = await new GenericContainer(imageOf("influxdb"))
      .withNetwork(network)
      .withNetworkAliases("influxdb")
      .withEnvironment({
        DOCKER_INFLUXDB_INIT_MODE: "setup",
        DOCKER_INFLUXDB_INIT_USERNAME: "outfall",
        DOCKER_INFLUXDB_INIT_PASSWORD: "synthetic-password",
        DOCKER_INFLUXDB_INIT_ADMIN_TOKEN: "synthetic-admin-token",
        DOCKER_INFLUXDB_INIT_ORG: "outfall",
        DOCKER_INFLUXDB_INIT_BUCKET: "outfall",
      })
      .withBindMounts([
        { source: tokens, target: "/etc/influxdb2/dashboard" },
        bind("dashboards/influxdb/make-dashboard-token.sh", "/docker-entrypoint-initdb.d/make-dashboard-token.sh"),
      ])
      .withExposedPorts(8086)
      .withWaitStrategy(Wait.forHttp("/health", 8086).forStatusCode(200))
      .withStartupTimeout(START_UP_MS)
      .start();
    started.push(influx);
    started.push(
      await new GenericContainer(imageOf("postgres"))
        .withNetwork(network)
        .withNetworkAliases("postgres")
        .withEnvironment({
          POSTGRES_DB: "outfall",
          POSTGRES_PASSWORD: "synthetic-1",
          APP_POSTGRES_PASSWORD: "synthetic-2",
          DASHBOARD_POSTGRES_PASSWORD: "synthetic-3",
        })
        .withBindMounts([
          bind("dashboards/postgres/make-roles.sh", "/docker-entrypoint-initdb.d/make-roles.sh"),
          bind("dashboards/postgres/roles.sql", "/opt/outfall/roles.sql"),
        ])
        .withExposedPorts(5432)
        .withWaitStrategy(Wait.forLogMessage("database system is ready to accept connections", 2))
        .withStartupTimeout(START_UP_MS)
        .start(),
    );
    const page = await new GenericContainer(imageOf("grafana"))
      .withNetwork(network)
      .withEnvironment({
        GF_SECURITY_ADMIN_PASSWORD: ADMIN,
        GF_AUTH_ANONYMOUS_ENABLED: "false",
        DASHBOARD_POSTGRES_PASSWORD: "synthetic-3",
      })
      .withBindMounts([
        { source: tokens, target: "/run/dashboard", mode: "ro" },
        bind("dashboards/provisioning", "/etc/grafana/provisioning"),
      ])
      .withExposedPorts(3000)
      .withWaitStrategy(Wait.forHttp("/api/health", 3000).forStatusCode(200))
      .withStartupTimeout(START_UP_MS)
      .start();
    started.push(page);
    grafana = `http://${page.getHost()}:${page.getMappedPort(3000)}`;
  }, 3 * START_UP_MS);

  afterAll(async () => {
    for (const part of started.toReversed()) await part.stop();
  });

  const ask = (path: string, init: RequestInit = {}) => {
    const authorization = `Basic ${Buffer.from(`admin:${ADMIN}`).toString("base64")}`;
    return fetch(`${grafana}${path}`, { ...init, headers: { authorization, "content-type": "application/json" } });
  };

  test("Grafana has the dashboard that the repository has, and shows it to nobody who is not logged in", async () => {
    const answer = await ask(`/api/dashboards/uid/${LEADERSHIP.uid}`);
    const { dashboard } = (await answer.json()) as { readonly dashboard: typeof LEADERSHIP };
    const stranger = await fetch(`${grafana}/api/dashboards/uid/${LEADERSHIP.uid}`);

    expect(dashboard.panels.map((p) => p.title)).toEqual(LEADERSHIP.panels.map((p) => p.title));
    expect(stranger.status).toBe(401);
  });

  test.each(["outfall-influxdb", "outfall-postgres"])(
    "the data source %s reaches its store with rights that suffice",
    async (uid) => {
      const answer = await ask(`/api/datasources/uid/${uid}/health`);

      expect(await answer.json()).toMatchObject({ status: "OK" });
    },
  );

  test("nobody can write to InfluxDB through the dashboard's data source", async () => {
    const query =
      'import "array"\narray.from(rows: [{_time: now(), _measurement: "m", _field: "f", _value: 1.0}]) |> to(bucket: "outfall")';
    const datasource = { type: "influxdb", uid: "outfall-influxdb" };
    const answer = await ask("/api/ds/query", {
      method: "POST",
      body: JSON.stringify({ from: "now-1h", to: "now", queries: [{ refId: "A", datasource, query }] }),
    });

    expect(JSON.stringify(await answer.json())).toMatch(/unauthorized|not found|forbidden/i);
  });
}

function imageOf(service: string): string {
  const image = COMPOSE.services[service]?.image;
  if (image === undefined) throw new Error(`the compose file has no service ${service}`);
  return image;
}

async function hasEngine(): Promise<boolean> {
  if (process.env["DOCKER_HOST"] === undefined && !existsSync("/var/run/docker.sock")) return false;
  return await getContainerRuntimeClient().then(
    () => true,
    () => false,
  );
}
