import type { AskedStore, NeededRole, NotReadyCodes } from "../core/readiness/readiness.ts";
import type { StoreTroubleCodes } from "../core/store-trouble.ts";
import type { Examples, WordTable } from "./word-table.ts";

interface InBoth {
  readonly zh: string;
  readonly en: string;
}

const ROLES: Readonly<Record<NeededRole, InBoth>> = {
  gateway: { zh: "接入（gateway）", en: "the gateway" },
  pipeline: { zh: "处理（pipeline）", en: "the pipeline" },
};

const STORES: Readonly<Record<AskedStore, InBoth>> = {
  journal: { zh: "日志", en: "the journal" },
  intake: { zh: "工作库", en: "the working store" },
  records: { zh: "记录库（登记、案件、账号）", en: "the records (registry, cases, accounts)" },
  series: { zh: "长期库（InfluxDB）", en: "the long-term store (InfluxDB)" },
};

/** Without names and addresses: whoever asks need not be logged in. The log has them. */
const TROUBLES: Readonly<Record<keyof StoreTroubleCodes, InBoth>> = {
  "no-address": { zh: "主机名没有地址", en: "no address is known for its host" },
  "nobody-listens": { zh: "拒绝连接，那里没有服务在运行", en: "its address refuses the connection" },
  "no-answer": { zh: "没有回答", en: "does not answer" },
  "connection-lost": { zh: "连接中断", en: "the connection was lost" },
  "not-serving": { zh: "服务器说它现在不提供服务", en: "its server says that it does not serve now" },
  "read-only": { zh: "只读，不能写入", en: "is read-only" },
  "no-such-login": { zh: "没有这个用户", en: "has no such role" },
  "wrong-password": { zh: "口令不对", en: "the password is wrong" },
  "no-such-database": { zh: "没有这个数据库", en: "the database is not there" },
  "no-right": { zh: "没有权限", en: "a right is missing" },
  "wrong-token": { zh: "令牌不被接受", en: "the token is not accepted" },
  "no-such-bucket": { zh: "没有这个存储桶", en: "the bucket is not there" },
  "no-such-organisation": { zh: "没有这个组织", en: "the organisation is not there" },
  "other-trouble": { zh: "出错，见运行日志", en: "fails; the log says how" },
};

/** What is wrong with an installation, as `/readyz` tells it. */
export const NOT_READY_WORDS: WordTable<NotReadyCodes> = {
  "role-absent": {
    zh: ({ role }) => `${ROLES[role].zh}没有在这个数据目录上运行`,
    en: ({ role }) => `${ROLES[role].en} does not run on this data directory`,
  },
  "role-silent": {
    zh: ({ role }) => `${ROLES[role].zh}没有回答：停住了，或忙得不能应答`,
    en: ({ role }) => `${ROLES[role].en} does not answer: it stands still, or is too busy`,
  },
  "role-waits": {
    zh: ({ role }) => `${ROLES[role].zh}还没有启动完，正在等它需要的存储`,
    en: ({ role }) => `${ROLES[role].en} has not started yet: it waits for a store that it needs`,
  },
  "journal-full": {
    zh: "数据目录所在磁盘没有空间：报文在等待，不应答",
    en: "the disk of the data directory is full: messages wait and are not acknowledged",
  },
  "journal-failed": { zh: "日志写入失败：不再应答任何报文", en: "the journal failed: nothing is acknowledged any more" },
  "store-away": {
    zh: ({ store, trouble }) => `${STORES[store].zh}：${TROUBLES[trouble].zh}`,
    en: ({ store, trouble }) => `${STORES[store].en}: ${TROUBLES[trouble].en}`,
  },
  "entries-wait": {
    zh: ({ entries, oldestSeconds }) => `日志中有 ${entries} 条尚未处理，最早的已等待 ${oldestSeconds} 秒`,
    en: ({ entries, oldestSeconds }) => `${entries} entries of the journal wait, the oldest for ${oldestSeconds} s`,
  },
};

/** Facts that show the sentences. */
export const NOT_READY_EXAMPLES: Examples<NotReadyCodes> = {
  "role-absent": [{ role: "pipeline" }],
  "role-silent": [{ role: "pipeline" }],
  "role-waits": [{ role: "gateway" }],
  "journal-full": [{}],
  "journal-failed": [{}],
  "store-away": [{ store: "records", trouble: "no-answer" }],
  "entries-wait": [{ entries: 1_200, oldestSeconds: 95 }],
};
