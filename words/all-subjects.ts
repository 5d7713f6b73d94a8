import type { Row } from "../core/casework/collection.ts";
import { ABSENCE_WORDS } from "./absence.ts";
import { CASE_WORDS } from "./case.ts";
import { DECLARATION_WORDS } from "./declaration.ts";
import type { SubjectWords } from "./subject-words.ts";

/** The words of every subject of casework, by its name. */
export const SUBJECT_WORDS: Readonly<Record<string, SubjectWords<Row>>> = {
  case: CASE_WORDS,
  declaration: DECLARATION_WORDS,
  absence: ABSENCE_WORDS,
};
