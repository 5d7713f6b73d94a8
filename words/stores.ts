import type { StoreTroubleCodes } from "../core/store-trouble.ts";
import type { Examples, WordTable } from "./word-table.ts";

/** Why a store on a server cannot be used. */
export const STORE_TROUBLE_WORDS: WordTable<StoreTroubleCodes> = {
  "no-address": {
    zh: ({ host }) => `找不到主机 ${host} 的地址`,
    en: ({ host }) => `no address is known for the host ${host}`,
  },
  "nobody-listens": {
    zh: ({ address }) => `${address} 拒绝连接：那里没有服务在运行`,
    en: ({ address }) => `${address} refuses the connection: no server listens there`,
  },
  "no-answer": { zh: "没有回答：服务器停住了，或线路不通", en: "does not answer: the server stands still, or the line is cut" },
  "connection-lost": { zh: "连接中断", en: "the connection was lost" },
  "not-serving": {
    zh: ({ technical }) => `服务器现在不提供服务：${technical}`,
    en: ({ technical }) => `the server does not serve now: ${technical}`,
  },
  "read-only": { zh: "数据库只读，不能写入", en: "the database is read-only: nothing can be written" },
  "no-such-login": { zh: "数据库没有这个用户", en: "the database has no such role" },
  "wrong-password": { zh: "口令不对", en: "the password is wrong" },
  "no-such-database": { zh: "服务器上没有这个数据库", en: "the server has no such database" },
  "no-right": { zh: ({ technical }) => `没有权限：${technical}`, en: ({ technical }) => `has no right to it: ${technical}` },
  "wrong-token": { zh: "令牌不被接受", en: "the token is not accepted" },
  "no-such-bucket": { zh: "没有这个存储桶，或令牌看不到它", en: "there is no such bucket, or the token does not see it" },
  "no-such-organisation": {
    zh: "没有这个组织，或令牌看不到它",
    en: "there is no such organisation, or the token does not see it",
  },
  "other-trouble": { zh: ({ technical }) => technical, en: ({ technical }) => technical },
};

/** Facts that show the sentences. */
export const STORE_TROUBLE_EXAMPLES: Examples<StoreTroubleCodes> = {
  "no-address": [{ host: "postgres" }],
  "nobody-listens": [{ address: "127.0.0.1:5432" }],
  "no-answer": [{}],
  "connection-lost": [{}],
  "not-serving": [{ technical: "the database system is starting up" }],
  "read-only": [{}],
  "no-such-login": [{}],
  "wrong-password": [{}],
  "no-such-database": [{}],
  "no-right": [{ technical: "permission denied for schema public" }],
  "wrong-token": [{}],
  "no-such-bucket": [{}],
  "no-such-organisation": [{}],
  "other-trouble": [{ technical: "204 expected, 200 answered" }],
};
