import type { RejectReason } from "../core/readings/message.ts";
import type { Words } from "./language.ts";

/** What people are told of a reason: its name, what it means, and what can be done about it. */
export interface ReasonWords extends Words {
  /** The name over a column and in a filter. */
  readonly short: Words;
  /** For who runs the platform, in the list of error codes. */
  readonly what: Words;
}

/** Every reason for which a message or a factor is rejected into quarantine. */
export const REJECT_REASON_WORDS: Readonly<Record<RejectReason, ReasonWords>> = {
  "not-json": {
    short: { zh: "不是 JSON", en: "Not JSON" },
    zh: "不是有效的 JSON",
    en: "the payload is not JSON",
    what: { zh: "请修正设备程序。", en: "Correct the device's program." },
  },
  "wrong-shape": {
    short: { zh: "格式不符", en: "Wrong shape" },
    zh: "字段或取值不符合约定",
    en: "a field is missing, unknown or of the wrong kind",
    what: { zh: "请对照读数主题的约定检查消息。", en: "Compare the message with the contract of the readings topic." },
  },
  "too-many-readings": {
    short: { zh: "一次读数过多", en: "Too many readings at once" },
    zh: "一条消息中的读数过多",
    en: "more than 500 readings in one message",
    what: { zh: "请分次发送。", en: "Send fewer at a time." },
  },
  "not-a-frame": {
    short: { zh: "不是 HJ 212 报文", en: "Not an HJ 212 frame" },
    zh: "不是 HJ 212 报文",
    en: "the bytes are no HJ 212 frame",
    what: { zh: "检查端口上接的是什么。", en: "Check what is connected to the port." },
  },
  "not-encrypted": {
    short: { zh: "没有加密", en: "Not encrypted" },
    zh: "登记为必须加密的设备发来了明文数据",
    en: "a device that has to encrypt sent its data in clear",
    what: {
      zh: "在设备上启用加密，或改登记的 encryption。",
      en: "Turn encryption on at the device, or change its encryption in the registry.",
    },
  },
  "wrong-crc": {
    short: { zh: "校验码不对", en: "Wrong checksum" },
    zh: "CRC 校验错误",
    en: "the checksum does not fit",
    what: { zh: "检查线路，以及登记的设备 CRC 算法。", en: "Check the line and the device's CRC variant in the registry." },
  },
  "wrong-length": {
    short: { zh: "长度不对", en: "Wrong length" },
    zh: "数据段长度错误",
    en: "the length field does not fit",
    what: { zh: "请修正设备程序。", en: "Correct the device's program." },
  },
  "wrong-header": {
    short: { zh: "报文头不对", en: "Wrong header" },
    zh: "报文头缺项或有误",
    en: "a header field is missing or wrong",
    what: { zh: "请修正设备设置（ST、CN、PW、MN）。", en: "Correct the device's settings (ST, CN, PW, MN)." },
  },
  "wrong-mn": {
    short: { zh: "MN 与登录不符", en: "MN is not the one that logged in" },
    zh: "MN 与认证的设备不符",
    en: "the message names another device than the one that is logged in",
    what: { zh: "请修正 MN，或登记为网桥。", en: "Correct the MN, or register a bridge." },
  },
  "wrong-password": {
    short: { zh: "密码不对", en: "Wrong password" },
    zh: "访问密码错误",
    en: "PW is not the registered one",
    what: { zh: "请修正设备或登记表中的 PW。", en: "Correct PW in the device or in the registry." },
  },
  "no-time": {
    short: { zh: "没有数据时间", en: "No data time" },
    zh: "缺少数据时间",
    en: "there is no DataTime",
    what: { zh: "请修正设备程序。", en: "Correct the device's program." },
  },
  "impossible-time": {
    short: { zh: "时间不存在", en: "Impossible time" },
    zh: "数据时间不可能",
    en: "the time names no real moment, or one before 2000",
    what: { zh: "请校准设备时钟。", en: "Set the device's clock." },
  },
  "future-time": {
    short: { zh: "时间在将来", en: "Time in the future" },
    zh: "数据时间在未来",
    en: "the time, or the end of the hour or day, is more than five minutes ahead of ours",
    what: {
      zh: "请校准设备时钟；以结束时刻标记小时的设备须登记 hourLabel 为 end。",
      en: "Set the device's clock; a device that labels an hour with its end needs `hourLabel` `end`.",
    },
  },
  "unknown-factor": {
    short: { zh: "因子未登记", en: "Factor not registered" },
    zh: "因子未登记",
    en: "no channel maps this factor of this device",
    what: { zh: "在登记表中增加通道后重新处理。", en: "Add the channel to the registry and retry." },
  },
  "unknown-device": {
    short: { zh: "设备未登记", en: "Device not registered" },
    zh: "设备未登记",
    en: "the MN is not in the registry",
    what: { zh: "请登记该设备。", en: "Register the device." },
  },
  "not-a-number": {
    short: { zh: "数值不是数", en: "Not a number" },
    zh: "数值缺失或不是数字",
    en: "a value is missing or is no decimal number",
    what: { zh: "检查分析仪到数采仪的连接。", en: "Check the analyser's link to the logger." },
  },
  "wrong-flag": {
    short: { zh: "数据标记不对", en: "Wrong data flag" },
    zh: "数据标记不是 1 至 8 位字母或数字",
    en: "a data flag is not one to eight letters or digits",
    what: {
      zh: "请修正设备程序；应为 N、F、M、S、D、C、T、B 之一。",
      en: "Correct the device's program; one of N, F, M, S, D, C, T, B belongs there.",
    },
  },
  "unsupported-command": {
    short: { zh: "不支持的命令", en: "Unsupported command" },
    zh: "不支持的命令编码",
    en: "the command is not one that carries data",
    what: { zh: "向设备厂家了解其含义。", en: "Ask the maker what it means." },
  },
  undecodable: {
    short: { zh: "无法解码", en: "Cannot be decoded" },
    zh: "无法解析",
    en: "the message could not be decoded",
    what: { zh: "保留样本并报告。", en: "Keep the sample and report it." },
  },
};

