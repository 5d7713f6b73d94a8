import { FactsForRules } from "../cases/facts-for-rules.ts";
import type { Row } from "../core/casework/collection.ts";
import type { CommandOutcome, DecidedCommand } from "../core/casework/command.ts";
import type { Deadline } from "../core/casework/deadline.ts";
import type { CaseworkReader } from "../core/casework/subject.ts";
import type { NewTimelineEntry, TimelineEntry } from "../core/casework/timeline.ts";
import type { CaseworkFacts } from "../core/judging/declared-emission.ts";
import type { Finding } from "../core/judging/finding.ts";
import type { PeriodKey, PeriodState } from "../core/judging/period.ts";
import type { Gathering } from "../core/records/gathered.ts";
import type { PeriodSpan, PeriodVerdict, RecordEvent, RecordsBatch, RecordsView } from "../core/records/records.ts";
import type { StoredVersion } from "../core/registry/registry-timeline.ts";
import type { Instant } from "../core/time.ts";
import { DueQueue } from "./due-queue.ts";
import { PeriodMemory } from "./period-memory.ts";
import type { Looked } from "./place-plans.ts";
import { RecentMap } from "./recent-map.ts";
import { SubjectsOverlay } from "./subjects-overlay.ts";

/**
 * Periods kept in memory between batches; what is not here is read from the store. A period takes half a kilobyte, and
 * a heap that grows by what nobody asks for again makes every message dearer.
 */
const REMEMBERED_PERIODS = { least: 50_000, perSeries: 8 };
const REMEMBERED_FINDINGS = 20_000;
/** Three for each device. */
const REMEMBERED_COUNTERS = 200_000;
const REMEMBERED_TIMELINES = 50_000;

/**
 * What the judge sees while it works through a run of entries: the store, overlaid with what this run has changed and
 * not yet committed. `take` hands the changes over as one batch; when the commit fails, the process ends and the run is
 * repeated from the journal.
 */
export class WorkingSet {
  /** The rows of every collection, with this run's changes. */
  readonly subjects: SubjectsOverlay;
  /** What decisions of casework may look up. */
  readonly reader: CaseworkReader;
  /** What rules ask of casework. */
  readonly casework: CaseworkFacts;
  readonly #records: RecordsView;
  readonly #periods: PeriodMemory;
  /** `null` for what the store is known not to have. */
  readonly #findings = new RecentMap<Finding | null>(REMEMBERED_FINDINGS);
  readonly #counters = new RecentMap<number>(REMEMBERED_COUNTERS);
  readonly #timelineLengths = new RecentMap<number>(REMEMBERED_TIMELINES);
  /** What falls due. */
  readonly due: DueQueue;
  #changed = emptyChanges();

  constructor(records: RecordsView) {
    this.#records = records;
    this.#periods = new PeriodMemory(REMEMBERED_PERIODS);
    this.due = new DueQueue(records);
    const subjects = new SubjectsOverlay(records.subjects, (write) => facts.written(write));
    this.subjects = subjects;
    this.reader = {
      get: (collection, id) => subjects.get(collection, id),
      list: (collection, query) => subjects.list(collection, query),
      finding: (id) => this.finding(id),
      counter: (key) => this.counter(key),
    };
    const facts = new FactsForRules(this.reader);
    this.casework = facts;
  }

