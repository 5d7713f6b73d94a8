// The leaders' dashboard as code. `node dashboards/leadership.mjs` writes provisioning/dashboards/leadership.json, which Grafana loads;
// with --check it only tells whether the file is up to date. Figures and cells, never a person.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chartPanel, choice, flux, numberPanel, sql, tablePanel, words } from "./panels.mjs";

const POLLUTANTS = {
  a21026: "SO₂",
  a21002: "NOx",
  a34013: "颗粒物",
  a34001: "TSP",
  a24088: "非甲烷总烃",
  a21001: "氨",
  w01018: "COD",
  w21003: "氨氮",
  w21011: "总磷",
  w21001: "总氮",
};

const STATES = {
  signal: "预警线索",
  reported: "上报",
  check: "核实",
  rejected: "不予受理",
  accepted: "受理",
  dispatched: "派遣",
  returned: "退回",
  handling: "处置",
  pending: "挂账",
  transferred: "移送",
  joint: "联合执法",
  filed: "行政立案",
  result: "处理反馈",
  verify: "核查",
  closed: "结案",
  feedback: "反馈公开",
  archived: "归档",
  reopened: "重新打开",
  dismissed: "误报",
};

const LEVELS = { A0: "A0 提示", A1: "A1 预警", A2: "A2 报警", A3: "A3 督办", A4: "A4 挂牌" };

const STATUSES = { provisional: "暂定", confirmed: "已确认", exempted: "已豁免", withdrawn: "已撤回" };

const pollutant = { mappings: words(POLLUTANTS) };
const hour = { unit: "time:YYYY-MM-DD HH:mm" };
const figure = { decimals: 2 };

const THIS_PERIOD = "$__timeFrom(), $__timeTo()";

