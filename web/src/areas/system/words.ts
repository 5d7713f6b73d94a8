import type { WordsTable } from "../../i18n/words-table.ts";

/** The words of the system page. */
export const systemWords = {
  "lag.journal": { zh: "日志位置", en: "Journal" },
  "lag.intake": { zh: "入库位置", en: "Intake" },
  "lag.judge": { zh: "判定位置", en: "Judge" },
  "lag.pending": { zh: "未处理", en: "Pending" },
  "sys.title": { zh: "系统", en: "System" },
  "sys.account": { zh: "今日收报", en: "Messages today" },
  "sys.received": { zh: "收到", en: "Received" },
  "sys.stored": { zh: "入库", en: "Stored" },
  "sys.quarantined": { zh: "隔离", en: "Quarantined" },
  "sys.pending": { zh: "待解码", en: "Pending" },
  "sys.duplicates": { zh: "重复", en: "Duplicates" },
  "sys.control": { zh: "控制", en: "Control" },
  "sys.balanced": {
    zh: "收支平衡：收到 = 入库 + 隔离 + 待解码 + 重复 + 控制",
    en: "Balanced: received = stored + quarantined + pending + duplicates + control",
  },
  "sys.unbalanced": { zh: "收支不平，相差 {n} 条，请报告", en: "Out of balance by {n}; please report it" },
  "sys.accountWhat": { zh: "收报统计", en: "the account" },
  "sys.newest": { zh: "最新读数", en: "Newest reading" },
  "sys.seeDevices": { zh: "看哪些设备没有数据", en: "See which devices are silent" },
  "sys.live": { zh: "实时连接", en: "Live connection" },
  "sys.live.open": { zh: "正常", en: "Open" },
  "sys.live.connecting": { zh: "连接中", en: "Connecting" },
  "sys.live.lost": { zh: "中断", en: "Lost" },
  "sys.lag": { zh: "滞后", en: "Lag" },
  "sys.lagNone": { zh: "还没有收到滞后信息", en: "No word of a lag yet" },
} as const satisfies WordsTable;
