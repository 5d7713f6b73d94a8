import type { Words } from "../../../words/language.ts";

/**
 * Words of an area by key, each in every language: `{ … } as const satisfies WordsTable`, and the compiler refuses a
 * missing language.
 */
export type WordsTable = Readonly<Record<string, Words>>;
