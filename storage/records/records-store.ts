import type { Page, SubjectsView } from "../../core/casework/collection.ts";
import type { CommandOutcome, DecidedCommand } from "../../core/casework/command.ts";
import type { Deadline } from "../../core/casework/deadline.ts";
import type { FindingIds } from "../../core/casework/look-up.ts";
import type { TimelineEntry } from "../../core/casework/timeline.ts";
import type { Finding } from "../../core/judging/finding.ts";
import type { PeriodKey, PeriodState } from "../../core/judging/period.ts";
import type { DaySumsStore } from "../../core/records/day-sums.ts";
import type { Gathered, Gathering, Series } from "../../core/records/gathered.ts";
import type {
  FindingFilter,
  JudgePosition,
  PeriodSpan,
  PeriodVerdict,
  RecordEvent,
  RecordsBatch,
  RecordsStore,
} from "../../core/records/records.ts";
import type { RegistryVersion, StoredVersion } from "../../core/registry/registry-timeline.ts";
import type { Instant } from "../../core/time.ts";
import { loadCommand, loadCommandsAfter } from "./commands-table.ts";
import { commitBatch, commitUnread } from "./commit-batch.ts";
import { loadDaySums, loadDaysToSum, loadFirstDays, loadSeriesCounts, saveDaySums } from "./day-sums-table.ts";
import { loadDueDeadlines, loadNextDeadline } from "./deadlines-table.ts";
import { loadEventsAfter, loadOutcome, loadOutcomesAfter } from "./feeds-table.ts";
import { countStandingFindings, listFindingIds, listFindings, loadFinding, loadFindingsOf } from "./findings-table.ts";
import { gather, gatherNear } from "./gather.ts";
import { loadNewestPeriods, loadPeriods, loadPeriodsOf, loadVerdicts, loadVerdictsOf } from "./periods-table.ts";
import { type FeedNumbers, isElsewhere, loadCounter, loadCounters, loadCountersOf, loadPosition } from "./position-table.ts";
import type { RecordsDatabase } from "./records-database.ts";
import { loadRegistryAt, loadRegistrySeq, loadRegistrySteps } from "./registries-table.ts";
import { countSubjects, countSubjectsBy, listSubjects, loadSubject } from "./subjects-read.ts";
import { loadTimeline, loadTimelineLength } from "./timeline-table.ts";

/**
 * The records over one SQL database, SQLite or PostgreSQL. Whoever opened the database closes it; `close` here does the
 * same.
 */
export class SqlRecordsStore implements RecordsStore {
  readonly subjects: SubjectsView;
  readonly daySums: DaySumsStore;
  readonly #database: RecordsDatabase;
  /** What the last commit of ours left; `undefined` when it is not known. */
  #last: FeedNumbers | undefined;

  constructor(database: RecordsDatabase) {
    this.#database = database;
    this.subjects = {
      get: (collection, id) => database.read((db) => loadSubject(db, collection, id)),
      list: (collection, query) => database.read((db) => listSubjects(db, collection, query)),
      count: (collection, where) => database.read((db) => countSubjects(db, collection, where)),
      countBy: (collection, field, where) => database.read((db) => countSubjectsBy(db, collection, { field, where })),
    };
    this.daySums = {
      toSum: (asked, limit) => database.read((db) => loadDaysToSum(db, asked, limit)),
      sums: (asked) => database.read((db) => loadDaySums(db, asked)),
      counts: (asked) => database.read((db) => loadSeriesCounts(db, asked)),
      firstDays: (outlets) => database.read((db) => loadFirstDays(db, outlets)),
      put: (mark, sums, made) => database.write((db, _, many) => saveDaySums({ db, many }, mark, { sums, ...made })),
    };
  }

