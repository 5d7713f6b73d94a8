import { SUBJECTS } from "../cases/all-subjects.ts";
import { allRows } from "../core/casework/all-rows.ts";
import type { Finding } from "../core/judging/finding.ts";
import type { RecordEvent, RecordsView } from "../core/records/records.ts";
import { LAST_INSTANT } from "../core/time.ts";
import { differingKeys, differingVerdicts } from "./compare-verdicts.ts";

const PAGE = 1_000;

/** How what is stored and what was judged again agree; a subject's rows count with their timelines. */
export interface RecordsComparison {
  /** Ids of the findings that were judged again. */
  readonly findings: readonly string[];
  /** Ids of the cases that were judged again. */
  readonly cases: readonly string[];
  readonly same: boolean;
  /**
   * What only one side has or is not equal in everything: findings and rows by their ids, and with their kind before it
   * the verdicts of periods (`verdict basis outlet pollutant start`), deadlines (`deadline id`), counters (`counter
   * key`), what was answered (`outcome entry`, `request id`) and told (`event number`).
   */
  readonly different: readonly string[];
}

/**
 * Compares two sets of records: findings, rows of every subject, verdicts of periods, deadlines, counters, outcomes of
 * entries and of requests, and events, as far back as they are kept. Both are
 * read whole, page by page; nothing may be committed to either meanwhile, or the difference shows.
 */
export async function compareRecords(stored: RecordsView, judgedAgain: RecordsView): Promise<RecordsComparison> {
  const [before, after] = [await everything(stored), await everything(judgedAgain)];
  const different = [...differingKeys(before.rows, after.rows), ...(await differingVerdicts(stored, judgedAgain))];
  const { findings, cases } = after;
  return { findings, cases, same: different.length === 0, different };
}

interface Everything {
  readonly findings: readonly string[];
  readonly cases: readonly string[];
  /** Each finding and row as text, by its id. */
  readonly rows: ReadonlyMap<string, string>;
}

async function everything(records: RecordsView): Promise<Everything> {
  const rows = new Map<string, string>();
  for (const finding of await allFindings(records)) rows.set(finding.id, JSON.stringify(finding));
  const findings = [...rows.keys()];
  const cases: string[] = [];
  for (const kept of SUBJECTS.flatMap((s) => s.alsoKeeps ?? [])) {
    const [order] = Object.keys(kept.orders) as [string];
    for (const row of await allRows(records.subjects, kept, { where: [], order })) rows.set(row.id, JSON.stringify(row));
  }
  for (const { name, collection, door } of SUBJECTS) {
    for (const row of await allRows(records.subjects, collection, { where: [], order: door.order })) {
      rows.set(row.id, JSON.stringify([row, await records.timeline(row.id)]));
      if (name === "case") cases.push(row.id);
    }
  }
  for (const deadline of await records.dueDeadlines(LAST_INSTANT, Number.MAX_SAFE_INTEGER)) {
    rows.set(`deadline ${deadline.id}`, JSON.stringify(deadline));
  }
  for (const [key, value] of Object.entries(await records.counters())) {
    // Zero is what a number is that was never given.
    if (value !== 0) rows.set(`counter ${key}`, String(value));
  }
  await addFeeds(records, rows);
  return { findings, cases, rows };
}

/** What was answered and told. */
async function addFeeds(records: RecordsView, rows: Map<string, string>): Promise<void> {
  const outcomes = pages(
    0,
    (after) => records.outcomesAfter(after, PAGE),
    ({ seq }) => seq,
  );
  for await (const outcome of outcomes) rows.set(`outcome ${outcome.seq}`, JSON.stringify(outcome));
  const commands = pages(
    "",
    (after) => records.commandsAfter(after, PAGE),
    ({ id }) => id,
  );
  for await (const command of commands) rows.set(`request ${command.id}`, JSON.stringify(command));
  const events = pages(
    0,
    (after) => records.eventsAfter(after, PAGE),
    ({ id }) => id,
  );
  for await (const event of events) rows.set(`event ${event.id}`, textOf(event));
}

/** The fields in one order, in whatever order a store gives them. */
function textOf({ seq, at, type, subject, outlet, cell, enterprise, data }: RecordEvent): string {
  return JSON.stringify([seq, at, type, subject, outlet, cell, enterprise, data]);
}

/** Every row of a list that is read from a place on. */
async function* pages<Row, Place>(
  first: Place,
  read: (after: Place) => Promise<readonly Row[]>,
  placeOf: (row: Row) => Place,
): AsyncGenerator<Row> {
  for (let after = first; ; ) {
    const rows = await read(after);
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined) return;
    after = placeOf(last);
  }
}

async function allFindings(records: RecordsView): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  let page = await records.findings({ limit: PAGE });
  for (;;) {
    findings.push(...page.items);
    if (page.next === null) return findings;
    page = await records.findings({ limit: PAGE, cursor: page.next });
  }
}
