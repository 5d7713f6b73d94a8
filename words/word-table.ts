import type { Said } from "../core/said.ts";
import type { Names, Telling } from "./names.ts";

/** How one code is said: a fixed text, or a sentence made of its facts. */
export type Phrase<Facts> = string | ((facts: Facts, names: Names) => string);

/** The words of every code of a subject. The compiler refuses a table that leaves a code or a language out. */
export type WordTable<Map> = {
  readonly [Code in keyof Map]: { readonly zh: Phrase<Map[Code]>; readonly en: Phrase<Map[Code]> };
};

/** Facts for every code of a subject, at least one set each; the compiler refuses examples that leave a code out. */
export type Examples<Map> = { readonly [Code in keyof Map]: readonly [Map[Code], ...Map[Code][]] };

/** Says a code with its facts in the language asked for. */
export function say<Map>(table: WordTable<Map>, what: Said<Map>, telling: Telling): string {
  const entry = table[what.code as keyof Map];
  return sayPhrase(entry[telling.language] as Phrase<unknown>, what.facts, telling);
}

/** Says one phrase with the facts that it is made of. */
export function sayPhrase<Facts>(phrase: Phrase<Facts>, facts: Facts, telling: Telling): string {
  return typeof phrase === "string" ? phrase : phrase(facts, telling.names);
}
