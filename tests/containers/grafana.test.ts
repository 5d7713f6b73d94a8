import { rmSync } from "node:fs";
import { GenericContainer, Network, type StartedNetwork, type StartedTestContainer, Wait } from "testcontainers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LEADERSHIP } from "../dashboards/leadership.ts";
import { canRun, imageOf, PASSWORDS, readOnly, START_UP_MS, startInflux, startPostgres, tokenFolder } from "./containers.ts";

const ADMIN = "synthetic-grafana-password";

test("Grafana is pinned to a release, of the last minor of its major version, which is looked after longest", () => {
  expect(imageOf("grafana")).toMatch(/^grafana\/grafana:12\.4\.\d+$/);
});

// Not registered at all without an engine: a skipped test counts as a failure in CI, and most machines have none.
if (await canRun(["influxdb", "postgres", "grafana"]))
  describe("Grafana over both stores, as the compose file has them", testGrafana);
else console.warn("container tests of Grafana were left out: no engine answers that has its image");

function testGrafana(): void {
  const started: (StartedTestContainer | StartedNetwork)[] = [];
  let tokens = "";
  let grafana = "";

  beforeAll(async () => {
    const network = await new Network().start();
    started.push(network);
    tokens = await tokenFolder();
    started.push(await startInflux(network, tokens));
    started.push(await startPostgres(network));
    const page = await new GenericContainer(imageOf("grafana"))
      .withNetwork(network)
      .withEnvironment({
        GF_SECURITY_ADMIN_PASSWORD: ADMIN,
        GF_AUTH_ANONYMOUS_ENABLED: "false",
        DASHBOARD_POSTGRES_PASSWORD: PASSWORDS.dashboard,
      })
      .withBindMounts([
        { source: tokens, target: "/run/dashboard", mode: "ro" },
        readOnly("dashboards/provisioning", "/etc/grafana/provisioning"),
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
    rmSync(tokens, { recursive: true, force: true });
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
