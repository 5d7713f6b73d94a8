import type { Words } from "../words/language.ts";
import { COLUMNS, DASHBOARD, PANELS } from "../words/leadership.ts";
import { DEFAULT_DECIMALS, FACTOR_CODES, pollutantDecimals, pollutantName } from "../words/pollutant-words.ts";
import { RULE_WORDS } from "../words/rule-words.ts";
import { CASE_STATE_WORDS, FINDING_STATUS_WORDS, LEVEL_WORDS } from "../words/states.ts";
import { chartPanel, choice, flux, numberPanel, sql, tablePanel, valueWords } from "./panels.ts";

// The leaders' dashboard as code: figures and cells, never a person. `npm run docs` writes
// provisioning/dashboards/leadership.json, which Grafana loads.

/** Codes with their Chinese words, as Grafana maps them. */
const chinese = (table: Readonly<Record<string, Words>>) =>
  valueWords(Object.entries(table).map(([code, texts]) => [code, texts.zh] as const));

const FACTORS = FACTOR_CODES.map((code) => [code, pollutantName(code, "zh")] as const);
const COLUMN = Object.fromEntries(Object.entries(COLUMNS).map(([key, texts]) => [key, texts.zh])) as Readonly<
  Record<keyof typeof COLUMNS, string>
>;

const pollutant = { mappings: valueWords(FACTORS) };
const hour = { unit: "time:YYYY-MM-DD HH:mm" };

/** How many decimals a value of the row's pollutant has at least. */
const DECIMALS = [...new Set(FACTOR_CODES.map(pollutantDecimals))]
  .filter((decimals) => decimals !== DEFAULT_DECIMALS)
  .map((decimals) => {
    const codes = FACTOR_CODES.filter((code) => pollutantDecimals(code) === decimals);
    return `when v.pollutant in (${codes.map((code) => `'${code}'`).join(", ")}) then ${decimals}`;
  })
  .join(" ");
const ROUNDED = `round(v.value::numeric, case ${DECIMALS} else ${DEFAULT_DECIMALS} end)::float8`;
// What is above its limit is never printed as the limit.
const MEAN = `case when ${ROUNDED} > v.limit_value then ${ROUNDED} else v.value end`;

const THIS_PERIOD = "$__timeFrom(), $__timeTo()";

