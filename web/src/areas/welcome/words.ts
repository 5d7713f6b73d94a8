import type { WordsTable } from "../../i18n/words-table.ts";

/** The words around the three first sentences. */
export const welcomeWords = {
  "welcome.title": { zh: "{role}：先看这三处", en: "{role}: three places to begin with" },
  "welcome.close": { zh: "知道了", en: "Got it" },
  "welcome.help": { zh: "以后有疑问，点右上角的「帮助」。", en: "Later, “Help” at the top answers." },
} as const satisfies WordsTable;