  async commit(batch: RecordsBatch): Promise<void> {
    const last = this.#last;
    this.#last = undefined;
    this.#last =
      (last && (await this.#commitUnread(batch, last))) ??
      (await this.#database.write((db, documents, many) => commitBatch({ db, many }, documents, batch)));
  }

  /** In one round trip; `undefined` where that cannot be. */
  async #commitUnread(batch: RecordsBatch, last: FeedNumbers): Promise<FeedNumbers | undefined> {
    const { writeTogether } = this.#database;
    if (writeTogether === undefined || batch.registries.length > 0) return undefined;
    try {
      return await writeTogether((db, documents, many) => commitUnread({ db, many }, documents, batch, last));
    } catch (error) {
      if (isElsewhere(error)) return undefined;
      throw error;
    }
  }

  gather(asked: Gathering): Promise<Gathered> {
    const { readTogether, writeTogether } = this.#database;
    const ask = writeTogether === undefined ? gatherNear : gather;
    return readTogether((db, documents, many) => ask({ db, many }, documents, asked));
  }

  async cursor(): Promise<number> {
    return (await this.#database.read(loadPosition)).journalSeq;
  }

  async position(): Promise<JudgePosition> {
    const { journalSeq: seq, step, engineAt } = await this.#database.read(loadPosition);
    return { seq, step, engineAt };
  }

  registrySeq(upTo: number = Number.MAX_SAFE_INTEGER): Promise<number> {
    return this.#database.read((db) => loadRegistrySeq(db, upTo));
  }

  registryAt(seq: number): Promise<RegistryVersion | undefined> {
    return this.#database.read((db, documents) => loadRegistryAt(db, documents, seq));
  }

  registrySteps(after: number): Promise<readonly StoredVersion[]> {
    return this.#database.read((db, documents) => loadRegistrySteps(db, documents, after));
  }

  periodsOf(keys: readonly PeriodKey[]): Promise<readonly PeriodState[]> {
    return this.#database.read((db, documents, many) => loadPeriodsOf({ db, many }, documents, keys));
  }

  newestPeriods(series: readonly Series[]): Promise<readonly (Instant | null)[]> {
    return this.#database.read((db, _, many) => loadNewestPeriods({ db, many }, series));
  }

  periods(span: PeriodSpan): Promise<readonly PeriodState[]> {
    return this.#database.read((db, documents, many) => loadPeriods({ db, many }, documents, span));
  }

  verdicts(span: PeriodSpan): Promise<readonly PeriodVerdict[]> {
    return this.#database.read((db, _, many) => loadVerdicts({ db, many }, span));
  }

  verdictsOf(series: readonly Series[], span: Pick<PeriodSpan, "from" | "to">): Promise<readonly PeriodVerdict[]> {
    return this.#database.read((db, _, many) => loadVerdictsOf({ db, many }, series, span));
  }

  finding(id: string): Promise<Finding | undefined> {
    return this.#database.read((db, documents) => loadFinding(db, documents, id));
  }

  findingsOf(ids: readonly string[]): Promise<readonly Finding[]> {
    return this.#database.read((db, documents, many) => loadFindingsOf({ db, many }, documents, ids));
  }

  findings(filter: FindingFilter): Promise<Page<Finding>> {
    return this.#database.read((db, documents) => listFindings(db, documents, filter));
  }

  findingIds(cases: readonly string[], most: number): Promise<FindingIds> {
    return this.#database.read((db) => listFindingIds(db, cases, most));
  }

  standingFindings(outlets: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.#database.read((db) => countStandingFindings(db, outlets));
  }

  timelineLength(subject: string): Promise<number> {
    return this.#database.read((db) => loadTimelineLength(db, subject));
  }

  timeline(subject: string): Promise<readonly TimelineEntry[]> {
    return this.#database.read((db, documents) => loadTimeline(db, documents, subject));
  }

  dueDeadlines(upTo: Instant, limit: number, after?: Pick<Deadline, "at" | "id">): Promise<readonly Deadline[]> {
    return this.#database.read((db, documents) => loadDueDeadlines(db, documents, { upTo, limit, after }));
  }

  nextDeadline(): Promise<Deadline | undefined> {
    return this.#database.read(loadNextDeadline);
  }

  outcome(seq: number): Promise<CommandOutcome | undefined> {
    return this.#database.read((db, documents) => loadOutcome(db, documents, seq));
  }

  command(id: string): Promise<DecidedCommand | undefined> {
    return this.#database.read((db, documents) => loadCommand(db, documents, id));
  }

  outcomesAfter(seq: number, limit: number): Promise<readonly CommandOutcome[]> {
    return this.#database.read((db, documents) => loadOutcomesAfter(db, documents, { seq, limit }));
  }

  commandsAfter(id: string, limit: number): Promise<readonly DecidedCommand[]> {
    return this.#database.read((db, documents) => loadCommandsAfter(db, documents, { id, limit }));
  }

  counters(): Promise<Readonly<Record<string, number>>> {
    return this.#database.read(loadCounters);
  }

  counter(key: string): Promise<number> {
    return this.#database.read((db) => loadCounter(db, key));
  }

  countersOf(keys: readonly string[]): Promise<readonly number[]> {
    return this.#database.read((db, _, many) => loadCountersOf({ db, many }, keys));
  }

  eventsAfter(id: number, limit: number): Promise<readonly RecordEvent[]> {
    return this.#database.read((db, documents) => loadEventsAfter(db, documents, { id, limit }));
  }

  async lastEventId(): Promise<number> {
    return (await this.#database.read(loadPosition)).lastEvent;
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}
