import type { Declaration } from "../cases/declaration/declaration.ts";
import type { SubjectWords } from "./subject-words.ts";

/** The words of a declaration. */
export const DECLARATION_WORDS: SubjectWords<Declaration> = {
  row: (row, { names }) => ({
    enterpriseName: names.enterprise(row.enterprise),
    outletNames: row.outlets.map((id) => names.outlet(id)),
  }),
  line: () => ({}),
  news: () => ({}),
};
