import type { Case, ClockSourceCodes } from "../cases/case/case.ts";
import type { CaseRefusalCodes } from "../cases/case/case-refusal-codes.ts";
import type { CaseNoteCodes, PassedClock } from "../cases/case/notes.ts";
import type { CaseTitle } from "../cases/case/title.ts";
import type { TimelineEntry } from "../core/casework/timeline.ts";
import type { Said } from "../core/said.ts";
import { formatBeijing } from "../core/time.ts";
import { fieldsSaid } from "./case-fields.ts";
import type { Language, Words } from "./language.ts";
import { NO_NAMES, type Telling } from "./names.ts";
import { caseStateWords } from "./states.ts";
import type { SubjectWords } from "./subject-words.ts";
import { SHORT_TITLES, TITLES } from "./titles.ts";
import { findingSentence } from "./verdict.ts";
import { say, type WordTable } from "./word-table.ts";

/** The rule that a clock of a case comes from. */
export const CLOCK_SOURCES: WordTable<ClockSourceCodes> = {
  law: { zh: ({ provision }) => provision, en: ({ provision }) => provision },
  default: { zh: "平台默认时限", en: "the platform's default" },
  approved: { zh: "延期审批", en: "the extension that was granted" },
};

/** What the engine notes in the timeline of a case. */
export const CASE_NOTES: WordTable<CaseNoteCodes> = {
  finding: {
    zh: (facts, names) => findingSentence(facts, { language: "zh", names }),
    en: (facts, names) => findingSentence(facts, { language: "en", names }),
  },
  "raised-by-level": {
    zh: ({ level }) => `级别 ${level}，自动上报二级网格`,
    en: ({ level }) => `level ${level}: reported to the second-level cell`,
  },
  lowered: {
    zh: ({ level }) => `仍成立的线索最高为 ${level}，尚未有人处理，退回预警线索`,
    en: ({ level }) => `what still stands is of level ${level} and nobody has acted: back to an alert`,
  },
  "end-proposed": {
    zh: "全部线索已撤回，停止计时，建议结束本案",
    en: "all findings were withdrawn: the clock stops, and ending the case is proposed",
  },
  "merged-from": {
    zh: ({ number }) => `并入案件 ${number}：两段超标已连成一段`,
    en: ({ number }) => `case ${number} goes on in this one: their incidents have become one`,
  },
  "merged-into": {
    zh: ({ number }) => `并入案件 ${number} 继续办理：两段超标已连成一段`,
    en: ({ number }) => `goes on in case ${number}: their incidents have become one`,
  },
  "parted-from": {
    zh: ({ number }) => `自案件 ${number} 分出：中间线索撤回，已分为两段`,
    en: ({ number }) => `parted from case ${number}: what lay between was withdrawn`,
  },
  "parted-into": {
    zh: ({ number }) => `后一段另立案件 ${number}：中间线索撤回，已分为两段`,
    en: ({ number }) => `the later part is case ${number} now: what lay between was withdrawn`,
  },
  "handed-over": {
    zh: ({ from, to }, names) => `${names.cell(from)}已不再设置，移交${names.cell(to)}`,
    en: ({ from, to }, names) => `${names.cell(from)} is no longer in force: handed over to ${names.cell(to)}`,
  },
  "all-withdrawn": {
    zh: "全部线索已撤回，自动按误报结束",
    en: "all findings were withdrawn: ended as a false alarm",
  },
  overdue: {
    zh: (clock) => `超过时限，转 B 角和本网格负责人（${clockText(clock, "zh")}）`,
    en: (clock) => `overdue: goes to the deputy and the leader of the cell (${clockText(clock, "en")})`,
  },
  "next-level": {
    zh: (clock) => `超时 ${clock.after} 个工作小时，上升一级网格（${clockText(clock, "zh")}）`,
    en: (clock) => `overdue by ${clock.after} working hours: goes to the next level of the grid (${clockText(clock, "en")})`,
  },
  supervised: {
    zh: (clock) => `超时 ${clock.after} 小时，列入督办（${clockText(clock, "zh")}）`,
    en: (clock) => `overdue by ${clock.after} hours: supervised (${clockText(clock, "en")})`,
  },
  "leading-group": {
    zh: (clock) => `超时 ${clock.after} 小时，报领导小组办公室（${clockText(clock, "zh")}）`,
    en: (clock) => `overdue by ${clock.after} hours: goes to the leading-group office (${clockText(clock, "en")})`,
  },
};

function clockText({ at, source }: PassedClock, language: Language): string {
  const rule = say(CLOCK_SOURCES, source, { language, names: NO_NAMES });
  return language === "zh" ? `时限 ${formatBeijing(at)}，${rule}` : `due ${formatBeijing(at)} Beijing time, ${rule}`;
}

/** What was done to a case by the engine, where it is no step to a state. */
const ENGINE_ACTIONS: Readonly<Record<string, Words>> = {
  opened: { zh: "立案", en: "Opened" },
  reported: { zh: "自动上报", en: "Reported automatically" },
  dismissed: { zh: "自动结束", en: "Ended automatically" },
  lowered: { zh: "退回线索", en: "Back to an alert" },
  "end-proposed": { zh: "建议结束", en: "End proposed" },
  "handed-over": { zh: "移交", en: "Handed over" },
  merged: { zh: "并案", en: "Merged" },
  parted: { zh: "分案", en: "Parted" },
  "finding-joined": { zh: "并入线索", en: "Finding joined" },
  "finding-opened": { zh: "新线索", en: "New finding" },
  "finding-revised": { zh: "线索更新", en: "Finding revised" },
  "finding-confirmed": { zh: "线索确认", en: "Finding confirmed" },
  "finding-withdrawn": { zh: "线索撤回", en: "Finding withdrawn" },
  "finding-reinstated": { zh: "线索恢复", en: "Finding reinstated" },
  "finding-exempted": { zh: "线索已报备", en: "Finding declared" },
  overdue: { zh: "超时", en: "Overdue" },
  escalated: { zh: "超时升级", en: "Escalated" },
  supervised: { zh: "列入督办", en: "Supervised" },
  "escalated-to-leading-group": { zh: "报领导小组办公室", en: "To the leading-group office" },
};

