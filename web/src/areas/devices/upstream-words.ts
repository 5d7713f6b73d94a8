import type { WordsTable } from "../../i18n/words-table.ts";

/** The words of the platforms above. */
export const upstreamWords = {
  "up.title": { zh: "转发", en: "Forwarding" },
  "up.about": {
    zh: "把读数按 HJ 212 转发给市级、省级平台；转给谁由管理员在登记文件（upstreams）中写明。",
    en: "Readings are passed on to city and province platforms as HJ 212; the administrator names them in the registry (upstreams).",
  },
  "up.empty": { zh: "没有登记上级平台", en: "No platform is registered" },
  "up.emptyHint": {
    zh: "管理员在登记文件里写上 upstreams 后，每个平台在这里占一行。",
    en: "Once the registry has upstreams, each has a row here.",
  },
  "up.platform": { zh: "平台", en: "Platform" },
  "up.state": { zh: "状态", en: "State" },
  "up.lag": { zh: "未送达", en: "Not yet there" },
  "up.lagEntries": { zh: "{n} 条", en: "{n} {n|entry|entries}" },
  "up.oldest": { zh: "最早未送达", en: "Oldest waiting" },
  "up.lastAck": { zh: "最后应答", en: "Last answer" },
  "up.counts": { zh: "已应答 / 已发 / 重发", en: "Answered / sent / again" },
  "up.unsendable": { zh: "无法转发", en: "Cannot be sent" },
  "up.unsendableHelp": {
    zh: "HJ 212 表达不了的读数，例如没有对应代码的标记或因子。",
    en: "Readings that HJ 212 has no form for, such as a flag or factor without a code.",
  },
  "up.error": { zh: "最后的错误", en: "Last error" },
  "up.state.connecting": { zh: "连接中", en: "Connecting" },
  "up.state.connected": { zh: "已连接", en: "Connected" },
  "up.state.waiting": { zh: "等待重连", en: "Waiting to dial again" },
  "up.state.failed": { zh: "本机故障", en: "Failed here" },
  "up.state.unknown": { zh: "尚无消息", en: "Nothing heard yet" },
  "up.since": { zh: "{at} 起", en: "since {at}" },
  "up.held": {
    zh: "{mn} 不被该平台接受，单独重试；其余设备不受影响",
    en: "{mn} is not taken and is tried by itself; the others go on",
  },
  "up.error.unreachable": { zh: "连不上", en: "unreachable" },
  "up.error.closed": { zh: "对方断开", en: "closed by the platform" },
  "up.error.unanswered": { zh: "没有应答", en: "no answer" },
  "up.error.refused": { zh: "对方拒绝", en: "refused" },
  "up.error.defect": { zh: "本机故障", en: "failed here" },
  "up.state.unanswered": { zh: "已连接，无应答", en: "Connected, no answer" },
  "up.error.resending": { zh: "重发后才应答", en: "answered after resends only" },
  "up.error.circling": { zh: "转发成环", en: "passed on in a circle" },
  "up.state.circling": { zh: "已连接，转发成环", en: "Connected, in a circle" },
  "up.state.resending": { zh: "已连接，要重发", en: "Connected, by resends" },
  "up.unansweredHelp": {
    zh: "连接是通的，但有数据等着送达，对方一直不应答。",
    en: "The line is open, but data wait and the platform acknowledges nothing.",
  },
} as const satisfies WordsTable;
