import type { FrameFaultCodes, RejectDetailCodes } from "../core/readings/reject-codes.ts";
import { formatBeijing } from "../core/time.ts";
import { NO_NAMES } from "./names.ts";
import { PROBLEM_WORDS } from "./problems.ts";
import { BASIS_WORDS } from "./rules.ts";
import { say, type WordTable } from "./word-table.ts";

/** What is wrong with bytes that should be an HJ 212 frame. */
export const FRAME_FAULT_WORDS: WordTable<FrameFaultCodes> = {
  "single-hash": { zh: "应以 ## 开头，只有一个 #", en: "a single # stands where ## belongs" },
  "bytes-behind-frame": { zh: "报文后面还有别的内容", en: "something stands behind the frame" },
  "digits-before-frame": { zh: "应以 ## 开头，却是数字", en: "a number stands where ## belongs" },
  "no-frame": { zh: "没有 ##，也没有带 CP= 的数据段", en: "neither ## nor a data segment with CP=" },
  noise: {
    zh: ({ bytes }) => `不是 HJ 212 报文（${bytes} 字节）`,
    en: ({ bytes }) => `no HJ 212 frame (${bytes} ${bytes === 1 ? "byte" : "bytes"})`,
  },
  "second-segment": {
    zh: "结束的 && 之后另起一行又有一个数据段",
    en: "a second segment begins on a line behind a closing &&",
  },
  "length-cut-off": { zh: "长度字段没有写完", en: "the frame ends within its length field" },
  "length-not-four-digits": { zh: "长度字段不是 4 位数字", en: "the length field is not a number of four digits" },
  "no-crc-there": {
    zh: ({ stated }) => `长度字段写的是 ${stated}，那里没有校验码，别处也没有对得上的`,
    en: ({ stated }) => `no CRC stands where the length field (${stated}) says, nor does one fit elsewhere`,
  },
  "crc-fits-nowhere": { zh: "校验码与任何已知算法都对不上", en: "the CRC fits in no known variant" },
  "data-in-clear": {
    zh: ({ cn }) => `${cn} 的数据区是明文，而设备登记了密钥并要求加密`,
    en: ({ cn }) => `the data area of ${cn} is in clear, and the device is registered as one that encrypts`,
  },
  "crc-other-variant": {
    zh: ({ expected, fits }) => `校验码不是登记的算法（${expected}），按 ${fits} 算法才对得上`,
    en: ({ expected, fits }) => `the CRC is not the ${expected} one; as "${fits}" it fits`,
  },
  "bare-crc": {
    zh: "没有包头，末尾的校验码也对不上",
    en: "the segment has no head, and the CRC behind it does not fit",
  },
  "no-cp": { zh: "数据段没有 CP=", en: "the segment has no CP=" },
  "closing-before-cp": { zh: "CP= 之前的包头里有 &&", en: "&& stands in the header, before CP=" },
  "key-twice": { zh: ({ key }) => `包头里 ${key} 出现两次`, en: ({ key }) => `${key} stands twice in the header` },
  "cn-form": { zh: ({ text }) => `CN 不是 4 位数字：${text}`, en: ({ text }) => `CN is not four digits: ${text}` },
  "st-form": { zh: ({ text }) => `ST 不是系统编码：${text}`, en: ({ text }) => `ST is not a system code: ${text}` },
  "mn-form": {
    zh: ({ text }) => `MN 不合要求（32 位以内的字母、数字、_、-）：${text}`,
    en: ({ text }) => `MN is not an id of up to 32 letters, digits, _ and -: ${text}`,
  },
  "flag-form": {
    zh: ({ text }) => `Flag 不是 255 以内的数：${text}`,
    en: ({ text }) => `Flag is not a number up to 255: ${text}`,
  },
  "qn-or-pw-too-long": {
    zh: ({ most }) => `QN 或 PW 超过 ${most} 个字符`,
    en: ({ most }) => `QN or PW is longer than ${most} characters`,
  },
  "cp-twice": {
    zh: ({ character }) => `CP 出现两次：数据段第 ${character} 个字符处又有一个`,
    en: ({ character }) => `CP stands twice: again at character ${character} of the segment`,
  },
  "segment-behind-closing": {
    zh: ({ character }) => `结束的 && 之后（数据段第 ${character} 个字符）又有一个数据段`,
    en: ({ character }) => `a second segment begins behind the closing && (character ${character} of the segment)`,
  },
  "text-behind-closing": {
    zh: ({ character }) => `结束的 && 之后（数据段第 ${character} 个字符）还有别的内容`,
    en: ({ character }) => `something stands behind the closing && (character ${character} of the segment)`,
  },
};

