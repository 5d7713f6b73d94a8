import type { WordsTable } from "../../i18n/words-table.ts";

/** The words of the help. */
export const helpWords = {
  "help.pages": { zh: "帮助目录", en: "Pages of the help" },
  "help.back": { zh: "返回登录", en: "Back to the log-in" },
  "help.file": { zh: "（产品文件夹中的 {file}）", en: " ({file} in the product's folder)" },
} as const satisfies WordsTable;
