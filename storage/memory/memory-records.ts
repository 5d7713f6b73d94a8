import type { Page } from "../../core/casework/collection.ts";
import type { CommandOutcome, DecidedCommand } from "../../core/casework/command.ts";
import type { Deadline } from "../../core/casework/deadline.ts";
import type { FindingIds } from "../../core/casework/look-up.ts";
import type { TimelineEntry } from "../../core/casework/timeline.ts";
import type { Finding } from "../../core/judging/finding.ts";
import type { PeriodKey, PeriodState } from "../../core/judging/period.ts";
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
import { EMPTY_REGISTRY, type Registry } from "../../core/registry/registry.ts";
import { applyEdit, isWhole } from "../../core/registry/registry-edit.ts";
import type { RegistryVersion, StoredVersion } from "../../core/registry/registry-timeline.ts";
import { type Instant, instant } from "../../core/time.ts";
import { KEPT_EVENTS, KEPT_OUTCOMES } from "../records/feeds-table.ts";
import type { OpenedRecords } from "../records/open-records.ts";
import { MemoryDaySums } from "./memory-day-sums.ts";
import { MemoryIdentity } from "./memory-identity.ts";
import { byTimeAndId, pageInMemory } from "./memory-page.ts";
import { MemorySubjects } from "./memory-subjects.ts";
import { PeriodsBySeries } from "./periods-by-series.ts";

/** Both stores in memory, in the shape in which the SQL ones are opened. */
export function createMemoryRecords(): OpenedRecords {
  const records = new MemoryRecords();
  return { records, identity: new MemoryIdentity(), close: () => records.close() };
}

/** The records in memory, for tests of others: same behaviour as the SQL stores, nothing on a disk. */
export class MemoryRecords implements RecordsStore {
  readonly subjects = new MemorySubjects();
  readonly daySums = new MemoryDaySums();
  #position: JudgePosition = { seq: 0, step: 0, engineAt: instant(0) };
  #registries: readonly StoredVersion[] = [];
  #outcomes: readonly CommandOutcome[] = [];
  #events: readonly RecordEvent[] = [];
  #lastEvent = 0;
  #isClosed = false;
  readonly #periods = new PeriodsBySeries<PeriodState>();
  readonly #verdicts = new PeriodsBySeries<PeriodVerdict>();
  readonly #findings = new Map<string, Finding>();
  readonly #timelines = new Map<string, readonly TimelineEntry[]>();
  readonly #deadlines = new Map<string, Deadline>();
  readonly #commands = new Map<string, DecidedCommand>();
  readonly #counters = new Map<string, number>();

