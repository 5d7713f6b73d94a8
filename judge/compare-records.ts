import { SUBJECTS } from "../cases/all-subjects.ts";
import { allRows } from "../core/casework/all-rows.ts";
import type { Finding } from "../core/judging/finding.ts";
import type { RecordsView } from "../core/records/records.ts";

const PAGE = 1_000;

/** How what is stored and what was judged again agree; a subject's rows count with their timelines. */
export interface RecordsComparison {
  /** Ids of the findings that were judged again. */
  readonly findings: readonly string[];
  /** Ids of the cases that were judged again. */
  readonly cases: readonly string[];
  readonly same: boolean;
  /** Ids that only one side has or that are not equal in everything. */
  readonly different: readonly string[];
}

/**
 * Compares two sets of records, finding by finding and row by row of every subject. Both are read whole, page by page;
 * nothing may be committed to either meanwhile, or the difference shows.
 */
export async function compareRecords(stored: RecordsView, judgedAgain: RecordsView): Promise<RecordsComparison> {
  const [before, after] = [await everything(stored), await everything(judgedAgain)];
  const ids = new Set([...before.rows.keys(), ...after.rows.keys()]);
  const different = [...ids].filter((id) => before.rows.get(id) !== after.rows.get(id));
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
    const order = Object.keys(kept.orders)[0] ?? "";
    for (const row of await allRows(records.subjects, kept, { where: [], order })) rows.set(row.id, JSON.stringify(row));
  }
  for (const { name, collection, door } of SUBJECTS) {
    for (const row of await allRows(records.subjects, collection, { where: [], order: door.order })) {
      rows.set(row.id, JSON.stringify([row, await records.timeline(row.id)]));
      if (name === "case") cases.push(row.id);
    }
  }
  return { findings, cases, rows };
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
