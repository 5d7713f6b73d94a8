import { factsForRules } from "../cases/facts-for-rules.ts";
import type { CommandOutcome, DecidedCommand } from "../core/casework/command.ts";
import type { Deadline } from "../core/casework/deadline.ts";
import type { CaseworkReader } from "../core/casework/subject.ts";
import type { NewTimelineEntry, TimelineEntry } from "../core/casework/timeline.ts";
import type { CaseworkFacts } from "../core/judging/declared-emission.ts";
import type { Finding } from "../core/judging/finding.ts";
import type { HourState } from "../core/judging/hour.ts";
import type { HourVerdict, RecordEvent, RecordsBatch, RecordsView } from "../core/records/records.ts";
import type { RegistryVersion } from "../core/registry/registry-timeline.ts";
import type { Instant } from "../core/time.ts";
import { RecentMap } from "./recent-map.ts";
import { SubjectsOverlay } from "./subjects-overlay.ts";

/** Hours and findings kept in memory between batches; what is not here is read from the store. */
const REMEMBERED = 50_000;
/** As many deadlines are worked off in one run; what is beyond them is due at the next tick. */
const MOST_DUE = 1_000_000;

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
  readonly #hours = new RecentMap<HourState | null>(REMEMBERED);
  readonly #findings = new RecentMap<Finding | null>(REMEMBERED);
  #changed = emptyChanges();
  /** What the store holds due, and how much of it this run has dealt with. */
  #due: { readonly upTo: Instant; readonly rows: readonly Deadline[]; done: number } | undefined;

  constructor(records: RecordsView) {
    this.#records = records;
    const subjects = new SubjectsOverlay(records.subjects);
    this.subjects = subjects;
    this.reader = {
      get: (collection, id) => subjects.get(collection, id),
      list: (collection, query) => subjects.list(collection, query),
      finding: (id) => this.finding(id),
      counter: (key) => this.counter(key),
    };
    this.casework = factsForRules(this.reader);
  }

  async hour(outlet: string, pollutant: string, start: Instant): Promise<HourState | undefined> {
    const key = hourKey(outlet, pollutant, start);
    const known = this.#changed.hours.get(key) ?? this.#hours.get(key);
    if (known !== undefined) return known ?? undefined;
    const stored = await this.#records.hour(outlet, pollutant, start);
    this.#hours.set(key, stored ?? null);
    return stored;
  }

  /** Hours of a target in `[from, to)`, ordered, with this run's changes. */
  async hours(outlet: string, pollutant: string, from: Instant, to: Instant): Promise<readonly HourState[]> {
    const byStart = new Map((await this.#records.hours(outlet, pollutant, from, to)).map((h) => [h.start, h]));
    for (const h of this.#changed.hours.values()) {
      if (h.outlet === outlet && h.pollutant === pollutant && h.start >= from && h.start < to) byStart.set(h.start, h);
    }
    return [...byStart.values()].sort((a, b) => a.start - b.start);
  }

  putHour(state: HourState): void {
    const key = hourKey(state.outlet, state.pollutant, state.start);
    this.#hours.set(key, state);
    this.#changed.hours.set(key, state);
  }

  putVerdict(verdict: HourVerdict): void {
    this.#changed.verdicts.set(hourKey(verdict.outlet, verdict.pollutant, verdict.start), verdict);
  }

  async finding(id: string): Promise<Finding | undefined> {
    const known = this.#changed.findings.get(id) ?? this.#findings.get(id);
    if (known !== undefined) return known ?? undefined;
    const stored = await this.#records.finding(id);
    this.#findings.set(id, stored ?? null);
    return stored;
  }

  putFinding(finding: Finding): void {
    this.#findings.set(finding.id, finding);
    this.#changed.findings.set(finding.id, finding);
  }

  /** Appends lines to the timelines of their rows; each gets the next free place. */
  async appendTimeline(lines: readonly NewTimelineEntry[]): Promise<void> {
    for (const line of lines) {
      const known = this.#changed.nextIndex.get(line.subject);
      const index = known ?? (await this.#records.timeline(line.subject)).length;
      this.#changed.timeline.push({ ...line, index });
      this.#changed.nextIndex.set(line.subject, index + 1);
    }
  }

  setDeadline(deadline: Deadline): void {
    this.#changed.cleared.delete(deadline.id);
    this.#changed.deadlines.set(deadline.id, deadline);
  }

  clearDeadline(id: string): void {
    this.#changed.deadlines.delete(id);
    this.#changed.cleared.add(id);
  }

  /** The earliest deadline with `at <= upTo` that is not yet done, or `undefined`. */
  async nextDue(upTo: Instant): Promise<Deadline | undefined> {
    let next = await this.#nextStored(upTo);
    for (const d of this.#changed.deadlines.values()) {
      if (d.at <= upTo && (next === undefined || deadlineOrder(d, next) < 0)) next = d;
    }
    return next;
  }

  /**
   * The earliest due one in the store that this run has not dealt with. They are read once a run: thousands may be due
   * at the same noon.
   */
  async #nextStored(upTo: Instant): Promise<Deadline | undefined> {
    const due = this.#due?.upTo === upTo ? this.#due : { upTo, rows: await this.#records.dueDeadlines(upTo, MOST_DUE), done: 0 };
    this.#due = due;
    for (; due.done < due.rows.length; due.done++) {
      const row = due.rows[due.done];
      if (row !== undefined && !this.#changed.deadlines.has(row.id) && !this.#changed.cleared.has(row.id)) return row;
    }
    return undefined;
  }

  async counter(key: string): Promise<number> {
    return this.#changed.counters.get(key) ?? (await this.#records.counter(key));
  }

  setCounter(key: string, value: number): void {
    this.#changed.counters.set(key, value);
  }

  putRegistry(version: RegistryVersion): void {
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
    return c.hours.size + c.findings.size + this.subjects.size() + c.events.length + c.outcomes.length;
  }

  /** All changes since the last call, as one batch that ends at journal entry `upTo`. */
  take(upTo: number): RecordsBatch {
    const c = this.#changed;
    this.#changed = emptyChanges();
    this.#due = undefined;
    return {
      upTo,
      registries: c.registries,
      hours: [...c.hours.values()],
      verdicts: [...c.verdicts.values()],
      findings: [...c.findings.values()],
      timeline: c.timeline,
      subjects: this.subjects.take(),
      deadlines: [...c.deadlines.values()],
      clearedDeadlines: [...c.cleared],
      outcomes: c.outcomes,
      commands: [...c.commands.values()],
      commandsSince: c.commandsSince,
      events: c.events,
      counters: Object.fromEntries(c.counters),
    };
  }
}

/**
 * Orders by time, then by id: what is of the same millisecond stands in the same order whether it was committed before
 * or not.
 */
function byTimeAndId<T extends { readonly id: string }>(timeOf: (item: T) => Instant): (a: T, b: T) => number {
  return (a, b) => timeOf(a) - timeOf(b) || (a.id < b.id ? -1 : 1);
}

const deadlineOrder = byTimeAndId<Deadline>((d) => d.at);

function hourKey(outlet: string, pollutant: string, start: Instant): string {
  return `${outlet}|${pollutant}|${start}`;
}

interface Changes {
  readonly hours: Map<string, HourState>;
  readonly verdicts: Map<string, HourVerdict>;
  readonly findings: Map<string, Finding>;
  readonly timeline: TimelineEntry[];
  readonly nextIndex: Map<string, number>;
  readonly deadlines: Map<string, Deadline>;
  readonly cleared: Set<string>;
  readonly outcomes: CommandOutcome[];
  readonly commands: Map<string, DecidedCommand>;
  commandsSince: Instant | null;
  readonly events: Omit<RecordEvent, "id">[];
  readonly counters: Map<string, number>;
  readonly registries: RegistryVersion[];
}

function emptyChanges(): Changes {
  return {
    hours: new Map(),
    verdicts: new Map(),
    findings: new Map(),
    timeline: [],
    nextIndex: new Map(),
    deadlines: new Map(),
    cleared: new Set(),
    outcomes: [],
    commands: new Map(),
    commandsSince: null,
    events: [],
    counters: new Map(),
    registries: [],
  };
}
