import type { InstallationProblemCodes } from "../core/installation/check-installation.ts";
import type { PartName } from "../core/installation/marked-part.ts";
import type { NoFacts } from "../core/said.ts";
import type { Words } from "./language.ts";
import type { Examples, WordTable } from "./word-table.ts";

/** What keeps the stores of a product from being one installation. */
export interface InstallationTroubleCodes extends InstallationProblemCodes {
  "database-in-use": NoFacts;
  /** Only the doctor says so: a start does without the long-term store, and names a records server that is away. */
  "store-away": NoFacts;
}

const PARTS: Readonly<Record<PartName, Words>> = {
  journal: { zh: "日志", en: "the journal" },
  records: { zh: "业务库", en: "the records" },
  intake: { zh: "工作库", en: "the working store" },
  series: { zh: "长期库", en: "the long-term store" },
};

/** What there is, and what can be done. */
export const INSTALLATION_WORDS: WordTable<InstallationTroubleCodes> = {
  "part-of-another-installation": {
    zh: ({ part, own, other }) =>
      `${PARTS[part].zh}属于另一套安装（${other}），日志是${own === null ? "新的" : `安装 ${own} 的`}；请指向本安装自己的库，或把日志与它从同一次备份恢复`,
    en: ({ part, own, other }) =>
      `${PARTS[part].en} belong${part === "records" ? "" : "s"} to another installation (${other}), the journal ${own === null ? "is new" : `to ${own}`}; name the store of this installation, or restore both from one backup`,
  },
  "journal-behind-reader": {
    zh: ({ reader, place, newest }) =>
      `“${reader}”已读到日志第 ${place} 条，而日志只到第 ${newest} 条：日志比库旧；请从同一次备份恢复两者，不要只恢复其中之一`,
    en: ({ reader, place, newest }) =>
      `"${reader}" has read up to journal entry ${place}, but the journal ends at ${newest}: the journal is older than its readers; restore both from one backup, never one alone`,
  },
  "records-of-another-journal": {
    zh: ({ seq }) => `业务库的登记表来自日志第 ${seq} 条，而该条不是登记表：业务库不属于这份日志；请指向本安装自己的库`,
    en: ({ seq }) =>
      `the records have their registry from journal entry ${seq}, which is none: they do not belong to this journal; name the store of this installation`,
  },
  "key-of-another-installation": {
    zh: "secrets.key 不是封存本安装口令的密钥；请放回原来的密钥。若已遗失，运行 outfall doctor --accept-key，然后重新录入各设备的口令",
    en: "secrets.key is not the key that sealed the secrets of this installation; put the right one back. If it is lost, run outfall doctor --accept-key and enter the devices' secrets again",
  },
  "key-missing": {
    zh: "没有 secrets.key，日志里各设备的口令无法打开；请放回密钥。若已遗失，运行 outfall doctor --accept-key，然后重新录入各设备的口令",
    en: "secrets.key is missing, and the devices' secrets in the journal cannot be opened without it; put it back. If it is lost, run outfall doctor --accept-key and enter the devices' secrets again",
  },
  "demo-directory": {
    zh: "是演示区的数据，其账号口令人人皆知，只能与演示一起启动（--demo）；正式运行请用自己的目录或数据库",
    en: "holds the demo, whose passwords everybody knows: it is opened with --demo only; give the product a directory or database of its own",
  },
  "directory-without-demo": {
    zh: "是正式运行的数据，演示不能在其中启动；演示请用自己的目录（默认 ./demo-data）",
    en: "was used without the demo, which is never put into it; give the demo a directory of its own (./demo-data is usual)",
  },
  "database-in-use": {
    zh: "另一个产品正在使用这个数据库；每套安装须有自己的数据库",
    en: "another product works on this database; each installation needs one of its own",
  },
  "store-away": { zh: "现在连不上，无法比对", en: "cannot be reached now, so it was not compared" },
};

/** Facts that show the sentences. */
export const INSTALLATION_EXAMPLES: Examples<InstallationTroubleCodes> = {
  "part-of-another-installation": [
    { part: "records", own: null, other: "3b8f" },
    { part: "series", own: "91c2", other: "3b8f" },
  ],
  "journal-behind-reader": [{ reader: "records", place: 1_200, newest: 900 }],
  "records-of-another-journal": [{ seq: 12 }],
  "key-of-another-installation": [{}],
  "key-missing": [{}],
  "demo-directory": [{}],
  "directory-without-demo": [{}],
  "database-in-use": [{}],
  "store-away": [{}],
};
