import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COLLECTIONS } from "../../cases/all-subjects.ts";
import type { RuleId } from "../../core/judging/finding.ts";
import type { CellKind, CellLevel, OutletKind } from "../../core/registry/registry.ts";
import type { RegistryEdit } from "../../core/registry/registry-edit.ts";
import { DAY, HOUR, type Instant, plus } from "../../core/time.ts";
import { startPostgres } from "../../scripts/harness/postgres-server.ts";
import { openPostgresRecords } from "../../storage/records/open-records.ts";
import { aBatch, aCase, aFinding, aRegistry, aVerdict, caseWrites, T0 } from "../support/records-facts.ts";
import { type Bindings, bind, choiceOf, LEADERSHIP, queryOf } from "./leadership.ts";
import { asRole, setUpRoles } from "./set-up-roles.ts";

const NINE = plus(T0, HOUR);
const ELEVEN = plus(T0, 3 * HOUR);

const cell = (id: string, level: CellLevel, kind: CellKind, name: string) => ({
  id,
  level,
  parent: level === 1 ? null : "g1",
  kind,
  name,
});
const outlet = (id: string, kind: OutletKind, name: string) => ({ id, enterprise: id.slice(0, 2), code: "DA001", name, kind });

const REGISTRY = aRegistry({
  cells: [cell("g1", 1, "district", "演示区"), cell("g2-a", 2, "street", "甲街道"), cell("g2-b", 2, "street", "乙街道")],
  enterprises: [
    { id: "e1", name: "演示水泥厂" },
    { id: "e2", name: "演示电厂" },
  ],
  outlets: [outlet("e1-DA001", "stack", "窑尾"), outlet("e1-B1", "boundary", "东厂界"), outlet("e2-DA001", "stack", "一号炉")],
  people: [{ id: "p1", name: "演示甲", phone: "000-0001" }],
});

/** The version before, and what changed since: a street is gone, an outlet is called otherwise. */
const FORMER = {
  ...REGISTRY,
  cells: [...REGISTRY.cells, cell("g2-c", 2, "street", "丙街道")],
  outlets: REGISTRY.outlets.map((o) => (o.id === "e1-DA001" ? { ...o, name: "旧名" } : o)),
};
const EDIT: RegistryEdit = {
  cells: { put: [], removed: ["g2-c"] },
  outlets: { put: REGISTRY.outlets.filter((o) => o.id === "e1-DA001"), removed: [] },
};

const boundary = { outlet: "e1-B1", pollutant: "a34001" } as const;
const limited = { limitId: "l1", limitValue: 100 } as const;
const VERDICTS = [
  aVerdict({ ...limited, start: T0, value: 110 }),
  aVerdict({ ...limited, start: NINE, value: 90, verdict: "compliant" }),
  aVerdict({ ...limited, start: plus(T0, 2 * HOUR), value: null, verdict: "cannot-judge", validity: "flagged" }),
  aVerdict({ ...limited, start: plus(T0, -8 * DAY), value: 400 }),
  aVerdict({ ...limited, outlet: "e2-DA001", start: plus(T0, -2 * DAY), value: 150 }),
  aVerdict({ ...boundary, start: NINE, value: 0.75, limitId: "l2", limitValue: 0.5 }),
];

const found = (id: string, rule: RuleId, start: Instant) => ({
  ...aFinding(id),
  rule,
  period: { start, end: plus(start, HOUR) },
});
const FINDINGS = [
  found("f1", "EXCEED-HOUR", T0),
  { ...found("f2", "FUG-UNREPORTED", NINE), ...boundary, status: "confirmed", level: "A3" } as const,
  { ...found("f3", "FUG-UNREPORTED", plus(T0, -20 * HOUR)), ...boundary, status: "withdrawn", level: "A3" } as const,
  { ...found("f4", "EXCEED-HOUR", plus(T0, -2 * DAY)), outlet: "e2-DA001", status: "confirmed", level: "A3" } as const,
  { ...found("f5", "FUG-PENDING", plus(T0, -17 * HOUR)), ...boundary },
  // The last hour of 22 November in Beijing, and the first of 23 November.
  { ...found("f6", "EXCEED-HOUR", plus(T0, -9 * HOUR)), outlet: "e2-DA001", status: "confirmed", level: "A3" } as const,
  { ...found("f7", "EXCEED-HOUR", plus(T0, -8 * HOUR)), outlet: "e2-DA001", status: "exempted", level: "A0" } as const,
  found("f8", "EXCEED-HOUR", plus(T0, -8 * DAY)),
];

