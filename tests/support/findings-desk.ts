import type { Case, CaseState } from "../../cases/case/case.ts";
import { CASES } from "../../cases/case/case-collection.ts";
import { CASE_SUBJECT } from "../../cases/case/case-subject.ts";
import { decideTransition } from "../../cases/case/decide-transition.ts";
import { livingCase } from "../../cases/case/living-case.ts";
import type { Incident } from "../../cases/incident/incident.ts";
import { INCIDENTS } from "../../cases/incident/incident-collection.ts";
import { totalOf } from "../../cases/incident/standing-counts.ts";
import { allRows } from "../../core/casework/all-rows.ts";
import type { Deadline } from "../../core/casework/deadline.ts";
import type { Effects, FindingChange, FindingEffects, Moment } from "../../core/casework/subject.ts";
import type { NewTimelineEntry } from "../../core/casework/timeline.ts";
import { WEEKDAYS_ONLY } from "../../core/casework/working-calendar.ts";
import type { Finding } from "../../core/judging/finding.ts";
import type { Instant } from "../../core/time.ts";
import { MemorySubjects } from "../../storage/memory/memory-subjects.ts";
import { aGrid, anActor, NOW } from "./case-facts.ts";

/** The cases of a district to which findings happen one after another, as the judge lets them happen. */
export class FindingsDesk {
  readonly rows = new MemorySubjects();
  readonly findings = new Map<string, Finding>();
  readonly timeline: NewTimelineEntry[] = [];
  readonly deadlines = new Map<string, Deadline>();
  /** Rows looked up by their ids, and rows written, since it was last set to 0. */
  reads = 0;
  writes = 0;
  now: Instant = NOW;
  readonly #index = aGrid();
  readonly #counters = new Map<string, number>();
  #seq = 0;

  /** A finding opens, changes or falls. */
  async happen(changed: Finding, change: FindingChange = "opened", history = false): Promise<void> {
    const caseId = this.findings.get(changed.id)?.caseId ?? null;
    const news = { finding: { ...changed, caseId }, change, history };
    const kind = CASE_SUBJECT.findings;
    if (kind === undefined) throw new Error("cases take findings");
    const moment = this.#moment();
    const effects = kind.decide(news, moment, await kind.needs(news, moment, this.#reader()));
    this.findings.set(changed.id, { ...news.finding, caseId: effects?.id ?? caseId });
    if (effects !== undefined) this.#apply(effects);
  }

  /** The clock of a case has run out. */
  async runOut(row: Case): Promise<void> {
    const deadline = this.deadlines.get(`deadline:${row.id}`);
    const kind = CASE_SUBJECT.deadlines?.["case"];
    if (deadline === undefined || kind === undefined) throw new Error(`${row.id} has no clock`);
    this.now = deadline.at;
    const effects = kind.decide(deadline, this.#moment(), await kind.needs(deadline, this.#reader()));
    if (effects !== undefined) this.#apply(effects);
  }

  /** People take a case through some steps. */
  async steps(id: string, ...to: readonly CaseState[]): Promise<Case> {
    for (const state of to) {
      const current = await this.rows.get(CASES, id);
      if (current === undefined) throw new Error(`there is no ${id}`);
      const fields = { unit: "u-unit", until: "2027-01-01T00:00:00Z", secondPerson: "p2", filingNumber: "1", participants: "x" };
      const actor = anActor("bureau-staff", {
        roles: ["bureau-staff", "handling-unit", "street-officer", "duty-desk"],
        cells: ["g1"],
      });
      const by = state === "verify" || state === "closed" ? { ...actor, id: "another" } : actor;
      const request = { actor: by, to: state, version: current.version, note: "说明", fields };
      const decided = decideTransition({ ...this.#moment(), current, request });
      if (!decided.ok) throw new Error(`${id} to ${state}: ${decided.error.code}`);
      const { next, timeline, deadlines, cleared } = decided.value;
      this.#apply({ id, writes: [{ collection: CASES, row: next }], timeline, deadlines, cleared });
    }
    return (await this.rows.get(CASES, id)) as Case;
  }

  /** All cases, oldest first. */
  async cases(): Promise<readonly Case[]> {
    return allRows(this.rows, CASES, { where: [], order: "oldest" });
  }

  /** The case that a finding belongs to now. */
  async caseOf(finding: string): Promise<Case | undefined> {
    const caseId = this.findings.get(finding)?.caseId ?? null;
    return caseId === null ? undefined : livingCase(caseId, this.rows);
  }

  /** The incidents of which something stands. */
  async incidents(): Promise<readonly Incident[]> {
    const rows = await allRows(this.rows, INCIDENTS, { where: [], order: "newest" });
    return rows.filter((row) => totalOf(row.standing) > 0).sort((a, b) => a.from - b.from || (a.track < b.track ? -1 : 1));
  }

  actionsOf(id: string): readonly string[] {
    return this.timeline.filter((line) => line.subject === id).map((line) => line.action);
  }

  #moment(): Moment {
    this.#seq += 1;
    return { now: this.now, seq: this.#seq, index: this.#index, calendar: WEEKDAYS_ONLY };
  }

  #reader() {
    return {
      get: ((collection, id) => {
        this.reads += 1;
        return this.rows.get(collection, id);
      }) as MemorySubjects["get"],
      list: ((collection, query) => {
        throw new Error(`a finding asks for a list of ${collection.name} by ${query.order}`);
      }) as MemorySubjects["list"],
      finding: async (id: string) => this.findings.get(id),
      counter: async (key: string) => this.#counters.get(key) ?? 0,
    };
  }

  #apply({
    writes,
    timeline = [],
    deadlines = [],
    cleared = [],
    counters = {},
    linked = [],
  }: Partial<FindingEffects> & Pick<Effects, "writes">): void {
    this.writes += writes.length;
    this.rows.save(writes);
    this.timeline.push(...timeline);
    for (const id of cleared) this.deadlines.delete(id);
    for (const deadline of deadlines) this.deadlines.set(deadline.id, deadline);
    for (const [key, value] of Object.entries(counters)) this.#counters.set(key, value);
    for (const { finding, row } of linked) {
      const known = this.findings.get(finding);
      if (known !== undefined) this.findings.set(finding, { ...known, caseId: row });
    }
  }
}
