import type { Say } from "../../i18n/say.ts";
import type { WordsTable } from "../../i18n/words-table.ts";

/** The words of absences. */
export const absenceWords = {
  "abs.title": { zh: "离岗", en: "Absences" },
  "abs.about": {
    zh: "谁不在岗、到什么时候。同一人的离岗时段不能重叠；提前回来就结束。",
    en: "Who is away, and until when. Absences of one person never overlap; end one when the person is back early.",
  },
  "abs.now": { zh: "现在 {n} 人离岗", en: "{n} away now" },
  "abs.new": { zh: "报离岗", en: "Report an absence" },
  "abs.person": { zh: "人员", en: "Person" },
  "abs.cells": { zh: "网格", en: "Cells" },
  "abs.period": { zh: "时段", en: "Period" },
  "abs.state": { zh: "状态", en: "State" },
  "abs.state.away": { zh: "离岗中", en: "Away" },
  "abs.state.to-come": { zh: "未开始", en: "To come" },
  "abs.state.over": { zh: "已结束", en: "Over" },
  "abs.state.called-off": { zh: "已取消", en: "Called off" },
  "abs.from": { zh: "开始（北京时间）", en: "From (Beijing time)" },
  "abs.to": { zh: "结束（北京时间）", en: "To (Beijing time)" },
  "abs.reason": { zh: "事由", en: "Why" },
  "abs.reportedBy": { zh: "报告人", en: "Reported by" },
  "abs.end": { zh: "结束", en: "End" },
  "abs.callOff": { zh: "取消", en: "Call off" },
  "abs.submit": { zh: "提交", en: "Submit" },
  "abs.submitted": { zh: "已记录", en: "Recorded" },
  "abs.order": { zh: "结束须晚于开始", en: "The end must be after the beginning" },
  "abs.empty": { zh: "没有离岗记录", en: "No absences" },
  "abs.emptyHint": {
    zh: "有人请假、培训或外出时，点“报离岗”，别人就知道该找谁。",
    en: "When somebody is on leave or in training, report it here, so that others know whom to turn to.",
  },
  "what.absences": { zh: "离岗记录", en: "absences" },
} as const satisfies WordsTable;

export type AbsenceSay = Say<keyof typeof absenceWords>;
