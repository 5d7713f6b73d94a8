import type { Finding } from "../judging/finding.ts";
import type { Actor } from "../people/actor.ts";
import type { Power } from "../people/rights.ts";
import type { RegistryIndex } from "../registry/grid.ts";
import type { Result } from "../result.ts";
import type { AnyCodes, NoCodes } from "../said.ts";
import type { Instant } from "../time.ts";
import type { Collection, ListQuery, Page, Row, SubjectWrite } from "./collection.ts";
import type { Deadline } from "./deadline.ts";
import type { FieldProblem, Refusal, RefusalTable } from "./refusal.ts";
import type { SubjectDoor, WireSchema } from "./subject-door.ts";
import type { NewTimelineEntry } from "./timeline.ts";
import type { WorkingCalendar } from "./working-calendar.ts";

/**
 * A subject of casework, said as data: how its rows are stored, what may be asked of it, what it makes of findings and
 * of deadlines, and how it is read over HTTP. Judge, stores and API serve every subject alike and know none by name.
 * What decides is a method, so that a subject of one kind of row can stand in the list of all subjects. `Own` are the
 * codes that only its commands are declined with; its words have to say them.
 */
export interface Subject<R extends Row = Row, Own = AnyCodes, Name extends string = string> {
  /** Kebab-case, unique: the type of its live events and the key of its words. */
  readonly name: Name;
  readonly collection: Collection<R>;
  /**
   * Rows besides its own that its decisions keep and read. Nobody asks for them, and live pages are not told of them.
   */
  readonly alsoKeeps?: readonly Collection[];
  readonly commands: readonly CommandKind<Row | null, unknown, unknown, Own>[];
  readonly refusals: RefusalTable<Own>;
  /** Kinds of deadline rows that are this subject's, each with what follows when its time has come. */
  readonly deadlines?: Readonly<Record<string, DeadlineKind>>;
  /**
   * What follows from a finding that changed. One subject at most: the finding is linked to the row that it answers
   * with.
   */
  readonly findings?: FindingKind;
  /** What follows when another version of the registry comes into force. */
  readonly gridChange?: GridChangeKind;
  /** What live pages are told of a row that changed. */
  newsOf(row: R): RowNews;
  readonly door: SubjectDoor<R>;
}

