import type { Collection } from "../core/casework/collection.ts";
import type { Subject } from "../core/casework/subject.ts";
import { REVISIONS } from "../core/records/revision.ts";
import { ABSENCE_SUBJECT } from "./absence/absence-subject.ts";
import { ACCIDENT_SUBJECT } from "./accident/accident-subject.ts";
import { CASE_SUBJECT } from "./case/case-subject.ts";
import { CONTROL_ORDER_SUBJECT } from "./control-order/control-order-subject.ts";
import { DECLARATION_SUBJECT } from "./declaration/declaration-subject.ts";
import { PATROL_SUBJECT } from "./patrol/patrol-subject.ts";
import { TAG_SUBJECT } from "./tag/tag-subject.ts";

const ALL = [
  CASE_SUBJECT,
  DECLARATION_SUBJECT,
  ABSENCE_SUBJECT,
  ACCIDENT_SUBJECT,
  PATROL_SUBJECT,
  CONTROL_ORDER_SUBJECT,
  TAG_SUBJECT,
] as const;

/** One of them as it is declared, with its name and its codes: `words/all-subjects.ts` owes it words. */
export type EachSubject = (typeof ALL)[number];

/** Every subject of casework. The judge, the stores and the API take them from here and know none by name. */
export const SUBJECTS: readonly Subject[] = ALL;

/** How the rows of all subjects are stored, and what the judge keeps beside them. */
export const COLLECTIONS: readonly Collection[] = [...SUBJECTS.flatMap((s) => [s.collection, ...(s.alsoKeeps ?? [])]), REVISIONS];
