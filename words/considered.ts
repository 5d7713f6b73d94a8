import type { WhyFacts } from "../core/judging/considered-codes.ts";
import { CONTROL_LEVEL_WORDS } from "./control-order.ts";
import { momentText } from "./quantities.ts";
import type { WordTable } from "./word-table.ts";

/** Why a declaration, an accident or an order covers an emission, or does not. */
export const WHY: WordTable<WhyFacts> = {
  "other-outlet": { zh: "点位不符：申报未列本点位", en: "another place: the declaration does not name this outlet" },
  "other-pollutant": { zh: "污染物不符", en: "another pollutant" },
  "period-outside": {
    zh: ({ from, to }) => `时段不含（申报 ${momentText(from)} 至 ${momentText(to)}）`,
    en: ({ from, to }) => `another period (declared ${momentText(from)} to ${momentText(to)})`,
  },
  unanswered: {
    zh: ({ submittedAt }) => `尚未答复（${momentText(submittedAt)} 提交），未答复不等于同意`,
    en: ({ submittedAt }) => `not answered yet (submitted ${momentText(submittedAt)}); no answer is no consent`,
  },
  "submitted-late": {
    zh: ({ submittedAt }) => `申报晚于排放开始（${momentText(submittedAt)} 提交）`,
    en: ({ submittedAt }) => `submitted after the emission began (${momentText(submittedAt)})`,
  },
  returned: { zh: "已退回补正，未获同意", en: "returned for completion, not consented to" },
  refused: { zh: "已拒绝", en: "refused" },
  "refused-before": {
    zh: ({ decidedAt }) => `排放开始前已拒绝（${momentText(decidedAt)}）`,
    en: ({ decidedAt }) => `refused before the emission began (${momentText(decidedAt)})`,
  },
  "beyond-place": { zh: "已同意，但点位不符", en: "consented to, but for another place" },
  "beyond-pollutant": { zh: "已同意，但污染物不符", en: "consented to, but for another pollutant" },
  "beyond-window": {
    zh: ({ from, to }) => `已同意，但超出时段（${momentText(from)} 至 ${momentText(to)}）`,
    en: ({ from, to }) => `consented to, but for another span (${momentText(from)} to ${momentText(to)})`,
  },
  "accident-in-time": {
    zh: ({ reportedAt }) => `突发事件，已按时报告（${momentText(reportedAt)}）`,
    en: ({ reportedAt }) => `an accident, reported in time (${momentText(reportedAt)})`,
  },
  "accident-late": {
    zh: ({ reportedAt, dueAt }) => `突发事件迟报（应于 ${momentText(dueAt)} 前，${momentText(reportedAt)} 报告）`,
    en: ({ reportedAt, dueAt }) => `an accident, reported late (${momentText(reportedAt)}, due ${momentText(dueAt)})`,
  },
  "accident-later": {
    zh: ({ from }) => `突发事件晚于排放开始（${momentText(from)} 发生）`,
    en: ({ from }) => `an accident that began after the emission (${momentText(from)})`,
  },
  "accident-over": {
    zh: ({ to }) => `突发事件已结束（${momentText(to)}）`,
    en: ({ to }) => `an accident that was over (${momentText(to)})`,
  },
  controlled: {
    zh: ({ level, share }) => `${CONTROL_LEVEL_WORDS[level].zh}管控，${share === 0 ? "停产" : `限产至 ${percentText(share)}`}`,
    en: ({ level, share }) =>
      `${CONTROL_LEVEL_WORDS[level].en}: ${share === 0 ? "to stop" : `at most ${percentText(share)} of its production`}`,
  },
  "consent-without-time": { zh: "同意时间缺失", en: "the time of the consent is missing" },
  "consented-before": {
    zh: ({ decidedAt }) => `排放开始前已征得同意（${momentText(decidedAt)}），排口、污染物和时段均包含`,
    en: ({ decidedAt }) =>
      `consented to before the emission began (${momentText(decidedAt)}), for this outlet, pollutant and period`,
  },
  "consented-late": {
    zh: ({ decidedAt }) => `给出同意晚于排放开始（${momentText(decidedAt)}），不溯及既往`,
    en: ({ decidedAt }) => `consented to after the emission began (${momentText(decidedAt)}); consent does not work backwards`,
  },
};

function percentText(share: number): string {
  return `${Math.round(share * 100)}%`;
}
