// The few shapes of panels that a dashboard of ours is made of. A panel says what it shows in Chinese and, in its description, in English.

const INFLUXDB = { type: "influxdb", uid: "outfall-influxdb" };
export const POSTGRES = { type: "grafana-postgresql-datasource", uid: "outfall-postgres" };

/** A query in Flux, sent to InfluxDB. */
export const flux = (query) => ({ refId: "A", datasource: INFLUXDB, query });

/** A query in SQL, sent to PostgreSQL; `format` is `table` or `time_series`. */
export const sql = (rawSql, format = "table") => ({
  refId: "A",
  datasource: POSTGRES,
  editorMode: "code",
  rawQuery: true,
  format,
  rawSql,
});

const base = (type, { title, english, at: [x, y, w, h], target }) => ({
  type,
  title,
  description: english,
  gridPos: { x, y, w, h },
  datasource: target.datasource,
  targets: [target],
});

/** One number, in red from 1 on when `alarms`. Without colour otherwise: colour means state, nothing else. */
export function numberPanel(panel) {
  const steps = [{ color: "text", value: null }, ...(panel.alarms ? [{ color: "red", value: 1 }] : [])];
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

/** A table; `columns` gives the settings of single columns by name. */
export function tablePanel(panel) {
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

/** A chart over time. `bars` stacks bars; `limitAt` draws a dashed red line; axes begin at 0. */
export function chartPanel(panel) {
  const custom = panel.bars
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
      overrides: [],
    },
    options: { legend: { displayMode: "list", placement: "bottom", showLegend: true }, tooltip: { mode: "multi", sort: "desc" } },
  };
}

/** A choice at the top of the page whose options come from PostgreSQL as `__value` and `__text`. */
export const choice = ({ name, label, query, multi }) => ({
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

/** Words for codes in a column. */
export const words = (texts) => [
  { type: "value", options: Object.fromEntries(Object.entries(texts).map(([code, text], index) => [code, { text, index }])) },
];
