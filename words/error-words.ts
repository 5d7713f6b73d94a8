import type { Words } from "./language.ts";

/**
 * The words of one code that the API answers: what it means (`title`), and what can be done about it by whom.
 * `docs/errors.md` is made of them.
 */
export interface ErrorWords {
  readonly title: Words;
  readonly who: "caller" | "administrator" | "operator";
  readonly what: Words;
}
