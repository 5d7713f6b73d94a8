import type { Patrol } from "../cases/patrol/patrol.ts";
import type { SubjectWords } from "./subject-words.ts";

/** The words of a patrol. */
export const PATROL_WORDS: SubjectWords<Patrol> = {
  row: ({ cell, person }, { names }) => ({
    cellName: names.cell(cell),
    personName: person === null ? null : names.person(person),
  }),
  line: () => ({}),
  news: () => ({}),
  refusals: {},
};
