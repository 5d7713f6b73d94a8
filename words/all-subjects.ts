import type { EachSubject } from "../cases/all-subjects.ts";
import type { Row } from "../core/casework/collection.ts";
import type { Subject } from "../core/casework/subject.ts";
import { ABSENCE_WORDS } from "./absence.ts";
import { ACCIDENT_WORDS } from "./accident.ts";
import { CASE_WORDS } from "./case.ts";
import { CONTROL_ORDER_WORDS } from "./control-order.ts";
import { DECLARATION_WORDS } from "./declaration.ts";
import { PATROL_WORDS } from "./patrol.ts";
import type { AnyRefusalWords, SubjectWords } from "./subject-words.ts";
import { TAG_SUBJECT_WORDS } from "./tag.ts";

type WordsOf<S> = S extends Subject<infer R, infer Own> ? SubjectWords<R, Own> : never;

/** The words of every subject of casework, by its name: the compiler asks for each subject and each of its codes. */
const WORDS: { readonly [S in EachSubject as S["name"]]: WordsOf<S> } = {
  case: CASE_WORDS,
  declaration: DECLARATION_WORDS,
  absence: ABSENCE_WORDS,
  accident: ACCIDENT_WORDS,
  patrol: PATROL_WORDS,
  "control-order": CONTROL_ORDER_WORDS,
  tag: TAG_SUBJECT_WORDS,
};

/** The same for whoever knows no subject by name. */
export const SUBJECT_WORDS: Readonly<Record<string, SubjectWords<Row>>> = WORDS;

/** Why commands are declined, for the codes that the subjects declare. */
export const SUBJECT_REFUSAL_WORDS: Readonly<Record<string, AnyRefusalWords>> = Object.fromEntries(
  Object.values(WORDS).flatMap(({ refusals }): readonly [string, AnyRefusalWords][] => Object.entries(refusals)),
);
