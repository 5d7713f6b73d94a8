import type { Finding } from "../judging/finding.ts";
import type { Actor } from "../people/actor.ts";
import type { Power } from "../people/rights.ts";
import type { RegistryIndex } from "../registry/grid.ts";
import type { Result } from "../result.ts";
import type { Instant } from "../time.ts";
import type { Deadline } from "./case.ts";
import type { Collection, ListQuery, Page, Row, SubjectWrite } from "./collection.ts";
import type { Refusal } from "./refusal.ts";
import type { NewTimelineEntry } from "./timeline.ts";
import type { WorkingCalendar } from "./working-calendar.ts";

/** When a decision is taken, by which journal entry, and on which grid. */
export interface Moment {
  readonly now: Instant;
  readonly seq: number;
  readonly index: RegistryIndex;
  readonly calendar: WorkingCalendar;
}

/** What a decision may look up first: the state as it stands at this place of the journal, with everything that was decided before it. */
export interface CaseworkReader {
  get<R extends Row>(collection: Collection<R>, id: string): Promise<R | undefined>;
  list<R extends Row>(collection: Collection<R>, query: ListQuery): Promise<Page<R>>;
  finding(id: string): Promise<Finding | undefined>;
  /** The running number last given under `key`; 0 when none was. */
  counter(key: string): Promise<number>;
}

/** Hours that must be judged again because a decision changed a fact that rules look at. `from` inclusive, `to` exclusive. */
export interface JudgeAgain {
  readonly outlet: string;
  readonly pollutant: string;
  readonly from: Instant;
  readonly to: Instant;
}

/** Everything that a decision brings about. All of it is committed together, or nothing. */
export interface Effects {
  /** What the caller of the command is told: the id of the row that was made or changed. */
  readonly id: string;
  readonly writes: readonly SubjectWrite[];
  readonly timeline?: readonly NewTimelineEntry[];
  /** Rows that replace those with the same id. */
  readonly deadlines?: readonly Deadline[];
  /** Ids of deadline rows that are over. */
  readonly cleared?: readonly string[];
  /** Running numbers that were given. */
  readonly counters?: Readonly<Record<string, number>>;
  readonly judgeAgain?: readonly JudgeAgain[];
}

/** A command as it is decided: what was asked, by whom, when, and the facts it needs. */
export interface Asked<Body, Facts> {
  readonly body: Body;
  readonly actor: Actor;
  readonly moment: Moment;
  readonly facts: Facts;
}

/**
 * One thing that people may ask of a subject. The same declaration serves the route (schema), the table of rights (power), the journal entry (type,
 * format) and the decision.
 */
export interface CommandKind<Body = unknown, Facts = unknown> {
  /** Kebab-case, unique among all subjects: `declare`, `decide-declaration`. Stands in the journal. */
  readonly type: string;
  /** Version of the body in the journal. A higher one comes with a step in the file of upcasters. */
  readonly format: number;
  /** The wire schema of the body (zod). Declared as a parser here, so that this file needs no package. */
  readonly schema: BodySchema<Body>;
  /** Who may ask. Checked before anything is looked up; finer questions (which cell, which state) belong to `decide`. */
  readonly power: Power;
  /** Looks up what the decision needs. */
  readonly needs: (body: Body, reader: CaseworkReader, moment: Moment) => Promise<Facts>;
  /** Pure. */
  readonly decide: (asked: Asked<Body, Facts>) => Result<Effects, Refusal>;
}

/** What of a zod schema is needed to take a body. */
export interface BodySchema<Body> {
  safeParse(value: unknown): { readonly success: true; readonly data: Body } | { readonly success: false };
}

/** A subject of casework: its collection, what may be asked of it, and what it makes of findings and of deadlines. */
export interface Subject {
  readonly name: string;
  readonly collection: Collection;
  readonly commands: readonly CommandKind[];
  /** Kinds of deadline rows that are this subject's, each with what follows when its time has come. */
  readonly deadlines?: Readonly<Record<string, DeadlineKind>>;
}

/** What follows when a deadline row is due. `undefined` when the row was overtaken by a step. */
export interface DeadlineKind<Facts = unknown> {
  readonly needs: (deadline: Deadline, reader: CaseworkReader) => Promise<Facts>;
  readonly decide: (due: { readonly deadline: Deadline; readonly moment: Moment; readonly facts: Facts }) => Effects | undefined;
}
