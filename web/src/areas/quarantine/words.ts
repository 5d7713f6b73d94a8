import type { Say } from "../../i18n/say.ts";
import type { WordsTable } from "../../i18n/words-table.ts";

/** The words of the quarantine. */
export const quarantineWords = {
  "quar.still": { zh: "重试后仍不可用：{reasons}", en: "Still of no use after the retry: {reasons}" },
  "quar.waiting": { zh: "已重新提交，结果还没有出来", en: "Offered again, there is no outcome yet" },
  "quar.title": { zh: "隔离区", en: "Quarantine" },
  "quar.about": {
    zh: "收到并已确认、但不能使用的报文。登记改正以后可以重试。",
    en: "Messages that were received and acknowledged but cannot be used. Retry once the registry is corrected.",
  },
  "quar.received": { zh: "收到", en: "Received" },
  "quar.device": { zh: "设备", en: "Device" },
  "quar.raw": { zh: "原始报文", en: "Raw frame" },
  "quar.retry": { zh: "重试", en: "Retry" },
  "quar.retried": { zh: "重试成功，这条报文已经可用", en: "Retried: the message can be used now" },
  "quar.found": {
    zh: "共 {rows} 条记录，来自 {messages} 条报文",
    en: "{rows} {rows|row|rows} of {messages} {messages|message|messages} in all",
  },
  "quar.foundFor": {
    zh: "「{reason}」{rows} 条记录，来自 {messages} 条报文",
    en: "{reason}: {rows} {rows|row|rows} of {messages} {messages|message|messages}",
  },
  "quar.retryAll": { zh: "全部重试（{n}）", en: "Retry all ({n})" },
  "quar.retryAsk": { zh: "重试这 {n} 条报文？", en: "Retry {n} {n|message|messages}?" },
  "quar.retryEffect": {
    zh: "按现在的登记重新解码，逐批进行；仍不可用的会带着新的原因回到这里。",
    en: "They are decoded again with the registry in force, batch by batch. What is still of no use comes back with its new reason.",
  },
  "quar.retryAsked": {
    zh: "已提交重试 {n} 条报文，正在逐批处理",
    en: "{n} {n|message|messages} will be read again, batch by batch",
  },
  "quar.discardAll": { zh: "全部丢弃（{n}）", en: "Discard all ({n})" },
  "quar.discardAsk": { zh: "丢弃这 {n} 条记录？", en: "Discard {n} {n|row|rows}?" },
  "quar.discardEffect": {
    zh: "它们会离开隔离区，不再提醒，也不再重试。原始报文仍保存在日志里，操作记入审计。",
    en: "They leave the quarantine and are not offered again. The journal keeps the raw messages, and the audit says who did it.",
  },
  "quar.discardAsked": { zh: "已丢弃 {n} 条记录", en: "{n} {n|row|rows} discarded" },
  "quar.empty": { zh: "没有被隔离的报文", en: "Nothing in quarantine" },
  "quar.emptyFilter": { zh: "没有因为「{reason}」被隔离的报文", en: "Nothing in quarantine for this reason: {reason}" },
  "quar.emptyHint": {
    zh: "解不开或不能用的报文会带着原因留在这里，不会丢失。",
    en: "Messages that cannot be decoded or used stay here with the reason; none is lost.",
  },
  "quar.retriedAt": { zh: "{at} 重试过，仍不可用", en: "retried {at}, still of no use" },
  "what.quarantine": { zh: "隔离区", en: "quarantine" },
} as const satisfies WordsTable;

export type QuarantineKey = keyof typeof quarantineWords;

/** Says a phrase of this area, or a common one. */
export type QuarantineSay = Say<QuarantineKey>;
