import type { RefusalCodes } from "../core/casework/refusal.ts";
import { formatBeijing } from "../core/time.ts";
import { POWER_WORDS } from "./roles.ts";
import { caseStateWords, declarationStateWords } from "./states.ts";
import type { WordTable } from "./word-table.ts";

/** Why a command was declined. */
export const REFUSAL_WORDS: WordTable<RefusalCodes> = {
  "role-not-allowed": {
    zh: ({ power, to }) =>
      to === undefined ? `您的角色不能${POWER_WORDS[power].zh}` : `您的角色不能将案件转为“${caseStateWords(to).zh}”`,
    en: ({ power, to }) =>
      to === undefined
        ? `your role may not ${POWER_WORDS[power].en}`
        : `your role may not move the case to "${caseStateWords(to).en}"`,
  },
  "outside-your-cells": {
    zh: "不在您负责的网格或企业范围内",
    en: "the matter lies outside your cells or your enterprise",
  },
  "stale-version": {
    zh: ({ given, current }) => `案件已更新：所依据版本 ${given}，当前版本 ${current}`,
    en: ({ given, current }) => `the case has changed: version ${given} was given, ${current} is the current one`,
  },
  "transition-not-allowed": {
    zh: ({ from, to }) => `案件不能由“${caseStateWords(from).zh}”转为“${caseStateWords(to).zh}”`,
    en: ({ from, to }) => `a case cannot go from "${caseStateWords(from).en}" to "${caseStateWords(to).en}"`,
  },
  "same-person": {
    zh: "核查、结案人员不得与处置人员为同一人",
    en: "who handled a case may neither verify nor close it",
  },
  "invalid-fields": { zh: "办理信息不完整或有误", en: "what was sent is incomplete or wrong" },
  "not-found": { zh: "不存在或无权查看", en: "there is no such thing, or you may not see it" },
  "already-decided": {
    zh: ({ state }) => `申报已答复：${declarationStateWords(state).zh}`,
    en: ({ state }) => `the declaration has been answered: ${declarationStateWords(state).en}`,
  },
  "period-overlaps": {
    zh: ({ from, to }) => `与已有的时段重叠：${formatBeijing(from)} 至 ${formatBeijing(to)}`,
    en: ({ from, to }) => `it overlaps what is there from ${formatBeijing(from)} to ${formatBeijing(to)} Beijing time`,
  },
  "idempotency-key-reused": {
    zh: "幂等键已用于不同的请求",
    en: "the Idempotency-Key came with another request before",
  },
  "clock-goes-back": {
    zh: ({ now }) => `时钟在 ${formatBeijing(now)}，不可倒退`,
    en: ({ now }) => `the clock stands at ${formatBeijing(now)} Beijing time and never goes back`,
  },
};