  /** Reads what is not known yet of all of this, in one question to the store. */
  async load({ periods = [], findings = [], counters = [], timelines = [], rows = [] }: Gathering): Promise<void> {
    const missing = {
      ...this.#periods.missing(periods),
      findings: unknown(findings, (id) => this.#changed.findings.get(id) ?? this.#findings.get(id)),
      counters: unknown(counters, (key) => this.#changed.counters.get(key) ?? this.#counters.get(key)),
      timelines: unknown(timelines, (subject) => this.#knownLength(subject)),
      rows: this.subjects.unknown(rows),
    };
    if (Object.values(missing).every((asked) => asked.length === 0)) return;
    const found = await this.#records.gather(missing);
    this.#periods.remember(missing, found);
    for (const id of missing.findings) this.#findings.set(id, null);
    for (const finding of found.findings) this.#findings.set(finding.id, finding);
    for (const [i, key] of missing.counters.entries()) this.#counters.set(key, found.counters[i] as number);
    for (const [i, subject] of missing.timelines.entries()) this.#timelineLengths.set(subject, found.timelines[i] as number);
    for (const [i, asked] of missing.rows.entries()) this.subjects.remember(asked, found.rows[i] as readonly Row[]);
  }

  /** Reads what is not known yet of these periods, in one question to the store. */
  loadPeriods(periods: readonly PeriodKey[]): Promise<void> {
    return this.load({ periods });
  }

  /** What is known of a period; `null` when nothing is, `undefined` when it was not loaded. */
  peekPeriod(key: PeriodKey): PeriodState | null | undefined {
    return this.#periods.peek(key);
  }

  /** @see PeriodMemory.peekAround */
  peekAround(key: PeriodKey, looked: readonly Looked[]): readonly (PeriodState | null)[] | undefined {
    return this.#periods.peekAround(key, looked);
  }

  /** What is known of these periods, in their order; `null` of which nothing is. */
  async periodsOf(keys: readonly PeriodKey[]): Promise<readonly (PeriodState | null)[]> {
    await this.load({ periods: keys });
    return keys.map((key) => this.#periods.peek(key) ?? null);
  }

  async period(key: PeriodKey): Promise<PeriodState | undefined> {
    if (this.peekPeriod(key) === undefined) await this.loadPeriods([key]);
    return this.peekPeriod(key) ?? undefined;
  }

  /** Known periods of a series, ordered, with this run's changes. */
  async periods(span: PeriodSpan): Promise<readonly PeriodState[]> {
    const byStart = new Map((await this.#records.periods(span)).map((p) => [p.start, p]));
    for (const p of this.#periods.changedWithin(span)) byStart.set(p.start, p);
    return [...byStart.values()].sort((a, b) => a.start - b.start).slice(0, span.limit);
  }

  putPeriod(state: PeriodState): void {
    this.#periods.put(state);
  }

  putVerdict(verdict: PeriodVerdict): void {
    this.#periods.putVerdict(verdict);
  }

  async finding(id: string): Promise<Finding | undefined> {
    const known = this.#changed.findings.get(id) ?? this.#findings.get(id);
    if (known !== undefined) return known ?? undefined;
    await this.load({ findings: [id] });
    return this.#findings.get(id) ?? undefined;
  }

  putFinding(finding: Finding): void {
    this.#findings.set(finding.id, finding);
    this.#changed.findings.set(finding.id, finding);
  }

  /**
   * Appends lines to the timelines of their rows; each gets the next free place. The line before which there was no
   * state is the first, so nobody is asked for what comes before it.
   */
  async appendTimeline(lines: readonly NewTimelineEntry[]): Promise<void> {
    for (const line of lines) {
      const known = line.from === null ? 0 : this.#knownLength(line.subject);
      if (known === undefined) await this.load({ timelines: [line.subject] });
      const index = known ?? (this.#timelineLengths.get(line.subject) as number);
      this.#changed.timeline.push({ ...line, index });
      this.#changed.nextIndex.set(line.subject, index + 1);
      this.#timelineLengths.set(line.subject, index + 1);
    }
  }

  #knownLength(subject: string): number | undefined {
    return this.#changed.nextIndex.get(subject) ?? this.#timelineLengths.get(subject);
  }

  /** What would have been due before it is set is due when it is set: no state goes back in time. */
  setDeadline(deadline: Deadline, now: Instant): void {
    this.due.set(deadline.at < now ? { ...deadline, at: now } : deadline);
  }

  clearDeadline(id: string): void {
    this.due.clear(id);
  }

  /** A running number, when it was read before. */
  peekCounter(key: string): number | undefined {
    return this.#changed.counters.get(key) ?? this.#counters.get(key);
  }

  async counter(key: string): Promise<number> {
    const known = this.peekCounter(key);
    if (known !== undefined) return known;
    await this.load({ counters: [key] });
    return this.#counters.get(key) as number;
  }

  setCounter(key: string, value: number): void {
    this.#counters.set(key, value);
    this.#changed.counters.set(key, value);
  }

  putRegistry(version: StoredVersion): void {
    this.#changed.registries.push(version);
  }

  putOutcome(outcome: CommandOutcome): void {
    this.#changed.outcomes.push(outcome);
  }

  /** The first outcome of a request. */
  async command(id: string): Promise<DecidedCommand | undefined> {
    return this.#changed.commands.get(id) ?? (await this.#records.command(id));
  }

  /** Keeps the first outcome of a request; those decided before `since` are forgotten. */
  putCommand(command: DecidedCommand, since: Instant): void {
    this.#changed.commands.set(command.id, command);
    this.#changed.commandsSince = since;
  }

  putEvent(event: Omit<RecordEvent, "id">): void {
    this.#changed.events.push(event);
  }

  /** How many rows wait for the commit. */
  size(): number {
    const c = this.#changed;
    return this.#periods.changed + c.findings.size + this.subjects.size() + c.events.length + c.outcomes.length;
  }

  /** All changes since the last call, as one batch. */
  take(position: Pick<RecordsBatch, "upTo" | "step" | "engineAt">): RecordsBatch {
    const c = this.#changed;
    this.#changed = emptyChanges();
    const { set, cleared } = this.due.take();
    return {
      ...position,
      registries: c.registries,
      ...this.#periods.take(),
      findings: [...c.findings.values()],
      timeline: c.timeline,
      subjects: this.subjects.take(),
      deadlines: set,
      clearedDeadlines: cleared,
      outcomes: c.outcomes,
      commands: [...c.commands.values()],
      commandsSince: c.commandsSince,
      events: c.events,
      counters: Object.fromEntries(c.counters),
    };
  }
}

/** Those of which nothing is known, each once. */
function unknown(keys: readonly string[], known: (key: string) => unknown): readonly string[] {
  return [...new Set(keys)].filter((key) => known(key) === undefined);
}

/** What tells periods apart. */
export function periodKey({ outlet, pollutant, basis, start }: PeriodKey): string {
  return `${outlet}|${pollutant}|${basis}|${start}`;
}

interface Changes {
  readonly findings: Map<string, Finding>;
  readonly timeline: TimelineEntry[];
  readonly nextIndex: Map<string, number>;
  readonly outcomes: CommandOutcome[];
  readonly commands: Map<string, DecidedCommand>;
  commandsSince: Instant | null;
  readonly events: Omit<RecordEvent, "id">[];
  readonly counters: Map<string, number>;
  readonly registries: StoredVersion[];
}

function emptyChanges(): Changes {
  return {
    findings: new Map(),
    timeline: [],
    nextIndex: new Map(),
    outcomes: [],
    commands: new Map(),
    commandsSince: null,
    events: [],
    counters: new Map(),
    registries: [],
  };
}
