import type { Say } from "../../i18n/say.ts";
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
  "decl.reason": { zh: "理由（与答复一起留存，企业可见）", en: "Reason (kept with the answer; the enterprise sees it)" },
  "decl.reasonNeeded": { zh: "请写明理由", en: "Please give a reason" },
  "decl.confirm": { zh: "确认{answer}", en: "Confirm: {answer}" },
  "decl.dialogTitle": { zh: "{answer}：{enterprise}的申报", en: "{answer}: the declaration of {enterprise}" },
  "decl.decidedBy": { zh: "决定人：", en: "Decided by: " },
  "decl.done.consent": { zh: "已同意", en: "Consent given" },
  "decl.done.refuse": { zh: "已答复不同意", en: "Refused" },
  "decl.done.return": { zh: "已退回补充", en: "Returned" },
  "decl.means.declared": { zh: "申报时段：{period}", en: "Declared: {period}" },
  "decl.means.fromNow": {
    zh: "同意从您确认的那一刻起算，不追溯：此前的排放仍按未报备处理。",
    en: "Consent counts from the moment you confirm it, never backwards: what was emitted before stays undeclared.",
  },
  "decl.means.limit": {
    zh: "同意只表示已经报备，不使超标合法：超过限值仍是超标，照常判定和办案。",
    en: "Consent only means that the emission is reported. It does not legalise an exceedance: that is judged and handled as ever.",
  },
  "decl.means.refuse": {
    zh: "不同意：这一时段内的排放按未报备处理。答复后不能更改，企业可以重新申报。",
    en: "Refused: what is emitted in this time is undeclared. The answer is final; the enterprise may declare anew.",
  },
  "decl.means.return": {
    zh: "退回补充：不算同意，时段内的排放按未报备处理。请写明要补充什么，企业须重新申报。",
    en: "Returned: this is no consent, and what is emitted is undeclared. Say what is missing; the enterprise declares anew.",
  },
  "decl.past.part.new": {
    zh: "此时段已经开始：同意不追溯，已经过去的部分和答复之前的部分都不能算作已报备。",
    en: "This window has begun: consent never counts backwards, so neither what is over nor what passes before the answer can count as reported.",
  },
  "decl.past.whole.new": {
    zh: "此时段已经过去：同意不追溯，提交后即使同意也不起任何作用。请检查日期。",
    en: "This window is over already: consent never counts backwards and would have no effect. Check the dates.",
  },
  "decl.past.part.submitted": {
    zh: "申报时段已经开始：现在同意，只从 {from} 起算，此前的排放仍是未报备。",
    en: "The window has begun: consent given now counts from {from} on; what was emitted before stays undeclared.",
  },
  "decl.past.whole.submitted": {
    zh: "申报时段已经全部过去：现在同意不起任何作用。",
    en: "The whole window is over: consent given now has no effect.",
  },
  "decl.past.part.consented": {
    zh: "答复时时段已经开始：同意从 {from} 起算，此前的排放仍是未报备。",
    en: "The window had begun when it was answered: consent counts from {from} on; what was emitted before stays undeclared.",
  },
  "decl.past.whole.consented": {
    zh: "答复时时段已经全部过去：这次同意不覆盖任何排放。",
    en: "The whole window was over when it was answered: this consent covers nothing.",
  },
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
  "decl.answeredAt": { zh: "{by}，{at} 答复：{answer}", en: "{by}, answered {at}: {answer}" },
  "decl.why": { zh: "理由：{reason}", en: "Reason: {reason}" },
  "decl.timeline": { zh: "前 2 天至后 7 天", en: "From 2 days ago to 7 days ahead" },
  "decl.nowLine": { zh: "现在", en: "now" },
  "decl.waiting": { zh: "{n} 件待答复", en: "{n} waiting for an answer" },
} as const satisfies WordsTable;

/** Says a phrase of this area, or a common one. */
export type DeclarationSay = Say<keyof typeof declarationWords>;
