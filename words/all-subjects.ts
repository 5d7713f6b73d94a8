import type { EachSubject } from "../cases/all-subjects.ts";
import type { Row } from "../core/casework/collection.ts";
import type { Subject } from "../core/casework/subject.ts";
import { ABSENCE_WORDS } from "./absence.ts";
import { CASE_WORDS } from "./case.ts";
import { DECLARATION_WORDS } from "./declaration.ts";
import type { AnyRefusalWords, SubjectWords } from "./subject-words.ts";

type WordsOf<S> = S extends Subject<infer R, infer Own> ? SubjectWords<R, Own> : never;

/** The words of every subject of casework, by its name: the compiler asks for each subject and each of its codes. */
const WORDS: { readonly [S in EachSubject as S["name"]]: WordsOf<S> } = {
  case: CASE_WORDS,
  declaration: DECLARATION_WORDS,
  absence: ABSENCE_WORDS,
};

/** The same for whoever knows no subject by name. */
export const SUBJECT_WORDS: Readonly<Record<string, SubjectWords<Row>>> = WORDS;

/** Why commands are declined, for the codes that the subjects declare. */
export const SUBJECT_REFUSAL_WORDS: Readonly<Record<string, AnyRefusalWords>> = Object.fromEntries(
  Object.values(WORDS).flatMap(({ refusals }): readonly [string, AnyRefusalWords][] => Object.entries(refusals)),
);