/** What one of two persons did. */
const FIRST_OF_TWO: Readonly<Record<string, Words>> = {
  "dismissed-asked": { zh: "提出判为误报，待第二人确认", en: "Dismissal asked for, a second person is awaited" },
  "rejected-asked": { zh: "提出不予受理，待第二人确认", en: "Rejection asked for, a second person is awaited" },
};

const ENGINE: Words = { zh: "规则引擎", en: "Rules engine" };

/** The words of a case. */
export const CASE_WORDS: SubjectWords<Case, CaseRefusalCodes> = {
  row: (row, telling) => ({
    title: say(TITLES, row.title, telling),
    shortTitle: say(SHORT_TITLES, row.title, telling),
    cellName: telling.names.cell(row.cell),
    outletName: row.outlet === null ? null : telling.names.outlet(row.outlet),
    enterpriseName: row.enterprise === null ? null : telling.names.enterprise(row.enterprise),
    assigneeName: row.assignee === null ? null : telling.names.unit(row.assignee),
    deadlineSource: row.deadline === null ? null : say(CLOCK_SOURCES, row.deadline.source, telling),
  }),
  beside: (facts, { names }) => {
    const { incidents } = facts as { readonly incidents?: readonly { readonly outlet: string }[] };
    return { incidents: (incidents ?? []).map((i) => ({ ...i, outletName: names.outlet(i.outlet) })) };
  },
  line: caseLine,
  news: (data, telling) => {
    const title = data["title"] as CaseTitle | undefined;
    if (title === undefined) return {};
    return { title: say(TITLES, title, telling), titleCode: title.code, titleFacts: title.facts };
  },
  refusals: {
    "stale-version": {
      title: { zh: "案件已被他人更新", en: "the case has changed since it was read" },
      who: "caller",
      what: { zh: "刷新后重新决定。", en: "Read it again and decide again." },
      sentence: {
        zh: ({ given, current }) => `案件已更新：所依据版本 ${given}，当前版本 ${current}`,
        en: ({ given, current }) => `the case has changed: version ${given} was given, ${current} is the current one`,
      },
      examples: [{ given: 1, current: 3 }],
    },
    "transition-not-allowed": {
      title: { zh: "当前状态不允许此操作", en: "the case cannot go there from its state" },
      who: "caller",
      what: { zh: "选择 allowed 中的状态。", en: "Take one of the states in `allowed`." },
      sentence: {
        zh: ({ from, to }) => `案件不能由“${caseStateWords(from).zh}”转为“${caseStateWords(to).zh}”`,
        en: ({ from, to }) => `a case cannot go from "${caseStateWords(from).en}" to "${caseStateWords(to).en}"`,
      },
      examples: [{ from: "reported", to: "closed" }],
    },
    "same-person": {
      title: { zh: "核查、结案人员不得与处置人员为同一人", en: "who handled a case may neither verify nor close it" },
      who: "caller",
      what: { zh: "请由另一人办理。", en: "Let somebody else do it." },
      sentence: {
        zh: "核查、结案人员不得与处置人员为同一人",
        en: "who handled a case may neither verify nor close it",
      },
      examples: [{}],
    },
    "too-many-open-reports": {
      title: { zh: "本账号上报后未办结的案件过多", en: "too many cases that this account reported are open" },
      who: "caller",
      what: { zh: "等已上报的案件办结。", en: "Wait until some of them are settled." },
      sentence: {
        zh: ({ most }) => `本账号上报的案件已有 ${most} 件未办结`,
        en: ({ most }) => `${most} cases that this account reported are open already`,
      },
      examples: [{ most: 20 }],
    },
    "second-person-needed": {
      title: { zh: "须由另一人确认", en: "somebody else has to ask for the same step" },
      who: "caller",
      what: { zh: "请另一人提交同一步骤。", en: "Let another person post the same step." },
      sentence: {
        zh: ({ to }) => `您已提出“${caseStateWords(to).zh}”，须由另一人确认`,
        en: ({ to }) => `you asked for "${caseStateWords(to).en}" already: another person has to ask for it, too`,
      },
      examples: [{ to: "dismissed" }],
    },
  },
};

function caseLine(line: TimelineEntry, telling: Telling): object {
  const byEngine = line.actor === "engine";
  const action = byEngine ? ENGINE_ACTIONS[line.action] : (FIRST_OF_TWO[line.action] ?? caseStateWords(line.action));
  return {
    actorName: byEngine ? ENGINE[telling.language] : line.actorName,
    actionName: action?.[telling.language] ?? line.action,
    // The said value was made by the decisions of cases, whose codes the table lists.
    fieldsSaid: fieldsSaid(line, telling),
    note: line.said === undefined ? line.note : say(CASE_NOTES, line.said as Said<CaseNoteCodes>, telling),
  };
}
