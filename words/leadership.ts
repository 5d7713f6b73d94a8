import type { Words } from "./language.ts";

/** The panels of the leaders' dashboard. In Chinese as titles, in English as descriptions. */
export const PANELS = {
  outletsAbove: { zh: "近 3 小时高于限值的排口", en: "Outlets with an hour mean above its limit in the last three hours." },
  undeclared: {
    zh: "未报备无组织排放数",
    en: "Unorganised emissions in the chosen period that nobody had declared and had consent for; withdrawn ones left out.",
  },
  openCases: { zh: "在办案件数", en: "Cases that somebody still has to do something about." },
  overdueCases: { zh: "超期案件数", en: "Open cases whose running clock has passed." },
  newestReading: {
    zh: "最新读数到达",
    en: "When the newest reading of the district arrived. Old means that nothing on this page is of now.",
  },
  hoursAbove: {
    zh: "最近 24 小时高于限值的小时均值",
    en: "Hour means above the limit in force in that hour, newest first, with the share of the limit.",
  },
  leads: {
    zh: "未报备无组织排放 · 线索",
    en: "Undeclared unorganised emissions as leads: when, where, how they stand. A lead is no legal exceedance.",
  },
  shareOfLimit: {
    zh: "占限值比例 · 所选排口",
    en: "Hour means as a share of the limit in force in that hour; the dashed line is the limit itself, equal is within.",
  },
  hourMeans: {
    zh: "小时均值 · 所选排口",
    en: "Hour means as the devices reported them, in the unit of the channel; flagged hours are left out and stay gaps.",
  },
  casesByCell: { zh: "在办案件 · 街道、状态、级别", en: "Open cases by second-level cell, state and alert level." },
  overdueList: {
    zh: "超期案件",
    en: "Overdue cases, longest overdue first, with the cell that owns them. No names: a drill-down ends at the case.",
  },
  findingsByDay: { zh: "每日发现 · 按规则", en: "Findings by rule and Beijing day; withdrawn ones left out." },
  newestByOutlet: {
    zh: "各排口最新读数到达",
    en: "When the newest reading of each outlet arrived, the most silent first.",
  },
} as const satisfies Readonly<Record<string, Words>>;

/** The columns of the dashboard's tables. */
export const COLUMNS = {
  outlets: { zh: "排口", en: "Outlets" },
  outlet: { zh: "排口", en: "Outlet" },
  place: { zh: "地点", en: "Place" },
  period: { zh: "时段", en: "Period" },
  factor: { zh: "因子", en: "Factor" },
  mean: { zh: "均值", en: "Mean" },
  limit: { zh: "限值", en: "Limit" },
  share: { zh: "占限值", en: "Share of limit" },
  leads: { zh: "线索", en: "Leads" },
  level: { zh: "级别", en: "Level" },
  state: { zh: "状态", en: "State" },
  cell: { zh: "网格", en: "Cell" },
  case: { zh: "案件", en: "Case" },
  overdue: { zh: "超期", en: "Overdue" },
  due: { zh: "应于", en: "Due" },
  arrived: { zh: "到达", en: "Arrived" },
} as const satisfies Readonly<Record<string, Words>>;

/** What stands on the dashboard beside its panels. */
export const DASHBOARD = {
  title: { zh: "全区态势", en: "The district" },
  chooseFactor: { zh: "因子", en: "Factor" },
  chooseOutlets: { zh: "占限值最高的五个排口", en: "The five outlets with the highest share of their limit" },
  noData: { zh: "无数据", en: "No data" },
  noHours: { zh: "没有高于限值的小时", en: "No hour above its limit" },
  noLeads: { zh: "没有线索", en: "No leads" },
  noCases: { zh: "没有在办案件", en: "No open cases" },
  noOverdue: { zh: "没有超期案件", en: "No overdue cases" },
} as const satisfies Readonly<Record<string, Words>>;
