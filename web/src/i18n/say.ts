import type { Language } from "../../../words/language.ts";
import { commonWords } from "./common-words.ts";
import type { WordsTable } from "./words-table.ts";

export type Lang = Language;

/** The keys of the words that all areas share. */
export type CommonKey = keyof typeof commonWords;

/**
 * Says a phrase of an area or a common one, with `{names}` filled in; `{n|kind|kinds}` is the first word for one and
 * the second for any other number.
 */
export type Say<Key extends string = never> = (
  key: Key | CommonKey,
  values?: Readonly<Record<string, string | number>>,
) => string;

/** The common words in one language, and those of an area where its table is given. */
export function sayIn(lang: Lang): Say;
export function sayIn<Table extends WordsTable>(lang: Lang, table: Table): Say<keyof Table & string>;
export function sayIn(lang: Lang, table: WordsTable = {}): Say<string> {
  const common: WordsTable = commonWords;
  return (key, values = {}) => filled((table[key] ?? common[key])?.[lang] ?? key, values);
}

function filled(phrase: string, values: Readonly<Record<string, string | number>>): string {
  return phrase.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g, (whole, name: string, one?: string, more?: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return one === undefined || more === undefined ? String(value) : String(value) === "1" ? one : more;
  });
}

/** True when an area or the common words have the key: for words that the server sends and we may not know. */
export function isWord<Table extends WordsTable>(table: Table, key: string): key is (keyof Table & string) | CommonKey {
  return Object.hasOwn(table, key) || Object.hasOwn(commonWords, key);
}