/** Where a row that changed belongs, for filtering without a look-up, and what of it is told. */
export interface RowNews {
  readonly outlet: string | null;
  readonly cell: string | null;
  readonly enterprise: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** When a decision is taken, by which journal entry, and on which grid. */
export interface Moment {
  readonly now: Instant;
  readonly seq: number;
  /** The grid of the day: without cells and posts that have ended. */
  readonly index: RegistryIndex;
  readonly calendar: WorkingCalendar;
}

/**
 * What a decision may look up first: the state as it stands at this place of the journal, with everything that was
 * decided before it.
 */
export interface CaseworkReader {
  get<R extends Row>(collection: Collection<R>, id: string): Promise<R | undefined>;
  list<R extends Row>(collection: Collection<R>, query: ListQuery): Promise<Page<R>>;
  finding(id: string): Promise<Finding | undefined>;
  /** The running number last given under `key`; 0 when none was. */
  counter(key: string): Promise<number>;
}

/**
 * Hours that must be judged again because a decision changed a fact that rules look at. `from` inclusive, `to`
 * exclusive.
 */
export interface JudgeAgain {
  readonly outlet: string;
  readonly pollutant: string;
  readonly from: Instant;
  readonly to: Instant;
  /** The hours themselves say something else: their days, and hours that look back at them, are judged again, too. */
  readonly isOfHours?: true;
}

/** Everything that a decision brings about. All of it is committed together, or nothing. */
export interface Effects {
  /** Id of the row that was made or changed: what the caller of a command is told. */
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

/** What a finding that changed brings about. It is linked to the row of `id`. */
export interface FindingEffects extends Omit<Effects, "judgeAgain"> {
  /** Findings besides the one that changed that are linked to another row from now on. */
  readonly linked: readonly LinkedFinding[];
}

/** A finding that belongs to another row from now on. */
export interface LinkedFinding {
  readonly finding: string;
  readonly row: string;
}

/** What is asked: of which row, by whom, when. */
export interface Asked<On, Body> {
  /** The row as it stands; `null` for a command that makes one. */
  readonly row: On;
  readonly body: Body;
  readonly actor: Actor;
  readonly moment: Moment;
}

/**
 * One thing that people may ask of a subject. The same declaration serves the route (place, schema), the table of
 * rights (power), the journal entry (type, format) and the decision.
 */
export interface CommandKind<On extends Row | null = Row | null, Body = unknown, Facts = unknown, Own = AnyCodes> {
  /** Kebab-case, unique among all subjects: `declare`, `decide-declaration`. Stands in the journal. */
  readonly type: string;
  /** Version of the body in the journal. A higher one comes with a step in the file of upcasters. */
  readonly format: number;
  /**
   * `null` makes a row and is asked with `POST` at the subject's path; else the word after the id of the row: `POST
   * <path>/{id}/<place>`.
   */
  readonly place: string | null;
  readonly summary: string;
  /**
   * Who may ask. Checked before anything is looked up; over which cells, and in which state, is the matter of `decide`.
   */
  readonly power: Power;
  /** The wire form of the body; what it parses to stands in the journal. */
  readonly body: WireSchema<Body>;
  /**
   * Fields of the body, texts, that stand in the journal and in the records sealed with the key of the installation;
   * `Reader.open` opens them for whoever may read them.
   */
  readonly sealed?: readonly string[];
  /** What the audit keeps: what it is called there, and which fields of the body. */
  readonly audit: { readonly action: string; readonly fields: readonly string[] };
  /**
   * What the body names that does not exist for the actor. Asked before the command reaches the journal; `decide`
   * trusts none of it.
   */
  problemsOf?(asked: Omit<Asked<On, Body>, "moment"> & { readonly index: RegistryIndex }): readonly FieldProblem[];
  /** Looks up what the decision needs besides the row. */
  needs(asked: Asked<On, Body>, reader: CaseworkReader): Promise<Facts>;
  /** Pure. */
  decide(asked: Asked<On, Body>, facts: Facts): Result<Effects, Refusal<Own>>;
}

/** How a finding changed. */
export type FindingChange = "opened" | "revised" | "confirmed" | "withdrawn" | "reinstated" | "exempted";

/** What happened to a finding. */
export interface FindingNews {
  readonly finding: Finding;
  readonly change: FindingChange;
  /**
   * True for a period that was long past when it was first heard of (`limits/figures.ts`): it is judged like every
   * other, but it is history and calls nobody out.
   */
  readonly history: boolean;
}

/** What follows when a finding changes. */
export interface FindingKind<Facts = unknown> {
  needs(news: FindingNews, moment: Moment, reader: CaseworkReader): Promise<Facts>;
  /**
   * Pure. `undefined` when nothing is to be done. It cannot ask for hours to be judged again: it is asked while one is
   * judged.
   */
  decide(news: FindingNews, moment: Moment, facts: Facts): FindingEffects | undefined;
}

/** What follows when another version of the registry comes into force; the moment has the new one. */
export interface GridChangeKind<Facts = unknown> {
  needs(before: RegistryIndex, moment: Moment, reader: CaseworkReader): Promise<Facts>;
  /** Pure. */
  decide(before: RegistryIndex, moment: Moment, facts: Facts): Omit<Effects, "id" | "judgeAgain">;
}

/** What follows when a deadline row is due. */
export interface DeadlineKind<Facts = unknown> {
  needs(deadline: Deadline, reader: CaseworkReader): Promise<Facts>;
  /** Pure. `undefined` when the row was overtaken by a step. */
  decide(deadline: Deadline, moment: Moment, facts: Facts): Effects | undefined;
}

/** Declares a command; the compiler checks body, facts, row and codes of refusals against each other. */
export function command<On extends Row | null, Body, Facts, Own = NoCodes>(
  kind: CommandKind<On, Body, Facts, Own>,
): CommandKind<On, Body, Facts, Own> {
  return kind;
}
