import type { WordTable } from "./word-table.ts";

/** What a start says to the person who started it, beside its log. */
export interface StartLineCodes {
  /** There is no account yet: the link makes the first one. */
  "first-run": { readonly link: string };
  "demo-is-open": { readonly address: string };
}

export const START_LINE_WORDS: WordTable<StartLineCodes> = {
  "first-run": {
    zh: ({ link }) => `还没有账号。打开 ${link} 建立第一个管理员（只能用一次；再次输出时以新的为准）`,
    en: ({ link }) =>
      `There is no account yet. Open ${link} to make the first administrator (one use; a newer line takes its place)`,
  },
  "demo-is-open": {
    zh: ({ address }) => `打开 ${address}，点一个演示账号即可登录`,
    en: ({ address }) => `Open ${address} and click a demo account to log in`,
  },
};
