import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { COLLECTIONS } from "../../cases/all-subjects.ts";
import { CASE_STATES } from "../../cases/case/case.ts";
import { CASES } from "../../cases/case/case-collection.ts";
import { POLLUTANTS, UNCONFIRMED_FACTORS } from "../../core/readings/pollutants.ts";
import { LEADERSHIP_DASHBOARD } from "../../dashboards/leadership.ts";
import { RULE_IDS } from "../../rules/all-rules.ts";
import { tablesOf } from "../../storage/records/subject-columns.ts";
import { READING, READING_VERSION } from "../../storage/series/influx-points.ts";
import { PANELS } from "../../words/leadership.ts";
import { RULE_WORDS } from "../../words/rule-words.ts";
import { DASHBOARD_FILE, LEADERSHIP, ROOT } from "./leadership.ts";

const PROVISIONING = join(ROOT, "dashboards/provisioning");
const TEXT = readFileSync(DASHBOARD_FILE, "utf8");
const ROLES = readFileSync(join(ROOT, "dashboards/postgres/roles.sql"), "utf8");

interface Provisioned {
  readonly apiVersion: number;
  readonly datasources?: readonly {
    readonly uid: string;
    readonly type: string;
    readonly secureJsonData: Record<string, string>;
  }[];
  readonly providers?: readonly { readonly options: { readonly path: string } }[];
}

function provisioned(folder: string): Provisioned {
  const [file = ""] = readdirSync(join(PROVISIONING, folder)).filter((name) => name.endsWith(".yaml"));
  return parse(readFileSync(join(PROVISIONING, folder, file), "utf8")) as Provisioned;
}

const queries = LEADERSHIP.panels.flatMap((panel) => panel.targets);

test("the dashboard's file is what its source writes", () => {
  expect(TEXT).toBe(`${JSON.stringify(LEADERSHIP_DASHBOARD, null, 2)}\n`);
});

test("every panel and choice reads from a data source that is provisioned, under its type", () => {
  const known = provisioned("datasources").datasources?.map(({ uid, type }) => ({ uid, type }));

  for (const { datasource } of [...queries, ...LEADERSHIP.templating.list]) expect(known).toContainEqual(datasource);
});

test("no secret of a data source stands in its file", () => {
  const secrets = provisioned("datasources").datasources?.flatMap((d) => Object.values(d.secureJsonData)) ?? [];

  expect(secrets).toHaveLength(2);
  for (const secret of secrets) expect(secret).toMatch(/^\$[A-Z_]+$|^\$__file\{\/run\/\S+\}$/);
});

test("Grafana looks for dashboards where the compose file puts them", () => {
  expect(provisioned("dashboards").providers?.map((p) => p.options.path)).toEqual(["/etc/grafana/provisioning/dashboards"]);
});

test("every panel has a Chinese title of its own and an English description, and panels do not overlap", () => {
  expect(new Set(LEADERSHIP.panels.map((p) => p.title)).size).toBe(LEADERSHIP.panels.length);
  const taken = new Set<string>();
  for (const {
    title,
    description,
    gridPos: { x, y, w, h },
  } of LEADERSHIP.panels) {
    expect(title).toMatch(/\p{Script=Han}/u);
    expect(description).toMatch(/^[A-Z][\x20-\x7e]+\.$/);
    expect(x + w).toBeLessThanOrEqual(24);
    for (let cell = 0; cell < w * h; cell += 1) {
      const place = `${x + (cell % w)}/${y + Math.floor(cell / w)}`;
      expect(taken.has(place), `${title} covers ${place} again`).toBe(false);
      taken.add(place);
    }
  }
});

test("every measurement, field, function and table that a query names exists", () => {
  const measurements = [...TEXT.matchAll(/_measurement == \\"(\w+)\\"/g)].map((m) => m[1]);
  const functions = [...TEXT.matchAll(/dashboard\.(\w+)\(/g)].map((m) => m[1]);
  const schema = readFileSync(join(ROOT, "storage/records/schema.ts"), "utf8");

  expect(measurements.length).toBeGreaterThan(0);
  for (const name of measurements) expect([READING, READING_VERSION]).toContain(name);
  expect(functions.length).toBeGreaterThan(0);
  for (const name of functions) expect(ROLES).toContain(`create function dashboard.${name}(`);
  const ofCasework = COLLECTIONS.map((collection) => tablesOf(collection).table);
  for (const [, table = ""] of ROLES.matchAll(/public\.(\w+)/g)) {
    if (!ofCasework.includes(table)) expect(schema).toContain(`readonly ${table}: `);
  }
});

test("every column of the table of cases that a query names is one of its collection", () => {
  const columns = ["document", ...tablesOf(CASES).columns.map((c) => c.name)];

  const named = [...ROLES.matchAll(/\bc\.(\w+)/g)].map((m) => m[1]);

  expect(named.length).toBeGreaterThan(0);
  for (const column of named) expect(columns).toContain(column);
});

test("the rules of the chart of findings are called by their Chinese words", () => {
  const chart = LEADERSHIP.panels.find((p) => p.title === PANELS.findingsByDay.zh);
  const named = chart?.fieldConfig.overrides.map(({ matcher, properties }) => [matcher.options, properties[0]?.value]);

  expect(named).toEqual(RULE_IDS.map((rule) => [rule, RULE_WORDS[rule].zh]));
});

test("every state of a case and every pollutant of the table has a word on the dashboard", () => {
  for (const state of CASE_STATES) expect(TEXT).toContain(`"${state}": {`);
  const codes = new Set([...TEXT.matchAll(/"([awdp]\d{5})": \{/g)].map((m) => m[1]));

  expect(codes).toEqual(new Set([...POLLUTANTS.keys(), ...UNCONFIRMED_FACTORS.keys()]));
});

test("no panel asks for a person", () => {
  expect(TEXT).not.toMatch(/actor|person|phone|username|submitted_by|decided_by|assignee|handler/i);
  expect(ROLES).not.toMatch(
    /'(people|assignments|assignee|handler|actorName|submittedBy|decidedBy)'|public\.(users|tokens|sessions|timeline|audit)/,
  );
});