// A lead of a boundary is over a limit, too, but never 超标: the words here are 高于限值 throughout.
const panels = [
  numberPanel({
    words: PANELS.outletsAbove,
    at: [0, 0, 5, 4],
    alarms: true,
    target: sql(`select count(distinct outlet) as "${COLUMN.outlet}"
from dashboard.verdicts($__timeTo()::timestamptz - interval '3 hours', $__timeTo())
where verdict = 'exceeding'`),
  }),
  numberPanel({
    words: PANELS.undeclared,
    at: [5, 0, 5, 4],
    alarms: true,
    target: sql(`select count(*) as "${COLUMN.leads}" from dashboard.findings(${THIS_PERIOD})
where rule = 'FUG-UNREPORTED' and status in ('provisional', 'confirmed')`),
  }),
  numberPanel({
    words: PANELS.openCases,
    at: [10, 0, 5, 4],
    target: sql(`select count(*) as "${COLUMN.case}" from dashboard.open_cases()`),
  }),
  numberPanel({
    words: PANELS.overdueCases,
    at: [15, 0, 4, 4],
    alarms: true,
    target: sql(`select count(*) as "${COLUMN.case}" from dashboard.open_cases() where overdue`),
  }),
  numberPanel({
    words: PANELS.newestReading,
    at: [19, 0, 5, 4],
    unit: "dateTimeFromNow",
    none: DASHBOARD.noData.zh,
    target: flux(`from(bucket: v.defaultBucket)
  |> range(start: v.timeRangeStart, stop: v.timeRangeStop)
  |> filter(fn: (r) => r._measurement == "reading" and r._field == "received_at")
  |> group()
  |> max()
  |> keep(columns: ["_value"])`),
  }),
  tablePanel({
    words: PANELS.hoursAbove,
    at: [0, 4, 12, 9],
    none: DASHBOARD.noHours.zh,
    columns: {
      [COLUMN.period]: hour,
      [COLUMN.factor]: pollutant,
      [COLUMN.share]: { unit: "percentunit", decimals: 0 },
    },
    target:
      sql(`select v.start as "${COLUMN.period}", coalesce(o.name, v.outlet) as "${COLUMN.outlet}", v.pollutant as "${COLUMN.factor}", ${MEAN} as "${COLUMN.mean}",
  v.limit_value as "${COLUMN.limit}", v.value / nullif(v.limit_value, 0) as "${COLUMN.share}"
from dashboard.verdicts($__timeTo()::timestamptz - interval '24 hours', $__timeTo()) v
left join dashboard.outlets() o on o.id = v.outlet
where v.verdict = 'exceeding'
order by v.start desc, v.value / nullif(v.limit_value, 0) desc nulls last, v.outlet
limit 100`),
  }),
  tablePanel({
    words: PANELS.leads,
    at: [12, 4, 12, 9],
    none: DASHBOARD.noLeads.zh,
    columns: {
      [COLUMN.period]: hour,
      [COLUMN.factor]: pollutant,
      [COLUMN.level]: { mappings: chinese(LEVEL_WORDS) },
      [COLUMN.state]: { mappings: chinese(FINDING_STATUS_WORDS) },
    },
    target:
      sql(`select f.start as "${COLUMN.period}", coalesce(o.name, f.outlet) as "${COLUMN.place}", f.pollutant as "${COLUMN.factor}", f.level as "${COLUMN.level}", f.status as "${COLUMN.state}"
from dashboard.findings(${THIS_PERIOD}) f
left join dashboard.outlets() o on o.id = f.outlet
where f.rule = 'FUG-UNREPORTED' and f.status in ('provisional', 'confirmed')
order by f.start desc, f.outlet
limit 100`),
  }),
  chartPanel({
    words: PANELS.shareOfLimit,
    at: [0, 13, 12, 9],
    unit: "percentunit",
    limitAt: 1,
    target: sql(
      `select v.start as "time", coalesce(o.name, v.outlet) as metric, v.value / nullif(v.limit_value, 0) as value
from dashboard.verdicts(${THIS_PERIOD}) v
left join dashboard.outlets() o on o.id = v.outlet
where v.pollutant = \${pollutant:sqlstring} and v.outlet ~ '^\${outlets:regex}$' and v.value is not null
order by v.start, v.outlet`,
      "time_series",
    ),
  }),
  chartPanel({
    words: PANELS.hourMeans,
    at: [12, 13, 12, 9],
    target: flux(`from(bucket: v.defaultBucket)
  |> range(start: v.timeRangeStart, stop: v.timeRangeStop)
  |> filter(fn: (r) => r._measurement == "reading" and r.basis == "hour" and r.pollutant == "\${pollutant}")
  |> filter(fn: (r) => r.outlet =~ /^\${outlets:regex}$/)
  |> filter(fn: (r) => r._field == "value" or r._field == "flag")
  |> pivot(rowKey: ["_time"], columnKey: ["_field"], valueColumn: "_value")
  |> filter(fn: (r) => r.flag == "N" or r.flag == "3")
  |> group(columns: ["outlet"])
  |> sort(columns: ["_time"])
  |> keep(columns: ["_time", "outlet", "value"])`),
  }),
  tablePanel({
    words: PANELS.casesByCell,
    at: [0, 22, 12, 9],
    none: DASHBOARD.noCases.zh,
    columns: { [COLUMN.state]: { mappings: chinese(CASE_STATE_WORDS) }, [COLUMN.level]: { mappings: chinese(LEVEL_WORDS) } },
    target:
      sql(`select coalesce(g.name, c.cell) as "${COLUMN.cell}", c.state as "${COLUMN.state}", c.level as "${COLUMN.level}", count(*) as "${COLUMN.case}",
  count(*) filter (where c.overdue) as "${COLUMN.overdue}"
from dashboard.open_cases() c
left join dashboard.cells() g on g.id = c.cell
group by 1, 2, 3
order by 4 desc, 1, 2, 3`),
  }),
  tablePanel({
    words: PANELS.overdueList,
    at: [12, 22, 12, 9],
    none: DASHBOARD.noOverdue.zh,
    columns: {
      [COLUMN.due]: { unit: "dateTimeFromNow" },
      [COLUMN.state]: { mappings: chinese(CASE_STATE_WORDS) },
      [COLUMN.level]: { mappings: chinese(LEVEL_WORDS) },
    },
    target:
      sql(`select c.number as "${COLUMN.case}", coalesce(g.name, c.cell) as "${COLUMN.cell}", coalesce(o.name, c.outlet) as "${COLUMN.outlet}", c.state as "${COLUMN.state}",
  c.level as "${COLUMN.level}", c.due_at as "${COLUMN.due}"
from dashboard.open_cases() c
left join dashboard.cells() g on g.id = c.cell
left join dashboard.outlets() o on o.id = c.outlet
where c.overdue
order by c.due_at nulls last, c.number
limit 100`),
  }),
  chartPanel({
    words: PANELS.findingsByDay,
    at: [0, 31, 12, 8],
    bars: true,
    names: RULE_WORDS,
    declared: ["FUG-CONSENTED"],
    target: sql(
      `select date_trunc('day', start, 'Asia/Shanghai') as "time", rule as metric, count(*) as value
from dashboard.findings(${THIS_PERIOD})
where status <> 'withdrawn'
group by 1, 2
order by 1, 2`,
      "time_series",
    ),
  }),
  tablePanel({
    words: PANELS.newestByOutlet,
    at: [12, 31, 12, 8],
    none: DASHBOARD.noData.zh,
    columns: { outlet: { displayName: COLUMN.outlet }, _value: { displayName: COLUMN.arrived, unit: "dateTimeFromNow" } },
    target: flux(`from(bucket: v.defaultBucket)
  |> range(start: v.timeRangeStart, stop: v.timeRangeStop)
  |> filter(fn: (r) => r._measurement == "reading" and r._field == "received_at")
  |> group(columns: ["outlet"])
  |> max()
  |> group()
  |> sort(columns: ["_value"])
  |> keep(columns: ["outlet", "_value"])`),
  }),
];

