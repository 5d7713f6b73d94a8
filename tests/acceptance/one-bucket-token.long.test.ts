import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { instant } from "../../core/time.ts";
import { type InfluxServer, startInfluxServer } from "../../scripts/harness/influx-server.ts";
import { createInfluxHistory } from "../../storage/series/influx-history.ts";
import { DISTRICT, hoursAgo, publishReadings } from "../support/district.ts";
import { finished, Product, runOutfall } from "../support/product.ts";
import { shippedOf } from "../support/shipped.ts";

const TEST_MS = 240_000;
const DAYS_KEPT = 30;
const HOURS = 1_000;
const SERIES = { outlet: "e1-DA001", pollutant: "a21026", basis: "hour" } as const;

const influx = await startInfluxServer(2);
// Not registered at all without a server: a skipped test counts as a failure in CI, and InfluxDB 1 has no such tokens.
if (influx !== undefined) describe(`a token for one bucket of a real InfluxDB, ${influx.name}`, () => testTokens(influx));

function testTokens(server: InfluxServer): void {
  afterAll(() => server.stop());

  let orgID = "";
  beforeAll(async () => {
    [{ id: orgID }] = (await ask(server, "GET", `/api/v2/orgs?org=${server.org}`)).orgs;
  });

  /** The settings of a new bucket that keeps thirty days, with a token that has these rights to it and no others. */
  const settingsOf = async (name: string, ...actions: readonly ("read" | "write")[]) => {
    const retentionRules = [{ type: "expire", everySeconds: DAYS_KEPT * 86_400, shardGroupDurationSeconds: 86_400 }];
    const { id } = await ask(server, "POST", "/api/v2/buckets", { orgID, name, retentionRules });
    const permissions = actions.map((action) => ({ action, resource: { type: "buckets", id, orgID } }));
    const { token } = await ask(server, "POST", "/api/v2/authorizations", { orgID, permissions });
    return {
      ...{ OUTFALL_INFLUX_URL: server.url, OUTFALL_INFLUX_ORG: server.org },
      ...{ OUTFALL_INFLUX_BUCKET: name, OUTFALL_INFLUX_TOKEN: token as string },
    };
  };

  // Behaviour
  test("a token that reads and writes its one bucket is all that the product needs, from its start to reship", {
    timeout: TEST_MS,
  }, async () => {
    const env = await settingsOf("own", "read", "write");
    await using product = await Product.start({ env });
    await product.ask("PUT", "/api/v1/registry", DISTRICT);
    const hours = Array.from({ length: HOURS }, (_, i) => ({
      ...{ at: hoursAgo(HOURS - i).toISOString(), basis: "hour" },
      values: { a21026: { value: i } },
    }));

    await publishReadings(product, [hours.slice(0, 500), hours.slice(500)]);
    await product.until(
      () => shippedOf(product),
      ({ taken, refused }) => taken + refused >= HOURS,
      120_000,
    );
    const ready = await product.ask("GET", "/readyz");
    const kept = await pointsOf(server, "own");
    const own = { ...env, OUTFALL_DATA_DIR: product.dataDir };
    const doctor = await finished(runOutfall(["doctor", "--json"], own));
    const reship = await finished(runOutfall(["reship", "--from", "2020-01-01T00:00:00Z", "--json"], own));

    const history = createInfluxHistory({ url: server.url, org: server.org, token: env.OUTFALL_INFLUX_TOKEN, bucket: "own" });
    const read: number[] = [];
    for await (const { points } of history.pieces({ ...SERIES, from: instant(0), to: instant(Date.now()) })) {
      read.push(...points.map(({ value }) => value));
    }

    expect([ready.status, ready.body.problems]).toEqual([200, undefined]);
    expect(read).toEqual(kept);
    // The bucket keeps thirty days: what is older is refused by name, and the rest is there whole. Of the day of the
    // boundary there may be a shard.
    expect(kept.length).toBeGreaterThanOrEqual(DAYS_KEPT * 24 - 1);
    expect(kept.length).toBeLessThanOrEqual((DAYS_KEPT + 1) * 24 + 1);
    expect([doctor.code, JSON.parse(doctor.out).ok]).toEqual([0, true]);
    expect(reship.code).toBe(0);
    const { readings, refused } = JSON.parse(reship.out);
    expect(Object.keys(refused)).toEqual(["retention"]);
    expect([readings + refused.retention, await pointsOf(server, "own")]).toEqual([HOURS, kept]);
  });

  test("a token that may not write is named by /readyz, and one that does not exist ends the start by its setting", {
    timeout: TEST_MS,
  }, async () => {
    const env = await settingsOf("read-only", "read");
    await using product = await Product.start({ env });
    await product.ask("PUT", "/api/v1/registry", DISTRICT);
    await publishReadings(product, [{ at: hoursAgo(3).toISOString(), basis: "hour", values: { a21026: { value: 1 } } }]);
    const said = await product.until(
      () => product.ask("GET", "/readyz"),
      ({ body }) => body.problems !== undefined,
      60_000,
    );
    await product.stop();
    const wrong = { ...env, OUTFALL_INFLUX_TOKEN: "no-such-token", OUTFALL_DATA_DIR: product.dataDir };
    const refused = await finished(runOutfall(["start"], wrong));

    expect([said.status, said.body.problems]).toMatchObject([200, [{ facts: { store: "series", trouble: "no-right" } }]]);
    expect([refused.code, refused.errors]).toEqual([2, expect.stringContaining("OUTFALL_INFLUX_TOKEN")]);
  });
}

/** Asks as the one who set the server up. */
// biome-ignore lint/suspicious/noExplicitAny: answers of several routes of InfluxDB pass through here
async function ask({ url, token }: InfluxServer, method: string, path: string, body?: object): Promise<any> {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Token ${token}`, "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return await answer.json();
}

/** Values of the hours that the bucket holds, by time. */
async function pointsOf(server: InfluxServer, bucket: string): Promise<readonly number[]> {
  const query = `from(bucket: "${bucket}") |> range(start: 1990-01-01T00:00:00Z) |> filter(fn: (r) => r._measurement == "reading" and r._field == "value") |> group() |> sort(columns: ["_time"]) |> keep(columns: ["_value"])`;
  const answer = await fetch(`${server.url}/api/v2/query?org=${server.org}`, {
    method: "POST",
    headers: { authorization: `Token ${server.token}`, "content-type": "application/vnd.flux", accept: "text/csv" },
    body: query,
  });
  const rows = (await answer.text()).split("\r\n").slice(1);
  return rows.filter((row) => row !== "").map((row) => Number(row.split(",").at(-1)));
}