  async commit(batch: RecordsBatch): Promise<void> {
    this.#assertOpen();
    if (!isBeyond(batch, this.#position)) return;
    this.#assertNothingTwice(batch);
    this.subjects.assertStorable(batch.subjects);
    this.#position = { seq: batch.upTo, step: batch.step, engineAt: batch.engineAt };
    this.#registries = [...this.#registries, ...batch.registries].toSorted((a, b) => a.seq - b.seq);
    for (const period of batch.periods) this.#periods.set(period);
    this.daySums.mark(batch);
    for (const verdict of batch.verdicts) this.#verdicts.set(verdict);
    for (const finding of batch.findings) this.#findings.set(finding.id, finding);
    for (const line of batch.timeline) this.#timelines.set(line.subject, [...(this.#timelines.get(line.subject) ?? []), line]);
    this.subjects.save(batch.subjects);
    for (const id of batch.clearedDeadlines) this.#deadlines.delete(id);
    for (const deadline of batch.deadlines) this.#deadlines.set(deadline.id, deadline);
    for (const [key, value] of Object.entries(batch.counters)) this.#counters.set(key, value);
    for (const command of batch.commands) this.#commands.set(command.id, command);
    for (const { id, at } of this.#commands.values()) if (at < (batch.commandsSince ?? at)) this.#commands.delete(id);
    this.#outcomes = [...this.#outcomes, ...batch.outcomes].slice(-KEPT_OUTCOMES);
    const events = batch.events.map((event, i) => ({ ...event, id: this.#lastEvent + 1 + i }));
    this.#lastEvent += events.length;
    this.#events = [...this.#events, ...events].slice(-KEPT_EVENTS);
  }

  async cursor(): Promise<number> {
    return this.#position.seq;
  }

  async position(): Promise<JudgePosition> {
    return this.#position;
  }

  async registrySeq(upTo: number = Number.MAX_SAFE_INTEGER): Promise<number> {
    return this.#registries.findLast((version) => version.seq <= upTo)?.seq ?? 0;
  }

  async registryAt(seq: number): Promise<RegistryVersion | undefined> {
    const versions = this.#registries.filter((version) => version.seq <= seq);
    const newest = versions.at(-1);
    if (newest === undefined) return undefined;
    const registry = versions.reduce<Registry | undefined>(
      (before, step) => (isWhole(step) ? step.registry : applyEdit(before ?? EMPTY_REGISTRY, step.edit)),
      undefined,
    );
    return registry && { seq: newest.seq, at: newest.at, registry };
  }

  async registrySteps(after: number): Promise<readonly StoredVersion[]> {
    return this.#registries.filter((version) => version.seq > after);
  }

  async gather(asked: Gathering): Promise<Gathered> {
    return {
      newest: await this.newestPeriods(asked.newest ?? []),
      periods: await this.periodsOf(asked.periods ?? []),
      findings: await this.findingsOf(asked.findings ?? []),
      counters: await this.countersOf(asked.counters ?? []),
      timelines: (asked.timelines ?? []).map((subject) => this.#timelines.get(subject)?.length ?? 0),
      rows: (asked.rows ?? []).map(({ collection, ids }) => this.subjects.rowsOf(collection, ids)),
    };
  }

  async periodsOf(keys: readonly PeriodKey[]): Promise<readonly PeriodState[]> {
    return keys.flatMap((key) => this.#periods.get(key) ?? []);
  }

  async newestPeriods(series: readonly Series[]): Promise<readonly (Instant | null)[]> {
    return series.map((one) => this.#periods.newest(one));
  }

  async periods(span: PeriodSpan): Promise<readonly PeriodState[]> {
    return this.#periods.within(span);
  }

  async verdicts(span: PeriodSpan): Promise<readonly PeriodVerdict[]> {
    return this.#verdicts.within(span);
  }

  async verdictsOf(series: readonly Series[], { from, to }: Pick<PeriodSpan, "from" | "to">): Promise<readonly PeriodVerdict[]> {
    return series.flatMap((one) => this.#verdicts.within({ ...one, from, to }));
  }

  async finding(id: string): Promise<Finding | undefined> {
    return this.#findings.get(id);
  }

  async findingsOf(ids: readonly string[]): Promise<readonly Finding[]> {
    return ids.flatMap((id) => this.#findings.get(id) ?? []);
  }

  async standingFindings(outlets: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    for (const { outlet, status } of this.#findings.values()) {
      if (status !== "withdrawn" && outlets.includes(outlet)) counts.set(outlet, (counts.get(outlet) ?? 0) + 1);
    }
    return counts;
  }

  async findings(filter: FindingFilter): Promise<Page<Finding>> {
    const { ids, outlets, rule, status, level, caseIds, from, to } = filter;
    const passing = [...this.#findings.values()].filter(
      (f) =>
        isIn(ids, f.id) &&
        isIn(outlets, f.outlet) &&
        (rule === undefined || f.rule === rule) &&
        (status === undefined || f.status === status) &&
        (level === undefined || f.level === level) &&
        (caseIds === undefined || (f.caseId !== null && caseIds.includes(f.caseId))) &&
        (from === undefined || f.period.start >= from) &&
        (to === undefined || f.period.start < to),
    );
    return pageInMemory(passing, filter, (f) => ({ at: f.period.start, id: f.id }));
  }

  async findingIds(cases: readonly string[], most: number): Promise<FindingIds> {
    const linked = [...this.#findings.values()].filter((f) => f.caseId !== null && cases.includes(f.caseId));
    const ordered = linked.toSorted(byTimeAndId((f) => ({ at: f.period.start, id: f.id }))).toReversed();
    return { ids: ordered.slice(0, most).map((f) => f.id), count: linked.length };
  }

  async timelineLength(subject: string): Promise<number> {
    return this.#timelines.get(subject)?.length ?? 0;
  }

  async timeline(subject: string): Promise<readonly TimelineEntry[]> {
    return (this.#timelines.get(subject) ?? []).toSorted((a, b) => a.index - b.index);
  }

  async dueDeadlines(upTo: Instant, limit: number, after?: Pick<Deadline, "at" | "id">): Promise<readonly Deadline[]> {
    const isBeyond = ({ at, id }: Deadline) => after === undefined || at > after.at || (at === after.at && id > after.id);
    const due = [...this.#deadlines.values()].filter((d) => d.at <= upTo && isBeyond(d));
    return due.toSorted(byTimeAndId((d) => d)).slice(0, limit);
  }

  async nextDeadline(): Promise<Deadline | undefined> {
    return [...this.#deadlines.values()].toSorted(byTimeAndId((d) => d))[0];
  }

  async outcome(seq: number): Promise<CommandOutcome | undefined> {
    return this.#outcomes.find((outcome) => outcome.seq === seq);
  }

  async command(id: string): Promise<DecidedCommand | undefined> {
    return this.#commands.get(id);
  }

  async outcomesAfter(seq: number, limit: number): Promise<readonly CommandOutcome[]> {
    const beyond = this.#outcomes.filter((outcome) => outcome.seq > seq);
    return beyond.toSorted((a, b) => a.seq - b.seq).slice(0, limit);
  }

  async commandsAfter(id: string, limit: number): Promise<readonly DecidedCommand[]> {
    const beyond = [...this.#commands.values()].filter((command) => command.id > id);
    return beyond.toSorted((a, b) => (a.id < b.id ? -1 : 1)).slice(0, limit);
  }

  async countersOf(keys: readonly string[]): Promise<readonly number[]> {
    return keys.map((key) => this.#counters.get(key) ?? 0);
  }

  async counters(): Promise<Readonly<Record<string, number>>> {
    return Object.fromEntries(this.#counters);
  }

  async counter(key: string): Promise<number> {
    return this.#counters.get(key) ?? 0;
  }

  async eventsAfter(id: number, limit: number): Promise<readonly RecordEvent[]> {
    return this.#events.filter((event) => event.id > id).slice(0, limit);
  }

  async lastEventId(): Promise<number> {
    return this.#lastEvent;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new Error("the records are closed");
  }

  /**
   * What is only ever appended may not be there already. Checked before anything is changed, so that a batch is taken
   * whole or not at all.
   */
  #assertNothingTwice(batch: RecordsBatch): void {
    const stored = [...new Set(batch.timeline.map((line) => line.subject))].flatMap((id) => this.#timelines.get(id) ?? []);
    assertDistinct([...stored, ...batch.timeline].map((line) => `${line.subject}#${line.index}`));
    assertDistinct([...this.#registries, ...batch.registries].map((version) => version.seq));
    assertDistinct([...this.#outcomes, ...batch.outcomes].map((outcome) => outcome.seq));
  }
}

function isBeyond({ upTo, step }: RecordsBatch, position: JudgePosition): boolean {
  return upTo > position.seq || (upTo === position.seq && step > position.step);
}

function isIn<T>(wanted: readonly T[] | undefined, value: T | null): boolean {
  return wanted === undefined || (value !== null && wanted.includes(value));
}

function assertDistinct(keys: readonly (string | number)[]): void {
  if (new Set(keys).size !== keys.length) throw new Error("a batch appends what is there already");
}
