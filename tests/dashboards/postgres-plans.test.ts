import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COLLECTIONS } from "../../cases/all-subjects.ts";
import { startPostgres } from "../../scripts/harness/postgres-server.ts";
import { openPostgresRecords } from "../../storage/records/open-records.ts";
import { asRole, setUpRoles } from "./set-up-roles.ts";

/** Hours that the tables have: 200 outlets for 600 hours. The week that is asked for is a quarter of them. */
const [OUTLETS, HOURS] = [200, 600];
const FIRST_MS = 1_700_000_400_000;
const HOUR_MS = 3_600_000;

interface PlanNode {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Index Cond"?: string;
  readonly Plans?: readonly PlanNode[];
}

const server = await startPostgres();

describe.skipIf(server === undefined)("how PostgreSQL answers the dashboard over many hours", () => {
  let owner = new pg.Client();
  beforeAll(async () => {
    const url = new URL((await server?.newDatabase()) ?? "postgres://nobody@127.0.0.1:1/none");
    await setUpRoles(url);
    await (await openPostgresRecords({ url: asRole(url, "outfall"), collections: COLLECTIONS })).close();
    owner = new pg.Client({ connectionString: asRole(url, "outfall") });
    await owner.connect();
    const rows = `from generate_series(0, ${HOURS - 1}) as h, generate_series(1, ${OUTLETS}) as o`;
    const start = `${FIRST_MS} + h::bigint * ${HOUR_MS}`;
    await owner.query(`insert into periods (outlet, pollutant, basis, start, document, verdict, validity, value, limit_value)
      select 'e' || o || '-DA001', 'a21026', 'hour', ${start}, '', 'compliant', 'valid', h, 100 ${rows}`);
    await owner.query(`insert into findings (id_time, id, start, outlet, rule, status, level, document)
      select 0, 'f' || o || '-' || h, ${start}, 'e' || o || '-DA001', 'EXCEED-HOUR', 'confirmed', 'A3', '{"pollutant":"a21026"}' ${rows}`);
    await owner.query("analyze periods");
    await owner.query("analyze findings");
  }, 240_000);
  afterAll(async () => {
    await owner.end();
    await server?.stop();
  });

  /** The plan of a function of the schema `dashboard`, made without knowing its bounds, as for a call of it. */
  async function planOf(name: "verdicts" | "findings"): Promise<readonly PlanNode[]> {
    const { rows } = await owner.query("select prosrc from pg_proc where oid = $1::regproc", [`dashboard.${name}`]);
    const body = String(rows[0].prosrc)
      .replaceAll(/\bsince\b/g, "$1")
      .replaceAll(/\buntil\b/g, "$2");
    await owner.query("set plan_cache_mode = force_generic_plan");
    await owner.query(`prepare asked_${name} (timestamptz, timestamptz) as ${body}`);
    const week = [FIRST_MS + 100 * HOUR_MS, FIRST_MS + 268 * HOUR_MS].map((ms) => `'${new Date(ms).toISOString()}'`);
    const explained = await owner.query(`explain (format json) execute asked_${name} (${week.join()})`);
    return nodesOf(explained.rows[0]["QUERY PLAN"][0].Plan);
  }

  test.each([
    ["verdicts", "periods_of_hours"],
    ["findings", "findings_by_start"],
  ] as const)(
    "the dashboard's %s of a week are found by their time, whatever the table holds beside them",
    async (table, index) => {
      const plan = await planOf(table);

      expect(plan.filter((node) => node["Node Type"] === "Seq Scan")).toEqual([]);
      expect(plan.flatMap((node) => node["Index Name"] ?? [])).toEqual([index]);
      expect(plan.find((node) => node["Index Name"] === index)?.["Index Cond"]).toMatch(/start >= .*start < /);
    },
  );

  test.each(["verdicts", "findings"] as const)(
    "%s of a time take its beginning and leave its end, to the part of a millisecond",
    async (table) => {
      const count = async (since: string, until: string): Promise<number> => {
        const { rows } = await owner.query(`select count(*) as n from dashboard.${table}($1, $2)`, [since, until]);
        return Number(rows[0].n);
      };
      const at = (hours: number, more = ""): string =>
        new Date(FIRST_MS + hours * HOUR_MS).toISOString().replace(".000Z", `.000${more}Z`);

      expect(await count(at(1), at(3))).toBe(2 * OUTLETS);
      expect(await count(at(1, "001"), at(3))).toBe(OUTLETS);
      expect(await count(at(1), at(3, "001"))).toBe(3 * OUTLETS);
    },
  );
});

function nodesOf(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)];
}
