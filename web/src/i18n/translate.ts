import { en } from "./en.ts";
import { type WordKey, zh } from "./zh.ts";

export type Lang = "zh" | "en";

/** Says a phrase of the dictionary, with `{names}` filled in; `{n|kind|kinds}` is the first word for one and the second for any other number. */
export type Say = (key: WordKey, values?: Readonly<Record<string, string | number>>) => string;

/** The words of one language. */
export function sayIn(lang: Lang): Say {
  const words: Readonly<Record<WordKey, string>> = lang === "zh" ? zh : en;
  return (key, values = {}) =>
    words[key].replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, more?: string) => {
      const value = values[name];
      if (value === undefined) return whole;
      return one === undefined || more === undefined ? String(value) : String(value) === "1" ? one : more;
    });
}

/** True when the dictionary has the key: for words that the server sends and we may not know. */
export function isWordKey(key: string): key is WordKey {
  return Object.hasOwn(zh, key);
}
