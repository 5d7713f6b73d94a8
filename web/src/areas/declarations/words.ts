import type { WordsTable } from "../../i18n/words-table.ts";

/** The words of declarations. */
export const declarationWords = {
  "decl.approvals": { zh: "申报审批", en: "Declarations" },
  "decl.title": { zh: "申报", en: "Declarations" },
  "decl.new": { zh: "新申报", en: "New declaration" },
  "decl.about": {
    zh: "同意表示已经报备，从给出同意的那一刻起算，不追溯；没有答复不等于同意；超过限值仍是超标。",
    en: "Consent means that the emission is reported. It counts from the moment it is given, never backwards; no answer is not consent; exceeding a limit stays exceeding.",
  },
  "decl.due": {
    zh: "分局应在 {at} 前答复（默认 4 个工作小时）。",
    en: "The bureau should answer by {at} (4 working hours by default).",
  },
  "decl.dueBefore": {
    zh: "提交后分局默认在 4 个工作小时内答复，请尽量提前 24 小时申报。",
    en: "The bureau answers within 4 working hours by default; please declare 24 hours ahead where you can.",
  },
  "decl.enterprise": { zh: "企业", en: "Enterprise" },
  "decl.outlets": { zh: "排口", en: "Outlets" },
  "decl.pollutants": { zh: "污染物", en: "Pollutants" },
  "decl.cause": { zh: "原因", en: "Cause" },
  "decl.cause.maintenance": { zh: "检修", en: "Maintenance" },
  "decl.cause.process": { zh: "工艺需要", en: "Process" },
  "decl.from": { zh: "开始（北京时间）", en: "From (Beijing time)" },
  "decl.to": { zh: "结束（北京时间）", en: "To (Beijing time)" },
  "decl.hours": {
    zh: "数据按整小时判定：一个小时全部落在已同意的时段内，才算已报备。",
    en: "Data are judged by the hour: an hour counts as reported when all of it lies in what was consented to.",
  },
  "decl.hoursHeld": {
    zh: "此时段完整包含 {from} 至 {to}，共 {n} 个整小时。",
    en: " This window holds {from} to {to}: {n} whole hours.",
  },
  "decl.hoursNone": {
    zh: "此时段不含任何整小时，单独不起作用：请把开始提前或把结束推后到整点。",
    en: " This window holds no whole hour and has no effect alone: let it begin or end at the full hour.",
  },
  "decl.hoursParts": {
    zh: "首尾不满整小时的部分单独不算，与相邻申报首尾相接并都获同意时才算。",
    en: " The parts of hours at its ends do not count alone, only together with a declaration that meets it there.",
  },
  "decl.measures": { zh: "控制措施", en: "Measures" },
  "decl.note": { zh: "备注", en: "Note" },
  "decl.submit": { zh: "提交申报", en: "Submit" },
  "decl.submitted": { zh: "已提交", en: "Submitted" },
  "decl.consent": { zh: "同意", en: "Consent" },
  "decl.refuse": { zh: "不同意", en: "Refuse" },
  "decl.return": { zh: "退回补充", en: "Return" },
  "decl.reason": { zh: "理由", en: "Reason" },
  "decl.reasonNeeded": { zh: "请写明理由", en: "Please give a reason" },
  "decl.order": { zh: "结束须晚于开始", en: "The end must be after the beginning" },
  "decl.empty": { zh: "还没有申报", en: "No declarations yet" },
  "decl.emptyHintEnterprise": {
    zh: "检修或工艺需要会有无组织排放时，点“新申报”，事先征得同意。",
    en: "When maintenance or the process will emit outside the stack, declare it first and wait for consent.",
  },
  "decl.emptyHintBureau": {
    zh: "企业提交申报后会出现在这里，等您答复。",
    en: "What enterprises declare appears here and waits for your answer.",
  },
  "decl.period": { zh: "时段", en: "Period" },
  "decl.answer": { zh: "答复", en: "Answer" },
  "decl.answeredAt": { zh: "{by} 于 {at} 答复", en: "{by} answered {at}" },
  "decl.timeline": { zh: "前 2 天至后 7 天", en: "From 2 days ago to 7 days ahead" },
  "decl.nowLine": { zh: "现在", en: "now" },
  "decl.waiting": { zh: "{n} 件待答复", en: "{n} waiting for an answer" },
} as const satisfies WordsTable;
