import type { Absence } from "../cases/absence/absence.ts";
import type { SubjectWords } from "./subject-words.ts";

/** The words of an absence. */
export const ABSENCE_WORDS: SubjectWords<Absence> = {
  row: ({ person, cells }, { names }) => ({
    personName: names.person(person),
    cellNames: cells.map((cell) => names.cell(cell)),
  }),
  line: () => ({}),
  news: () => ({}),
};