/** Reasons for which a listener refuses what comes, beside those above. */
export const REFUSAL_REASON_WORDS: Readonly<Record<string, Words>> = {
  "certificate-name": { zh: "证书不是这台设备的", en: "The certificate is not this device's" },
  "foreign-topic": { zh: "主题不是该设备的", en: "Topic is not the device's" },
  "foreign-subscription": { zh: "不可订阅的主题", en: "Subscription not allowed" },
  "foreign-will": { zh: "遗嘱主题不是该设备的", en: "Will topic is not the device's" },
  "too-many-subscriptions": { zh: "订阅过多", en: "Too many subscriptions" },
  "too-many-sockets": { zh: "连接过多", en: "Too many connections" },
  "day-budget": { zh: "超出每日额度，放慢接收", en: "Beyond the day's budget, read more slowly" },
  "disk-reserve": { zh: "磁盘余量不足，暂停接收", en: "Disk nearly full, not read for now" },
  "take-overs": { zh: "连接反复被顶替", en: "Connections replace each other" },
  "protocol-version": { zh: "MQTT 版本不支持", en: "MQTT version not supported" },
  "client-id": { zh: "缺少客户端标识", en: "Client id missing" },
  "packet-too-large": { zh: "报文过大", en: "Packet too large" },
  "malformed-packet": { zh: "报文不合 MQTT 标准", en: "Packet against the MQTT standard" },
  "malformed-length": { zh: "报文长度有误", en: "Malformed packet length" },
  "answers-unread": { zh: "不读取应答", en: "Answers are not read" },
  "not-activated": { zh: "没有 MN，等待激活", en: "No MN, waits to be activated" },
  guessing: { zh: "密码错得太多，暂不核对", en: "Too many wrong passwords" },
  "too-large": { zh: "报文过大", en: "Message too large" },
};

/** What a reason of a rejection or a refusal is called; the code itself for one that we do not know. */
export function reasonName(reason: string, language: keyof Words): string {
  const rejected: ReasonWords | undefined = (REJECT_REASON_WORDS as Readonly<Record<string, ReasonWords>>)[reason];
  return (rejected?.short ?? REFUSAL_REASON_WORDS[reason])?.[language] ?? reason;
}
