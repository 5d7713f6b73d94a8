import type { RefusalCodes } from "../core/casework/refusal.ts";
import { formatBeijing } from "../core/time.ts";
import { POWER_WORDS } from "./roles.ts";
import { CASE_STATE_WORDS, DECLARATION_STATE_WORDS } from "./states.ts";
import type { WordTable } from "./word-table.ts";

/** Why a command was declined. */
export const REFUSAL_WORDS: WordTable<RefusalCodes> = {
  "role-not-allowed": {
    zh: ({ power, to }) =>
      to === undefined ? `您的角色不能${POWER_WORDS[power].zh}` : `您的角色不能将案件转为“${CASE_STATE_WORDS[to].zh}”`,
    en: ({ power, to }) =>
      to === undefined
        ? `your role may not ${POWER_WORDS[power].en}`
        : `your role may not move the case to "${CASE_STATE_WORDS[to].en}"`,
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
    zh: ({ from, to }) => `案件不能由“${CASE_STATE_WORDS[from].zh}”转为“${CASE_STATE_WORDS[to].zh}”`,
    en: ({ from, to }) => `a case cannot go from "${CASE_STATE_WORDS[from].en}" to "${CASE_STATE_WORDS[to].en}"`,
  },
  "same-person": {
    zh: "核查、结案人员不得与处置人员为同一人",
    en: "who handled a case may neither verify nor close it",
  },
  "invalid-fields": { zh: "办理信息不完整或有误", en: "what was sent is incomplete or wrong" },
  "case-not-found": { zh: ({ id }) => `没有案件 ${id}`, en: ({ id }) => `there is no case ${id}` },
  "declaration-not-found": { zh: ({ id }) => `没有申报 ${id}`, en: ({ id }) => `there is no declaration ${id}` },
  "already-decided": {
    zh: ({ state }) => `申报已答复：${DECLARATION_STATE_WORDS[state].zh}`,
    en: ({ state }) => `the declaration has been answered: ${DECLARATION_STATE_WORDS[state].en}`,
  },
  "clock-goes-back": {
    zh: ({ now }) => `时钟在 ${formatBeijing(now)}，不可倒退`,
    en: ({ now }) => `the clock stands at ${formatBeijing(now)} Beijing time and never goes back`,
  },
};
