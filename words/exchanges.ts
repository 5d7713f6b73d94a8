import type { ExchangeResultCodes } from "../core/field/exchange.ts";
import type { Language, Words } from "./language.ts";
import type { WordTable } from "./word-table.ts";

/** QnRtn: what a device says to a request (9011). @see docs/sources.md#hj-212-answers */
export const REQUEST_CODE_WORDS: Readonly<Record<number, Words>> = {
  1: { zh: "准备执行", en: "will execute" },
  2: { zh: "请求被拒绝", en: "refused" },
  3: { zh: "PW 错误", en: "wrong PW" },
  4: { zh: "MN 错误", en: "wrong MN" },
  5: { zh: "ST 错误", en: "wrong ST" },
  6: { zh: "Flag 错误", en: "wrong Flag" },
  7: { zh: "QN 错误", en: "wrong QN" },
  8: { zh: "CN 错误，不支持这个命令", en: "wrong CN, the command is not supported" },
  9: { zh: "CRC 校验错误", en: "wrong CRC" },
  100: { zh: "未知错误", en: "unknown error" },
};

/** ExeRtn: what a device says after it has executed a request (9012). */
export const EXECUTION_CODE_WORDS: Readonly<Record<number, Words>> = {
  1: { zh: "执行成功", en: "done" },
  2: { zh: "执行失败，原因不明", en: "failed for an unknown reason" },
  3: { zh: "命令请求条件错误", en: "the conditions of the request are wrong" },
  4: { zh: "通讯超时，仪表没有应答", en: "the analyser did not answer" },
  5: { zh: "系统繁忙，不能执行", en: "busy" },
  6: { zh: "系统故障", en: "system fault" },
  100: { zh: "没有数据", en: "no data" },
};

const OTHER: Words = { zh: "标准里没有的代码", en: "a code that the standard does not have:" };

/**
 * What a device means by the code of its answer. Both tables are open: a number that is not in them is told as it is.
 */
export function sayReturnCode(field: "QnRtn" | "ExeRtn", code: number, language: Language): string {
  const words = (field === "QnRtn" ? REQUEST_CODE_WORDS : EXECUTION_CODE_WORDS)[code];
  return words === undefined ? `${OTHER[language]} ${code}` : words[language];
}

/** How an exchange with a device ended. */
export const EXCHANGE_RESULT_WORDS: WordTable<ExchangeResultCodes> = {
  "request-answered": {
    zh: ({ code }) => sayReturnCode("QnRtn", code, "zh"),
    en: ({ code }) => sayReturnCode("QnRtn", code, "en"),
  },
  executed: {
    zh: ({ code }) => sayReturnCode("ExeRtn", code, "zh"),
    en: ({ code }) => sayReturnCode("ExeRtn", code, "en"),
  },
  acknowledged: { zh: "设备已确认（9013）", en: "the device acknowledged (9013)" },
  "nothing-came": {
    zh: ({ seconds }) => `设备已受理，但 ${seconds} 秒内没有送来结果`,
    en: ({ seconds }) => `the device accepted, but nothing came for ${seconds} s`,
  },
  "no-answer": {
    zh: ({ sends, seconds }) => `发送 ${sends} 次，每次等 ${seconds} 秒，都没有应答`,
    en: ({ sends, seconds }) => `sent ${sends} times, no answer within ${seconds} s each`,
  },
  "line-lost": {
    zh: ({ times }) => `命令没有完成，连接断开了 ${times} 次`,
    en: ({ times }) => `the connection was lost ${times} times before it was done`,
  },
  "not-there-for-a-day": { zh: "设备一整天没有连上", en: "the device was not there for a day" },
  "not-registered": { zh: "设备已不在登记里", en: "the device is not in the registry any more" },
  "clock-in-doubt": {
    zh: "平台自己的时钟可疑，没有对设备授时",
    en: "our own clock is in doubt, so the device was not told the time",
  },
  "no-new-key": {
    zh: "登记里已没有要下发的新密钥",
    en: "the registry has no new key for the device any more",
  },
  interrupted: { zh: "命令完成之前网关重新启动了", en: "the gateway was restarted before it was done" },
};
