import type { Page, SubjectsView, SubjectWrite } from "../casework/collection.ts";
import type { CommandOutcome, DecidedCommand } from "../casework/command.ts";
import type { Deadline } from "../casework/deadline.ts";
import type { FindingIds } from "../casework/look-up.ts";
import type { TimelineEntry } from "../casework/timeline.ts";
import type { Place } from "../journal/place.ts";
import type { AlertLevel, Finding, FindingStatus, RuleId } from "../judging/finding.ts";
import type { DataValidity, PeriodBasis, PeriodKey, PeriodState, VerdictWord } from "../judging/period.ts";
import type { RegistryVersions, StoredVersion } from "../registry/registry-timeline.ts";
import type { Instant } from "../time.ts";
import type { DaySumsStore, DaySumsView } from "./day-sums.ts";
import type { Gathered, Gathering, Series } from "./gathered.ts";

/**
 * What was last said of a period, for the page and the series route: the verdicts of the rules that colour it are
 * folded into the gravest word. `null` where nothing is said any more.
 */
export interface PeriodVerdict extends PeriodKey {
  readonly verdict: VerdictWord | null;
  readonly validity: DataValidity;
  readonly value: number | null;
  readonly limitId: string | null;
  readonly limitValue: number | null;
}

/** A verdict that is said. */
export type SaidVerdict = PeriodVerdict & { readonly verdict: VerdictWord };

/** True where something is said of the period. */
export function isSaid(verdict: PeriodVerdict): verdict is SaidVerdict {
  return verdict.verdict !== null;
}

/** Periods of one series with `from <= start < to`, ordered by start. */
export interface PeriodSpan {
  readonly outlet: string;
  readonly pollutant: string;
  readonly basis: PeriodBasis;
  readonly from: Instant;
  readonly to: Instant;
  /** The first so many; all when left out. */
  readonly limit?: number;
}

/** How far the judge has come. */
export interface JudgePosition {
  /** The newest journal entry whose effects are in. */
  readonly seq: Place;
  /** How many commits the entry after it has taken so far: an entry may take several. */
  readonly step: number;
  /** The judge's clock: the greatest time of anything that took effect. It never goes back. */
  readonly engineAt: Instant;
}

