import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { JournalEntry } from "../../core/journal/journal-entry.ts";
import type { Finding } from "../../core/judging/finding.ts";
import type { RecordsView } from "../../core/records/records.ts";
import { decodeSegment, encodeSegment } from "../../storage/journal/segment-content.ts";
import { MemoryRecords } from "../../storage/memory/memory-records.ts";
import { liftedEntry } from "../../storage/upcasters.ts";
import { Reading } from "./journal-reading.ts";

const FILES = { entries: "entries.seg.gz", said: "said.jsonl", differences: "differences.json" } as const;
const PAGE = 1_000;
const BATCH = 500;

/** What a build said of a journal. */
export interface Said {
  readonly build: string;
  /** The rules that existed: a finding of a rule that came later is no difference. */
  readonly rules: readonly string[];
  /** Findings and outcomes of commands, by id, each as sorted text. */
  readonly lines: ReadonlyMap<string, string>;
}

/** A difference that a decision made. */
export interface AcceptedDifference {
  readonly id: string;
  /** A page of `docs/decisions/`. */
  readonly decision: string;
}

export interface GoldenJournal {
  readonly entries: readonly JournalEntry[];
  readonly said: Said;
  readonly accepted: readonly AcceptedDifference[];
}

/** What this build says of a journal, whatever build wrote it. */
export async function sayingOf(entries: readonly JournalEntry[], { build, rules }: Pick<Said, "build" | "rules">): Promise<Said> {
  const records = new MemoryRecords();
  const reading = new Reading(
    entries.map((entry) => liftedEntry(entry)),
    records,
  );
  while (await reading.judge(BATCH)) await reading.commit();
  const lines = new Map<string, string>();
  for await (const finding of findingsOf(records)) {
    if (rules.includes(finding.rule)) lines.set(finding.id, textOf(verdictOf(finding)));
  }
  for (const { kind, seq } of entries) {
    if (kind !== "command") continue;
    const outcome = await records.outcome(seq);
    if (outcome === undefined) throw new Error(`nobody decided the command of entry ${seq}`);
    lines.set(`entry:${seq}`, textOf(outcome.ok ? { ok: true } : { ok: false, code: outcome.refusal.code }));
  }
  return { build, rules, lines };
}

/** What must stay the same of a finding. Words, facts of steps and links to cases may grow. */
function verdictOf({ rule, ruleVersion, outlet, pollutant, period, status, level, value, validity }: Finding): object {
  return { rule, ruleVersion, outlet, pollutant, period, status, level, value, validity };
}

async function* findingsOf(records: RecordsView): AsyncGenerator<Finding> {
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page: Awaited<ReturnType<RecordsView["findings"]>> = await records.findings({
      limit: PAGE,
      ...(cursor !== "" && { cursor }),
    });
    yield* page.items;
    cursor = page.next;
  }
}

/** JSON with sorted fields, so that texts can be compared. */
function textOf(value: object): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Writes a golden journal into a folder. @throws when there is one already: a recorded file is never changed. */
export async function recordGolden(directory: string, entries: readonly JournalEntry[], said: Said): Promise<void> {
  await mkdir(directory, { recursive: true });
  const write = (file: string, content: string | Uint8Array): Promise<void> =>
    writeFile(join(directory, file), content, { flag: "wx" });
  const sorted = [...said.lines].sort(([a], [b]) => (a < b ? -1 : 1));
  const header = JSON.stringify({ build: said.build, rules: said.rules });
  await write(FILES.entries, gzipSync(encodeSegment(entries)));
  await write(FILES.said, `${[header, ...sorted.map((line) => JSON.stringify(line))].join("\n")}\n`);
  await write(FILES.differences, "[]\n");
}

/** Reads what `recordGolden` wrote, and the differences that were accepted since. */
export async function readGolden(directory: string): Promise<GoldenJournal> {
  const text = (file: string): Promise<string> => readFile(join(directory, file), "utf8");
  const entries = decodeSegment(gunzipSync(await readFile(join(directory, FILES.entries))));
  const [header = "", ...lines] = (await text(FILES.said)).trimEnd().split("\n");
  const { build, rules } = JSON.parse(header) as Pick<Said, "build" | "rules">;
  const accepted = JSON.parse(await text(FILES.differences)) as readonly AcceptedDifference[];
  return { entries, said: { build, rules, lines: new Map(lines.map((line) => JSON.parse(line) as [string, string])) }, accepted };
}

/** What a replay says otherwise than the recording. Both lists are empty when all is well. */
export interface Comparison {
  /** Differences that nobody decided: `id: recorded → replayed`. */
  readonly unexplained: readonly string[];
  /** Accepted differences that are none: the list of decisions would lie. */
  readonly unneeded: readonly string[];
}

/** Compares what was said then with what is said now. */
export function compareSaid(golden: Pick<GoldenJournal, "said" | "accepted">, now: Said): Comparison {
  const ids = new Set([...golden.said.lines.keys(), ...now.lines.keys()]);
  const different = [...ids].filter((id) => golden.said.lines.get(id) !== now.lines.get(id)).sort();
  const accepted = new Set(golden.accepted.map(({ id }) => id));
  return {
    unexplained: different
      .filter((id) => !accepted.has(id))
      .map((id) => `${id}: ${golden.said.lines.get(id) ?? "nothing"} → ${now.lines.get(id) ?? "nothing"}`),
    unneeded: [...accepted].filter((id) => !different.includes(id)),
  };
}
