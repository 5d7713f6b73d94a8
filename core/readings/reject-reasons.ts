import type { RejectReason } from "./message.ts";

/** Every reason for which a message or a factor is put aside, in words, and what can be done about it. */
export const REJECT_REASONS: Readonly<Record<RejectReason, { readonly zh: string; readonly en: string; readonly what: string }>> =
  {
    "not-json": { zh: "不是有效的 JSON", en: "the payload is not JSON", what: "Correct the device's program." },
    "wrong-shape": {
      zh: "字段或取值不符合约定",
      en: "a field is missing, unknown or of the wrong kind",
      what: "Compare the message with the contract of the readings topic.",
    },
    "too-many-readings": {
      zh: "一条消息中的读数过多",
      en: "more than 500 readings in one message",
      what: "Send fewer at a time.",
    },
    "not-a-frame": { zh: "不是 HJ 212 报文", en: "the bytes are no HJ 212 frame", what: "Check what is connected to the port." },
    "wrong-crc": {
      zh: "CRC 校验错误",
      en: "the checksum does not fit",
      what: "Check the line and the device's CRC variant in the registry.",
    },
    "wrong-length": { zh: "数据段长度错误", en: "the length field does not fit", what: "Correct the device's program." },
    "wrong-header": {
      zh: "报文头缺项或有误",
      en: "a header field is missing or wrong",
      what: "Correct the device's settings (ST, CN, PW, MN).",
    },
    "wrong-mn": {
      zh: "MN 与认证的设备不符",
      en: "the message names another device than the one that is logged in",
      what: "Correct the MN, or register a bridge.",
    },
    "wrong-password": {
      zh: "访问密码错误",
      en: "PW is not the registered one",
      what: "Correct PW in the device or in the registry.",
    },
    "no-time": { zh: "缺少数据时间", en: "there is no DataTime", what: "Correct the device's program." },
    "impossible-time": {
      zh: "数据时间不可能",
      en: "the time names no real moment, or one before 2000",
      what: "Set the device's clock.",
    },
    "future-time": {
      zh: "数据时间在未来",
      en: "the time, or the end of the hour or day, is more than five minutes ahead of ours",
      what: "Set the device's clock; a device that labels an hour with its end needs `hourLabel` `end`.",
    },
    "unknown-factor": {
      zh: "因子未登记",
      en: "no channel maps this factor of this device",
      what: "Add the channel to the registry and retry.",
    },
    "unknown-device": { zh: "设备未登记", en: "the MN is not in the registry", what: "Register the device." },
    "not-a-number": {
      zh: "数值缺失或不是数字",
      en: "a value is missing or is no decimal number",
      what: "Check the analyser's link to the logger.",
    },
    "wrong-flag": {
      zh: "数据标记不是 1 至 8 位字母或数字",
      en: "a data flag is not one to eight letters or digits",
      what: "Correct the device's program; one of N, F, M, S, D, C, T, B belongs there.",
    },
    "unsupported-command": {
      zh: "不支持的命令编码",
      en: "the command is not one that carries data",
      what: "Ask the maker what it means.",
    },
    undecodable: { zh: "无法解析", en: "the message could not be decoded", what: "Keep the sample and report it." },
  };