/** Why a message, or one factor of it, was rejected: behind the words of its reason. */
export const REJECT_DETAIL_WORDS: WordTable<RejectDetailCodes> = {
  ...FRAME_FAULT_WORDS,
  "not-json": { zh: ({ technical }) => technical, en: ({ technical }) => technical },
  "payload-shape": {
    zh: ({ pointer, problem }) => `${pointer || "/"}：${say(PROBLEM_WORDS, problem, { language: "zh", names: NO_NAMES })}`,
    en: ({ pointer, problem }) => `${pointer || "/"}: ${say(PROBLEM_WORDS, problem, { language: "en", names: NO_NAMES })}`,
  },
  "too-many-readings": {
    zh: ({ count, most }) => `一次 ${count} 个读数，最多 ${most} 个`,
    en: ({ count, most }) => `${count} readings at once, at most ${most}`,
  },
  "device-not-registered": { zh: ({ mn }) => `${mn} 没有登记`, en: ({ mn }) => `${mn} is not registered` },
  "other-mn": {
    zh: ({ said, mn }) => (said === "" ? `报文没有写 MN，发送者是 ${mn}` : `报文写的 MN 是 ${said}，发送者是 ${mn}`),
    en: ({ said, mn }) =>
      said === "" ? `the frame says no MN, the sender is ${mn}` : `the frame says MN ${said}, the sender is ${mn}`,
  },
  "command-not-taken": { zh: ({ cn }) => `命令 ${cn} 的数据不接收`, en: ({ cn }) => `data of command ${cn} are not taken` },
  "no-factor": { zh: "数据区没有因子", en: "the data area names no factor" },
  "no-value": { zh: "消息里没有读数", en: "the message holds no value" },
  "time-missing": {
    zh: ({ field }) => (field === "at" ? "读数没有 at（时间）" : "数据区没有 DataTime"),
    en: ({ field }) => (field === "at" ? "a reading has no at" : "the data area has no DataTime"),
  },
  "time-impossible": {
    zh: ({ field, text }) => (field === "at" ? `at“${text}”不是存在的时间，或没有时区` : `DataTime“${text}”不是存在的时间`),
    en: ({ field, text }) =>
      field === "at" ? `at "${text}" names no moment, or has no offset` : `DataTime "${text}" names no moment`,
  },
  "time-before-2000": {
    zh: ({ at }) => `数据时间 ${formatBeijing(at)} 早于 2000 年`,
    en: ({ at }) => `${formatBeijing(at)} is before the year 2000`,
  },
  "time-in-future": {
    zh: ({ at, receivedAt }) => `数据时间 ${formatBeijing(at)} 晚于收到时间 ${formatBeijing(receivedAt)}`,
    en: ({ at, receivedAt }) => `${formatBeijing(at)} is later than the message, which came at ${formatBeijing(receivedAt)}`,
  },
  "period-not-over": {
    zh: ({ basis, at, receivedAt }) =>
      `${formatBeijing(at)} 开始的${BASIS_WORDS[basis].zh}，到收到时（${formatBeijing(receivedAt)}）还没有结束`,
    en: ({ basis, at, receivedAt }) =>
      `the ${BASIS_WORDS[basis].en} that begins at ${formatBeijing(at)} was not over when the message came, at ${formatBeijing(receivedAt)}`,
  },
  "no-channel": {
    zh: ({ factor, st, mn }) => `因子 ${factor}${st === null ? "" : `（ST ${st}）`}没有登记在 ${mn} 的通道里`,
    en: ({ factor, st, mn }) => `${factor}${st === null ? "" : ` (ST ${st})`} is not a channel of ${mn}`,
  },
  "two-values": {
    zh: ({ factor, field }) => `${factor}-${field} 有两个不同的值`,
    en: ({ factor, field }) => `${factor}-${field} has two values`,
  },
  "value-flag-form": {
    zh: ({ factor, text }) => `${factor}-Flag 是“${text}”，不是 1 至 8 位字母或数字`,
    en: ({ factor, text }) => `${factor}-Flag is "${text}", not one to eight letters or digits`,
  },
  "value-not-a-number": {
    zh: ({ factor, field, text }) => `${factor}-${field} 的值是“${text}”`,
    en: ({ factor, field, text }) => `${factor}-${field} is "${text}"`,
  },
  "piece-of-nothing": {
    zh: ({ text }) => `数据区有一段不属于任何因子：${text}`,
    en: ({ text }) => `a piece of the data area belongs to no factor: ${text}`,
  },
  "mean-in-realtime": {
    zh: ({ factor }) => `实时数据（2011）里因子 ${factor} 只有均值 Avg，没有 Rtd；若设备一贯如此，请把 realtimeValue 登记为 mean`,
    en: ({ factor }) =>
      `in realtime data (2011) ${factor} has the mean (Avg) only and no Rtd; if the device is like that, set its realtimeValue to "mean"`,
  },
  "value-missing": {
    zh: ({ factor, field }) => `因子 ${factor} 缺少 ${field}`,
    en: ({ factor, field }) => `${factor} has no ${field}`,
  },
};