const due = (at: Instant) => ({
  overdue: true,
  deadline: { at, kind: "check", source: { code: "default", facts: {} } as const },
});
const CASES = [
  aCase("c1", { number: "410199-2026-0001", ...due(NINE) }),
  aCase("c2", { number: "410199-2026-0002", state: "signal", level: "A2" }),
  aCase("c3", { number: "410199-2026-0003", state: "handling", cell: "g2-b", outlet: null, ...due(plus(T0, -DAY)) }),
  aCase("c4", { number: "410199-2026-0004", state: "archived" }),
  aCase("c5", { number: "410199-2026-0005" }),
];

/** Rows whose numbers are numbers: PostgreSQL counts in `bigint`, which arrives as a text. */
type Row = Readonly<Record<string, unknown>>;

const server = await startPostgres();

describe.skipIf(server === undefined)("panels that read from PostgreSQL", () => {
  let url = new URL("postgres://nobody@127.0.0.1:1/none");
  let dashboard = new pg.Client();

  beforeAll(async () => {
    url = new URL((await server?.newDatabase()) ?? url);
    await setUpRoles(url);
    // The product comes second, as its own role, and makes its tables then.
    const { records, close } = await openPostgresRecords({ url: asRole(url, "outfall"), collections: COLLECTIONS });
    const registries = [
      { seq: 1, at: T0, registry: aRegistry() },
      { seq: 2, at: T0, registry: FORMER },
      { seq: 3, at: T0, edit: EDIT },
    ];
    await records.commit(aBatch(3, { registries, verdicts: VERDICTS, findings: FINDINGS, subjects: caseWrites(...CASES) }));
    await close();
    dashboard = new pg.Client({ connectionString: asRole(url, "outfall_dashboard") });
    await dashboard.connect();
  });
  afterAll(async () => {
    await dashboard.end();
    await server?.stop();
  });

  /** Asked as the dashboard's role over the seven days before 11:00. */
  async function rowsOf(query: string, variables: Bindings["variables"] = {}): Promise<readonly Row[]> {
    const { rows } = await dashboard.query<Row>(bind(query, { from: plus(ELEVEN, -7 * DAY), to: ELEVEN, variables }));
    const numeric = (value: unknown): unknown => (typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value);
    return rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, numeric(value)])));
  }

  const lines = async (title: string, variables?: Bindings["variables"]) =>
    (await rowsOf(queryOf(title), variables)).map((row) => Object.values(row));

  const at = (start: Instant): Date => new Date(start);

  test("every panel and choice in SQL is tried here", () => {
    const inSql = LEADERSHIP.panels.filter((p) => p.targets.some((t) => t.rawSql !== undefined));

    expect(inSql).toHaveLength(10);
    expect(LEADERSHIP.templating.list.map((v) => v.name)).toEqual(["pollutant", "outlets"]);
  });

  test("an outlet counts as above its limit for three hours from the start of the hour", async () => {
    expect(await lines("近 3 小时高于限值的排口")).toEqual([[2]]);
  });

  test("undeclared emissions count in the chosen period, withdrawn ones do not", async () => {
    expect(await lines("未报备无组织排放数")).toEqual([[1]]);
    expect(await lines("未报备无组织排放 · 线索")).toEqual([[at(NINE), "演示水泥厂 东厂界", "a34001", "A3", "confirmed"]]);
  });

  test("a case is open until it is archived, dismissed or rejected", async () => {
    expect(await lines("在办案件数")).toEqual([[4]]);
  });

  test("hours above their limit come newest first with their share of it", async () => {
    expect(await lines("最近 24 小时高于限值的小时均值")).toEqual([
      [at(NINE), "演示水泥厂 东厂界", "a34001", 0.75, 0.5, 1.5],
      [at(T0), "演示水泥厂 窑尾", "a21026", 110, 100, 1.1],
    ]);
  });

  test("the shares of the limit are those of the chosen outlets, and an hour without a value is a gap", async () => {
    const both = { pollutant: ["a21026"], outlets: ["e1-DA001", "e2-DA001"] };

    expect(await lines("占限值比例 · 所选排口", both)).toEqual([
      [at(plus(T0, -2 * DAY)), "演示电厂 一号炉", 1.5],
      [at(T0), "演示水泥厂 窑尾", 1.1],
      [at(NINE), "演示水泥厂 窑尾", 0.9],
    ]);
    expect(await lines("占限值比例 · 所选排口", { pollutant: [""], outlets: [] })).toEqual([]);
  });

  test("open cases are counted by street, state and level, the most first", async () => {
    expect(await lines("在办案件 · 街道、状态、级别")).toEqual([
      ["甲街道", "reported", "A3", 2, 1],
      ["乙街道", "handling", "A3", 1, 1],
      ["甲街道", "signal", "A2", 1, 0],
    ]);
  });

  test("overdue cases come longest overdue first", async () => {
    expect(await lines("超期案件数")).toEqual([[2]]);
    expect(await rowsOf(queryOf("超期案件"))).toEqual([
      { 案件: "410199-2026-0003", 网格: "乙街道", 排口: null, 状态: "handling", 级别: "A3", 应于: at(plus(T0, -DAY)) },
      { 案件: "410199-2026-0001", 网格: "甲街道", 排口: "演示水泥厂 窑尾", 状态: "reported", 级别: "A3", 应于: at(NINE) },
    ]);
  });

  test("findings are counted by Beijing day, which begins at 16:00 UTC, and withdrawn ones do not count", async () => {
    const day = (number: number): Date => new Date(Date.UTC(2026, 10, number - 1, 16));

    expect(await lines("每日发现 · 按规则")).toEqual([
      [day(21), "EXCEED-HOUR", 1],
      [day(22), "EXCEED-HOUR", 1],
      [day(22), "FUG-PENDING", 1],
      [day(23), "EXCEED-HOUR", 2],
      [day(23), "FUG-UNREPORTED", 1],
    ]);
  });

  test("the choices offer the pollutant with the most exceeding hours and its outlets nearest to or above their limits first", async () => {
    expect(await rowsOf(choiceOf("pollutant"))).toEqual([
      { __value: "a21026", __text: "SO₂" },
      { __value: "a34001", __text: "TSP" },
    ]);
    expect(await rowsOf(choiceOf("outlets"), { pollutant: ["a21026"] })).toEqual([
      { __value: "e2-DA001", __text: "演示电厂 一号炉" },
      { __value: "e1-DA001", __text: "演示水泥厂 窑尾" },
    ]);
  });

  // Behaviour
  test("a database in use gets changed functions by running the file of the roles again", async () => {
    const superuser = new pg.Client({ connectionString: url.href });
    await superuser.connect();
    const before = await rowsOf("select number from dashboard.open_cases() order by number");
    await superuser.query("drop function dashboard.open_cases()");
    await superuser.query("create function dashboard.of_an_older_build() returns int language sql as 'select 1'");

    await setUpRoles(url);

    const old = await superuser.query("select to_regprocedure('dashboard.of_an_older_build()') as found");
    await superuser.end();
    expect(before.length).toBeGreaterThan(0);
    expect(await rowsOf("select number from dashboard.open_cases() order by number")).toEqual(before);
    expect(old.rows).toEqual([{ found: null }]);
  });

  // Behaviour
  test("the dashboard's role reads no table, and writes nothing", async () => {
    const superuser = new pg.Client({ connectionString: url.href });
    await superuser.connect();
    const { rows } = await superuser.query<{ readonly name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public'",
    );
    await superuser.end();
    const tables = rows.map((row) => row.name);

    expect(tables).toEqual(expect.arrayContaining(["users", "periods", "verdicts"]));
    for (const name of tables) {
      await expect(dashboard.query(`select * from public.${name}`), name).rejects.toThrow(/permission denied/);
    }
    await dashboard.query("set default_transaction_read_only = off");
    await expect(dashboard.query("create table dashboard.mine (id integer)")).rejects.toThrow(/permission denied/);
    await expect(dashboard.query("create function dashboard.f() returns int language sql as 'select 1'")).rejects.toThrow(
      /permission denied/,
    );
  });

  test("names are those of the registry in force, also where a version is kept as what it changed", async () => {
    const cells = await rowsOf("select id from dashboard.cells()");
    const outlets = await rowsOf("select id, name from dashboard.outlets()");

    expect(cells.map(({ id }) => id).sort()).toEqual(["g1", "g2-a", "g2-b"]);
    expect(outlets).toContainEqual({ id: "e1-DA001", name: "演示水泥厂 窑尾" });
    await expect(dashboard.query("select * from dashboard.registry_rows('people')")).rejects.toThrow(/permission denied/);
  });

  test("what the dashboard may call gives no person and no telephone number", async () => {
    for (const name of ["cells", "outlets", "open_cases"]) {
      expect(JSON.stringify(await rowsOf(`select * from dashboard.${name}()`))).not.toMatch(/演示甲|000-0001/);
    }
  });
});
