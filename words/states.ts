import type { CaseState } from "../cases/case/case.ts";
import type { DeclarationState } from "../cases/declaration/declaration.ts";
import type { AlertLevel, FindingStatus } from "../core/judging/finding.ts";
import type { Words } from "./language.ts";

/** The states of a case, as the grid's desks call them. */
export const CASE_STATE_WORDS: Readonly<Record<CaseState, Words>> = {
  signal: { zh: "预警线索", en: "Signal" },
  reported: { zh: "上报", en: "Reported" },
  check: { zh: "核实", en: "Check" },
  rejected: { zh: "不予受理", en: "Not accepted" },
  accepted: { zh: "受理", en: "Accepted" },
  dispatched: { zh: "派遣", en: "Dispatched" },
  returned: { zh: "退回", en: "Returned" },
  handling: { zh: "处置", en: "Handling" },
  pending: { zh: "挂账", en: "Pending" },
  transferred: { zh: "移送", en: "Transferred" },
  joint: { zh: "联合执法", en: "Joint enforcement" },
  filed: { zh: "行政立案", en: "Filed" },
  result: { zh: "处理反馈", en: "Result" },
  verify: { zh: "核查", en: "Verify" },
  closed: { zh: "结案", en: "Closed" },
  feedback: { zh: "反馈公开", en: "Feedback" },
  archived: { zh: "归档", en: "Archived" },
  reopened: { zh: "重新打开", en: "Reopened" },
  dismissed: { zh: "误报", en: "Dismissed" },
};

/** The alert levels of findings and cases. */
export const LEVEL_WORDS: Readonly<Record<AlertLevel, Words>> = {
  A0: { zh: "A0 提示", en: "A0 note" },
  A1: { zh: "A1 预警", en: "A1 warning" },
  A2: { zh: "A2 报警", en: "A2 alarm" },
  A3: { zh: "A3 督办", en: "A3 supervision" },
  A4: { zh: "A4 挂牌", en: "A4 escalated" },
};

/** How a finding stands after later data. */
export const FINDING_STATUS_WORDS: Readonly<Record<FindingStatus, Words>> = {
  provisional: { zh: "待确认", en: "Provisional" },
  confirmed: { zh: "已确认", en: "Confirmed" },
  exempted: { zh: "已报备", en: "Declared" },
  withdrawn: { zh: "已撤回", en: "Withdrawn" },
};

/** The states of a declaration. */
export const DECLARATION_STATE_WORDS: Readonly<Record<DeclarationState, Words>> = {
  submitted: { zh: "待答复", en: "Waiting for an answer" },
  returned: { zh: "已退回", en: "Returned" },
  consented: { zh: "已同意", en: "Consented" },
  refused: { zh: "未同意", en: "Not consented" },
};

/** What a state of a case is called; a state that no build knows stands for itself. */
export function caseStateWords(state: string): Words {
  return wordsOr(CASE_STATE_WORDS, state);
}

/** What a state of a declaration is called; a state that no build knows stands for itself. */
export function declarationStateWords(state: string): Words {
  return wordsOr(DECLARATION_STATE_WORDS, state);
}

function wordsOr(table: Readonly<Record<string, Words>>, code: string): Words {
  return table[code] ?? { zh: code, en: code };
}
