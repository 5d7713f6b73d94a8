import type { RefusalCodes } from "../core/casework/refusal.ts";
import { formatBeijing } from "../core/time.ts";
import { POWER_WORDS } from "./roles.ts";
import { caseStateWords } from "./states.ts";
import type { WordTable } from "./word-table.ts";

/** Why a command of whatever subject was declined. */
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
  "invalid-fields": { zh: "办理信息不完整或有误", en: "what was sent is incomplete or wrong" },
  "not-found": { zh: "不存在或无权查看", en: "there is no such thing, or you may not see it" },
  "idempotency-key-reused": {
    zh: "幂等键已用于不同的请求",
    en: "the Idempotency-Key came with another request before",
  },
  "clock-goes-back": {
    zh: ({ now }) => `时钟在 ${formatBeijing(now)}，不可倒退`,
    en: ({ now }) => `the clock stands at ${formatBeijing(now)} Beijing time and never goes back`,
  },
};