/** Something that changed and that a live page wants to know. `id` grows. */
export interface RecordEvent {
  readonly id: number;
  readonly seq: number;
  readonly at: Instant;
  /** `finding`, `registry`, or the name of a subject of casework. */
  readonly type: string;
  readonly subject: string;
  /** For filtering without a look-up. */
  readonly outlet: string | null;
  readonly cell: string | null;
  readonly enterprise: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** All effects of a run of journal entries. Applied in ONE transaction together with the cursor, or not at all. */
export interface RecordsBatch {
  /** The newest entry whose effects are complete with this batch. */
  readonly upTo: Place;
  /**
   * How many commits the entry after `upTo` has taken with this one; 0 between two entries. Nothing happens when
   * (`upTo`, `step`) is not beyond what is stored.
   */
  readonly step: number;
  readonly engineAt: Instant;
  readonly registries: readonly StoredVersion[];
  /** Each period once. */
  readonly periods: readonly PeriodState[];
  /** Each period once, best in the order of `periods`. */
  readonly verdicts: readonly PeriodVerdict[];
  readonly findings: readonly Finding[];
  readonly timeline: readonly TimelineEntry[];
  /** Rows of every collection. Of several writes of one row the last counts. */
  readonly subjects: readonly SubjectWrite[];
  /** Replaces rows with the same id. */
  readonly deadlines: readonly Deadline[];
  readonly clearedDeadlines: readonly string[];
  readonly outcomes: readonly CommandOutcome[];
  /** First outcomes by request. A request that is decided anew, as it was forgotten, replaces its row. */
  readonly commands: readonly DecidedCommand[];
  /** Requests decided before are forgotten; `null` leaves all. */
  readonly commandsSince: Instant | null;
  readonly events: readonly Omit<RecordEvent, "id">[];
  /** New value of the running number of cases by division and year, by key `410199-2026`. */
  readonly counters: Readonly<Record<string, number>>;
}

/** The store of what was decided. One writer (the judge); SQLite or PostgreSQL. */
export interface RecordsStore extends RecordsView {
  readonly daySums: DaySumsStore;
  commit(batch: RecordsBatch): Promise<void>;
}

export interface FindingFilter {
  readonly ids?: readonly string[];
  readonly outlets?: readonly string[];
  readonly rule?: RuleId;
  readonly status?: FindingStatus;
  readonly level?: AlertLevel;
  readonly caseIds?: readonly string[];
  /** Period start: from inclusive, to exclusive. */
  readonly from?: Instant;
  readonly to?: Instant;
  readonly limit: number;
  /** Opaque, from `next` of the page before. */
  readonly cursor?: string;
}

/** The reading side; many readers, in any process. */
export interface RecordsView extends RegistryVersions {
  /** The rows of every collection. */
  readonly subjects: SubjectsView;
  /** What the hours of days come to. */
  readonly daySums: DaySumsView;
  cursor(): Promise<Place>;
  position(): Promise<JudgePosition>;
  /** Answers everything that is asked at once, as the single questions would. */
  gather(asked: Gathering): Promise<Gathered>;
  /** What is known of these periods; those of which nothing is are left out. */
  periodsOf(keys: readonly PeriodKey[]): Promise<readonly PeriodState[]>;
  /**
   * The start of the newest period of which anything is known or said, of each series in their order; `null` where none
   * is.
   */
  newestPeriods(series: readonly Series[]): Promise<readonly (Instant | null)[]>;
  periods(span: PeriodSpan): Promise<readonly PeriodState[]>;
  verdicts(span: PeriodSpan): Promise<readonly PeriodVerdict[]>;
  /**
   * Verdicts of many series whose periods begin in `[from, to)`, those of one series ordered by start: one round trip
   * for all.
   */
  verdictsOf(series: readonly Series[], span: Pick<PeriodSpan, "from" | "to">): Promise<readonly PeriodVerdict[]>;
  finding(id: string): Promise<Finding | undefined>;
  /** Those of these ids that exist, in any order. */
  findingsOf(ids: readonly string[]): Promise<readonly Finding[]>;
  /** Newest period first. */
  findings(filter: FindingFilter): Promise<Page<Finding>>;
  /** The findings that are linked to some cases: the newest `most` of them, and how many there are. */
  findingIds(cases: readonly string[], most: number): Promise<FindingIds>;
  /** How many findings of these outlets were not withdrawn, by outlet; outlets without one are left out. */
  standingFindings(outlets: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** How many lines the history of a row has. */
  timelineLength(subject: string): Promise<number>;
  /** The history of a row in order. */
  timeline(subject: string): Promise<readonly TimelineEntry[]>;
  /** Deadlines with `at <= upTo`, earliest first, then by id; only those beyond `after` where it is given. */
  dueDeadlines(upTo: Instant, limit: number, after?: Pick<Deadline, "at" | "id">): Promise<readonly Deadline[]>;
  nextDeadline(): Promise<Deadline | undefined>;
  outcome(seq: number): Promise<CommandOutcome | undefined>;
  /** Kept outcomes of entries beyond `seq`, in their order. */
  outcomesAfter(seq: number, limit: number): Promise<readonly CommandOutcome[]>;
  /** The first outcome of a request, while it is kept. */
  command(id: string): Promise<DecidedCommand | undefined>;
  /** Kept requests with ids beyond `id`, in the order of the ids. */
  commandsAfter(id: string, limit: number): Promise<readonly DecidedCommand[]>;
  counter(key: string): Promise<number>;
  /** These running numbers, in the order of the keys; 0 for one that was never set. */
  countersOf(keys: readonly string[]): Promise<readonly number[]>;
  /** Every running number. */
  counters(): Promise<Readonly<Record<string, number>>>;
  eventsAfter(id: number, limit: number): Promise<readonly RecordEvent[]>;
  lastEventId(): Promise<number>;
  close(): Promise<void>;
}