const factorName = FACTORS.map(([code, text]) => `when '${code}' then '${text}'`).join(" ");

/** The dashboard as Grafana loads it. */
export const LEADERSHIP_DASHBOARD = {
  uid: "outfall-leadership",
  title: DASHBOARD.title.zh,
  description:
    "The district now and over the last days: what is above its limit, what was not declared, and which cases wait for whom.",
  tags: ["outfall"],
  timezone: "Asia/Shanghai",
  weekStart: "monday",
  time: { from: "now-7d", to: "now" },
  refresh: "1m",
  editable: false,
  graphTooltip: 1,
  schemaVersion: 41,
  templating: {
    list: [
      choice({
        name: "pollutant",
        label: DASHBOARD.chooseFactor.zh,
        multi: false,
        query: `select pollutant as __value, case pollutant ${factorName} else pollutant end as __text
from dashboard.verdicts(${THIS_PERIOD})
group by pollutant
order by count(*) filter (where verdict = 'exceeding') desc, pollutant`,
      }),
      choice({
        name: "outlets",
        label: DASHBOARD.chooseOutlets.zh,
        multi: true,
        query: `select v.outlet as __value, coalesce(max(o.name), v.outlet) as __text
from dashboard.verdicts(${THIS_PERIOD}) v
left join dashboard.outlets() o on o.id = v.outlet
where v.pollutant = \${pollutant:sqlstring}
group by v.outlet
order by max(v.value / nullif(v.limit_value, 0)) desc nulls last, v.outlet
limit 5`,
      }),
    ],
  },
  panels: panels.map((panel, index) => ({ id: index + 1, ...panel })),
};
