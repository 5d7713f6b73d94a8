import { en } from "./en.ts";
import { type WordKey, zh } from "./zh.ts";

export type Lang = "zh" | "en";

/** Says a phrase of the dictionary, with `{names}` filled in. */
export type Say = (key: WordKey, values?: Readonly<Record<string, string | number>>) => string;

/** The words of one language. */
export function sayIn(lang: Lang): Say {
  const words: Readonly<Record<WordKey, string>> = lang === "zh" ? zh : en;
  return (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** True when the dictionary has the key: for words that the server sends and we may not know. */
export function isWordKey(key: string): key is WordKey {
  return Object.hasOwn(zh, key);
}