// A lead of a boundary is over a limit, too, but never 超标: the words here are 高于限值 throughout.
const panels = [
  numberPanel({
    title: "近 3 小时高于限值的排口",
    english: "Outlets with an hour mean above its limit in the last three hours.",
    at: [0, 0, 5, 4],
    alarms: true,
    target: sql(`select count(distinct outlet) as "排口"
from dashboard.verdicts($__timeTo()::timestamptz - interval '3 hours', $__timeTo())
where verdict = 'exceeding'`),
  }),
  numberPanel({
    title: "未报备无组织排放数",
    english: "Unorganised emissions in the chosen period that nobody had declared and had consent for; withdrawn ones left out.",
    at: [5, 0, 5, 4],
    alarms: true,
    target: sql(`select count(*) as "线索" from dashboard.findings(${THIS_PERIOD})
where rule = 'FUG-UNREPORTED' and status in ('provisional', 'confirmed')`),
  }),
  numberPanel({
    title: "在办案件数",
    english: "Cases that somebody still has to do something about.",
    at: [10, 0, 5, 4],
    target: sql(`select count(*) as "案件" from dashboard.open_cases()`),
  }),
  numberPanel({
    title: "超期案件数",
    english: "Open cases whose running clock has passed.",
    at: [15, 0, 4, 4],
    alarms: true,
    target: sql(`select count(*) as "案件" from dashboard.open_cases() where overdue`),
  }),
  numberPanel({
    title: "最新读数到达",
    english: "When the newest reading of the district arrived. Old means that nothing on this page is of now.",
    at: [19, 0, 5, 4],
    unit: "dateTimeFromNow",
    none: "无数据",
    target: flux(`from(bucket: v.defaultBucket)
  |> range(start: v.timeRangeStart, stop: v.timeRangeStop)
  |> filter(fn: (r) => r._measurement == "reading" and r._field == "received_at")
  |> group()
  |> max()
  |> keep(columns: ["_value"])`),
  }),
  tablePanel({
    title: "最近 24 小时高于限值的小时均值",
    english: "Hour means above the limit in force in that hour, newest first, with the share of the limit.",
    at: [0, 4, 12, 9],
    none: "没有高于限值的小时",
    columns: { 时段: hour, 因子: pollutant, 均值: figure, 限值: figure, 占限值: { unit: "percentunit", decimals: 0 } },
    target: sql(`select v.start as "时段", coalesce(o.name, v.outlet) as "排口", v.pollutant as "因子", v.value as "均值",
  v.limit_value as "限值", v.value / nullif(v.limit_value, 0) as "占限值"
from dashboard.verdicts($__timeTo()::timestamptz - interval '24 hours', $__timeTo()) v
left join dashboard.outlets() o on o.id = v.outlet
where v.verdict = 'exceeding'
order by v.start desc, v.value / nullif(v.limit_value, 0) desc nulls last, v.outlet
limit 100`),
  }),
  tablePanel({
    title: "未报备无组织排放 · 线索",
    english: "Undeclared unorganised emissions as leads: when, where, how they stand. A lead is no legal exceedance.",
    at: [12, 4, 12, 9],
    none: "没有线索",
    columns: {
      时段: hour,
      因子: pollutant,
      级别: { mappings: words(LEVELS) },
      状态: { mappings: words(STATUSES) },
    },
    target:
      sql(`select f.start as "时段", coalesce(o.name, f.outlet) as "地点", f.pollutant as "因子", f.level as "级别", f.status as "状态"
from dashboard.findings(${THIS_PERIOD}) f
left join dashboard.outlets() o on o.id = f.outlet
where f.rule = 'FUG-UNREPORTED' and f.status in ('provisional', 'confirmed')
order by f.start desc, f.outlet
limit 100`),
  }),
  chartPanel({
    title: "占限值比例 · 所选排口",
    english: "Hour means as a share of the limit in force in that hour; the dashed line is the limit itself, equal is within.",
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
    title: "小时均值 · 所选排口",
    english: "Hour means as the devices reported them, in the unit of the channel; flagged hours are left out and stay gaps.",
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
    title: "在办案件 · 街道、状态、级别",
    english: "Open cases by second-level cell, state and alert level.",
    at: [0, 22, 12, 9],
    none: "没有在办案件",
    columns: { 状态: { mappings: words(STATES) }, 级别: { mappings: words(LEVELS) } },
    target: sql(`select coalesce(g.name, c.cell) as "网格", c.state as "状态", c.level as "级别", count(*) as "案件",
  count(*) filter (where c.overdue) as "超期"
from dashboard.open_cases() c
left join dashboard.cells() g on g.id = c.cell
group by 1, 2, 3
order by 4 desc, 1, 2, 3`),
  }),
  tablePanel({
    title: "超期案件",
    english: "Overdue cases, longest overdue first, with the cell that owns them. No names: a drill-down ends at the case.",
    at: [12, 22, 12, 9],
    none: "没有超期案件",
    columns: { 应于: { unit: "dateTimeFromNow" }, 状态: { mappings: words(STATES) }, 级别: { mappings: words(LEVELS) } },
    target:
      sql(`select c.number as "案件", coalesce(g.name, c.cell) as "网格", coalesce(o.name, c.outlet) as "排口", c.state as "状态",
  c.level as "级别", c.due_at as "应于"
from dashboard.open_cases() c
left join dashboard.cells() g on g.id = c.cell
left join dashboard.outlets() o on o.id = c.outlet
where c.overdue
order by c.due_at nulls last, c.number
limit 100`),
  }),
  chartPanel({
    title: "每日发现 · 按规则",
    english: "Findings by rule and Beijing day; withdrawn ones left out.",
    at: [0, 31, 12, 8],
    bars: true,
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
    title: "各排口最新读数到达",
    english: "When the newest reading of each outlet arrived, the most silent first.",
    at: [12, 31, 12, 8],
    none: "无数据",
    columns: { outlet: { displayName: "排口" }, _value: { displayName: "到达", unit: "dateTimeFromNow" } },
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

const symbol = Object.entries(POLLUTANTS)
  .map(([code, text]) => `when '${code}' then '${text}'`)
  .join(" ");

const dashboard = {
  uid: "outfall-leadership",
  title: "全区态势",
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
        label: "因子",
        multi: false,
        query: `select pollutant as __value, case pollutant ${symbol} else pollutant end as __text
from dashboard.verdicts(${THIS_PERIOD})
group by pollutant
order by count(*) filter (where verdict = 'exceeding') desc, pollutant`,
      }),
      choice({
        name: "outlets",
        label: "占限值最高的五个排口",
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

const file = fileURLToPath(new URL("provisioning/dashboards/leadership.json", import.meta.url));
const text = `${JSON.stringify(dashboard, null, 2)}\n`;
if (!process.argv.includes("--check")) writeFileSync(file, text);
else if (readFileSync(file, "utf8") !== text) process.exitCode = 1;
