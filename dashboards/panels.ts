import type { Words } from "../words/language.ts";

// The few shapes of panels that the dashboard is made of. Its title says in Chinese what a panel shows, its description
// in English.

const INFLUXDB = { type: "influxdb", uid: "outfall-influxdb" };
const POSTGRES = { type: "grafana-postgresql-datasource", uid: "outfall-postgres" };

interface Target {
  readonly refId: string;
  readonly datasource: typeof INFLUXDB;
}

interface Panel<T extends Target = Target> {
  readonly words: Words;
  /** Column, row, width and height on Grafana's grid of 24 columns. */
  readonly at: readonly [x: number, y: number, w: number, h: number];
  readonly target: T;
  readonly unit?: string;
}

/** A query in Flux, sent to InfluxDB. */
export const flux = (query: string) => ({ refId: "A", datasource: INFLUXDB, query });

/** A query in SQL, sent to PostgreSQL. */
export const sql = (rawSql: string, format: "table" | "time_series" = "table") => ({
  refId: "A",
  datasource: POSTGRES,
  editorMode: "code",
  rawQuery: true,
  format,
  rawSql,
});

const base = <T extends Target>(type: string, { words, at: [x, y, w, h], target }: Panel<T>) => ({
  type,
  title: words.zh,
  description: words.en,
  gridPos: { x, y, w, h },
  datasource: target.datasource,
  targets: [target],
});

/** One number, in red from 1 on when `alarms`. Without colour otherwise: colour means state, nothing else. */
export function numberPanel<T extends Target>(panel: Panel<T> & { readonly alarms?: boolean; readonly none?: string }) {
  const steps = [{ color: "text", value: null as number | null }, ...(panel.alarms === true ? [{ color: "red", value: 1 }] : [])];
  return {
    ...base("stat", panel),
    fieldConfig: {
      defaults: { unit: panel.unit ?? "none", noValue: panel.none ?? "—", thresholds: { mode: "absolute", steps } },
      overrides: [],
    },
    options: {
      colorMode: "value",
      graphMode: "none",
      textMode: "value",
      reduceOptions: { calcs: ["lastNotNull"], fields: "/.*/" },
    },
  };
}

type ColumnSettings = Readonly<Record<string, unknown>>;

/** A table; `columns` gives the settings of single columns by name. */
export function tablePanel<T extends Target>(
  panel: Panel<T> & { readonly none?: string; readonly columns?: Readonly<Record<string, ColumnSettings>> },
) {
  return {
    ...base("table", panel),
    fieldConfig: {
      defaults: { noValue: panel.none ?? "—", custom: { align: "auto", cellOptions: { type: "auto" } } },
      overrides: Object.entries(panel.columns ?? {}).map(([name, settings]) => ({
        matcher: { id: "byName", options: name },
        properties: Object.entries(settings).map(([id, value]) => ({ id, value })),
      })),
    },
    options: { showHeader: true, cellHeight: "sm" },
  };
}

interface Chart {
  readonly none?: string;
  readonly bars?: boolean;
  readonly limitAt?: number;
  /** What series are called, by their name in the answer. */
  readonly names?: Readonly<Record<string, Words>>;
  /** Series that are blue, since they are declared; the others have the colours of the palette. */
  readonly declared?: readonly string[];
}

/** A chart over time. `bars` stacks bars; `limitAt` draws a dashed red line; axes begin at 0. */
export function chartPanel<T extends Target>(panel: Panel<T> & Chart) {
  const custom =
    panel.bars === true
      ? { drawStyle: "bars", fillOpacity: 80, lineWidth: 0, stacking: { mode: "normal" } }
      : { drawStyle: "line", lineWidth: 1, spanNulls: false, showPoints: "auto" };
  const line = panel.limitAt === undefined ? [] : [{ color: "red", value: panel.limitAt }];
  return {
    ...base("timeseries", panel),
    fieldConfig: {
      defaults: {
        min: 0,
        unit: panel.unit ?? "none",
        noValue: panel.none ?? "—",
        custom: { ...custom, thresholdsStyle: { mode: line.length > 0 ? "dashed" : "off" } },
        thresholds: { mode: "absolute", steps: [{ color: "text", value: null }, ...line] },
      },
      overrides: Object.entries(panel.names ?? {}).map(([series, { zh }]) => ({
        matcher: { id: "byName", options: series },
        properties: [
          { id: "displayName", value: zh },
          ...(panel.declared?.includes(series) === true ? [{ id: "color", value: { mode: "fixed", fixedColor: "blue" } }] : []),
        ],
      })),
    },
    options: { legend: { displayMode: "list", placement: "bottom", showLegend: true }, tooltip: { mode: "multi", sort: "desc" } },
  };
}

/** A choice at the top of the page whose options come from PostgreSQL as `__value` and `__text`. */
export const choice = ({
  name,
  label,
  query,
  multi,
}: {
  readonly name: string;
  readonly label: string;
  readonly query: string;
  readonly multi: boolean;
}) => ({
  type: "query",
  name,
  label,
  datasource: POSTGRES,
  query,
  definition: query,
  refresh: 2,
  sort: 0,
  multi,
  includeAll: multi,
  options: [],
  current: multi ? { text: ["All"], value: ["$__all"] } : {},
});

/** Words for the codes in a column. */
export const valueWords = (texts: readonly (readonly [code: string, text: string])[]) => [
  { type: "value", options: Object.fromEntries(texts.map(([code, text], index) => [code, { text, index }])) },
];
