import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { formatIso, type Instant } from "../../core/time.ts";

export const ROOT = resolve(import.meta.dirname, "../..");
export const DASHBOARD_FILE = join(ROOT, "dashboards/provisioning/dashboards/leadership.json");

interface DataSource {
  readonly type: string;
  readonly uid: string;
}

interface Target {
  readonly datasource: DataSource;
  readonly query?: string;
  readonly rawSql?: string;
}

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly description: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly Target[];
  readonly fieldConfig: {
    readonly overrides: readonly {
      readonly matcher: { readonly options: string };
      readonly properties: readonly { readonly value: unknown }[];
    }[];
  };
}

interface Variable {
  readonly name: string;
  readonly datasource: DataSource;
  readonly query: string;
}

/** The parts of a Grafana dashboard that its tests look at. */
export interface Dashboard {
  readonly uid: string;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly Variable[] };
}

/** The file as Grafana loads it. */
export const LEADERSHIP = JSON.parse(readFileSync(DASHBOARD_FILE, "utf8")) as Dashboard;

/** What Grafana puts into a query before it sends it. */
export interface Bindings {
  readonly from: Instant;
  readonly to: Instant;
  readonly bucket?: string;
  readonly variables: Readonly<Record<string, readonly string[]>>;
}

/** The one query of a panel, by the panel's title. @throws when there is no such panel. */
export function queryOf(title: string): string {
  const panel = LEADERSHIP.panels.find((p) => p.title === title);
  const query = panel?.targets[0]?.rawSql ?? panel?.targets[0]?.query;
  if (query === undefined) throw new Error(`the dashboard has no panel ${title}`);
  return query;
}

/** The query behind a choice at the top of the page. @throws when there is no such choice. */
export function choiceOf(name: string): string {
  const variable = LEADERSHIP.templating.list.find((v) => v.name === name);
  if (variable === undefined) throw new Error(`the dashboard has no choice ${name}`);
  return variable.query;
}

/**
 * Does what Grafana does before it sends a query: macros of the time range and the bucket, and the page's variables in
 * their formats.
 */
export function bind(query: string, { from, to, bucket = "", variables }: Bindings): string {
  const bound = query
    .replaceAll("$__timeFrom()", `'${formatIso(from)}'`)
    .replaceAll("$__timeTo()", `'${formatIso(to)}'`)
    .replaceAll("v.timeRangeStart", formatIso(from))
    .replaceAll("v.timeRangeStop", formatIso(to))
    .replaceAll("v.defaultBucket", JSON.stringify(bucket))
    .replaceAll(/\$\{(\w+)(?::(\w+))?\}/g, (_, name: string, format = "raw") => formatted(variables[name], format));
  const left = /\$__\w+|\bv\.(?:timeRange|windowPeriod|defaultBucket|bucket|organization)\w*|\$\{/.exec(bound);
  if (left !== null) throw new Error(`the tests do not know what Grafana makes of ${left[0]}`);
  return bound;
}

function formatted(values: readonly string[] | undefined, format: string): string {
  if (values === undefined) throw new Error("a query names an unknown variable");
  if (format === "sqlstring") return values.map((v) => `'${v.replaceAll("'", "''")}'`).join(",");
  if (format === "regex") {
    const escaped = values.map((v) => v.replaceAll(/[\\^$*+?.()|[\]{}/]/g, "\\$&"));
    return escaped.length === 1 ? (escaped[0] ?? "") : `(${escaped.join("|")})`;
  }
  return values.join(",");
}
