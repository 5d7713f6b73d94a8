import { InfluxDB } from "@influxdata/influxdb-client";
import pg from "pg";
import { afterAll, describe, expect, test } from "vitest";
import { HOUR, instant, plus } from "../../core/time.ts";
import { startInfluxServer } from "../../scripts/harness/influx-server.ts";
import { startPostgres } from "../../scripts/harness/postgres-server.ts";
import { DISTRICT, hourFrame, hoursAgo, sendFrames } from "../support/district.ts";
import { Product } from "../support/product.ts";
import { bind, queryOf } from "./leadership.ts";
import { asRole, setUpRoles } from "./set-up-roles.ts";

const [influx, postgres] = [await startInfluxServer(), await startPostgres()];

describe.skipIf(influx === undefined || postgres === undefined)("the product over PostgreSQL and InfluxDB", () => {
  afterAll(async () => {
    await influx?.stop();
    await postgres?.stop();
  });

  test("an exceedance that a device reports is on the leaders' dashboard", async () => {
    const { url, token, org, bucket } = influx ?? { url: "", token: "", org: "", bucket: "" };
    const database = new URL((await postgres?.newDatabase()) ?? "");
    await setUpRoles(database);
    const stores = {
      OUTFALL_INFLUX_URL: url,
      OUTFALL_INFLUX_TOKEN: token,
      OUTFALL_INFLUX_ORG: org,
      OUTFALL_INFLUX_BUCKET: bucket,
    };
    await using product = await Product.start({ env: { ...stores, OUTFALL_POSTGRES_URL: asRole(database, "outfall") } });
    await product.ask("PUT", "/api/v1/registry", DISTRICT);
    const hour = hoursAgo(48);
    const start = instant(hour.getTime());
    const variables = { pollutant: ["a21026"], outlets: ["e1-DA001"] };
    const bindings = { from: plus(start, -HOUR), to: plus(start, 2 * HOUR), bucket, variables };
    const client = new pg.Client({ connectionString: asRole(database, "outfall_dashboard") });
    await client.connect();

    await sendFrames(product, [hourFrame(hour, "a21026", 130)]);
    const judged = await product.until(
      async () => (await client.query(bind(queryOf("占限值比例 · 所选排口"), bindings))).rows,
      (rows) => rows.length > 0,
    );
    const shipped = await product.until(
      () => new InfluxDB({ url, token }).getQueryApi(org).collectRows(bind(queryOf("小时均值 · 所选排口"), bindings)),
      (rows) => rows.length > 0,
    );
    const open = await client.query(bind(queryOf("在办案件 · 街道、状态、级别"), bindings));
    await client.end();

    // The limit of the district's stack is 100.
    expect(judged).toEqual([{ time: hour, metric: "演示水泥厂 窑尾", value: 1.3 }]);
    expect(shipped).toMatchObject([{ outlet: "e1-DA001", value: 130 }]);
    expect(open.rows).toEqual([{ 网格: "甲街道环境保护监管片区", 状态: "reported", 级别: "A3", 案件: "1", 超期: "0" }]);
  });
});
