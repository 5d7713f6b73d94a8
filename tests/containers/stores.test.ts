import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { Network, type StartedNetwork, type StartedTestContainer } from "testcontainers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ADMIN_TOKEN, canRun, imageOf, PASSWORDS, START_UP_MS, startInflux, startPostgres, tokenFolder } from "./containers.ts";

test("the images of the stores are pinned to a version", () => {
  for (const service of ["influxdb", "postgres"]) expect(imageOf(service)).toMatch(/^[a-z]+:\d+[\w.-]*$/);
});

// Where an engine is promised it has to be there.
const isPromised = process.env["OUTFALL_TEST_IMAGES"] === "held";

// Not registered at all without an engine: a skipped test counts as a failure in CI, and most machines have none.
if (isPromised || (await canRun(["influxdb", "postgres"])))
  describe("InfluxDB and PostgreSQL as the compose file has them", testStores);
else console.warn("container tests of the stores were left out: no engine answers that has their images");

function testStores(): void {
  const started: (StartedTestContainer | StartedNetwork)[] = [];
  let tokens = "";
  let token = "";
  let influx = "";
  let database: { readonly host: string; readonly port: number };

  beforeAll(async () => {
    const network = await new Network().start();
    started.push(network);
    tokens = await tokenFolder();
    const series = await startInflux(network, tokens);
    started.push(series);
    const records = await startPostgres(network);
    started.push(records);
    influx = `http://${series.getHost()}:${series.getMappedPort(8086)}`;
    database = { host: records.getHost(), port: records.getMappedPort(5432) };
    token = readFileSync(join(tokens, "token"), "utf8");
  }, 3 * START_UP_MS);

  afterAll(async () => {
    for (const part of started.toReversed()) await part.stop();
    rmSync(tokens, { recursive: true, force: true });
  });

  const write = (secret: string) =>
    fetch(`${influx}/api/v2/write?org=outfall&bucket=outfall`, {
      method: "POST",
      headers: { authorization: `Token ${secret}` },
      body: "reading,outlet=o1 value=1",
    });
  const read = (secret: string) =>
    fetch(`${influx}/api/v2/query?org=outfall`, {
      method: "POST",
      headers: { authorization: `Token ${secret}`, "content-type": "application/vnd.flux" },
      body: 'from(bucket: "outfall") |> range(start: -1h)',
    });

  test("the dashboard's token reads the bucket and cannot write into it", async () => {
    expect((await write(ADMIN_TOKEN)).status).toBe(204);
    const answer = await read(token);

    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain("o1");
    expect((await write(token)).status).toBe(403);
    expect((await write("another")).status).toBe(401);
  });

  test("the dashboard's role may not make tables, and the product's may", async () => {
    const run = async (user: string, password: string, query: string) => {
      const client = new pg.Client({ ...database, user, password, database: "outfall" });
      await client.connect();
      try {
        return await client.query(query);
      } finally {
        await client.end();
      }
    };

    await run("outfall", PASSWORDS.app, "create table made (id integer)");
    const makeTable = "create table other (id integer)";
    await expect(run("outfall_dashboard", PASSWORDS.dashboard, makeTable)).rejects.toThrow(/read-only/);
    // A session may say that it writes; it has no right to.
    await expect(run("outfall_dashboard", PASSWORDS.dashboard, `begin read write; ${makeTable}`)).rejects.toThrow(
      /permission denied/,
    );
    await expect(run("outfall_dashboard", PASSWORDS.dashboard, "select * from made")).rejects.toThrow(/permission denied/);
    await expect(run("outfall", "a wrong one", "select 1")).rejects.toThrow(/password authentication failed/);
  });
}
