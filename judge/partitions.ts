import { SUBJECTS } from "../cases/all-subjects.ts";
import type { Collection } from "../core/casework/collection.ts";
import type { Command } from "../core/casework/command.ts";
import type { Deadline } from "../core/casework/deadline.ts";
import type { RowNews, Subject } from "../core/casework/subject.ts";
import type { EntryContent } from "../core/entries/read-entry.ts";
import type { AskedRows } from "../core/records/gathered.ts";
import type { RegistryIndex } from "../core/registry/grid.ts";
import { isLookedAt } from "./judge-message.ts";
import { outletOfDevice } from "./judge-notice.ts";
import { ASK_AGAIN } from "./judge-period.ts";
import type { Turn } from "./turn.ts";

/** The partition of what may touch any other: it waits for whatever is due before it, and all else waits for it. */
export const EVERYONE = "";

/** Before an entry what is due of these partitions takes effect; before one of `everyone`, whatever is due. */
export type Concerned = readonly string[] | "everyone";

const SUBJECT_BY_DEADLINE: ReadonlyMap<string, Subject> = new Map(
  SUBJECTS.flatMap((s) => Object.keys(s.deadlines ?? {}).map((kind) => [kind, s] as const)),
);
const SUBJECT_BY_COMMAND: ReadonlyMap<string, Subject> = new Map(
  SUBJECTS.flatMap((s) => s.commands.map(({ type }) => [type, s] as const)),
);

/** What is of one enterprise is a partition: no decision about it looks at another. */
function partitionOfOutlet(index: RegistryIndex, outlet: string): string {
  return index.outletById.get(outlet)?.enterprise ?? EVERYONE;
}

function partitionOfRow(index: RegistryIndex, { outlet, enterprise }: RowNews): string {
  if (outlet !== null) return partitionOfOutlet(index, outlet);
  return enterprise ?? EVERYONE;
}

/** The partitions of these deadlines, in their order. */
export async function partitionsOf({ set, index }: Turn, deadlines: readonly Deadline[]): Promise<readonly string[]> {
  const rows = rowsOf(deadlines);
  if (rows.length > 0) await set.load({ rows });
  return deadlines.map(({ kind, subject: id }) => {
    if (kind === ASK_AGAIN) return partitionOfOutlet(index, id);
    const subject = SUBJECT_BY_DEADLINE.get(kind);
    const row = subject && set.subjects.peek(subject.collection, id);
    return subject === undefined || row === undefined || row === null ? EVERYONE : partitionOfRow(index, subject.newsOf(row));
  });
}

/** The rows that these deadlines are about: of each collection they are asked for in one question. */
function rowsOf(deadlines: readonly Deadline[]): readonly AskedRows[] {
  const byCollection = new Map<Collection, string[]>();
  for (const { kind, subject: id } of deadlines) {
    const subject = SUBJECT_BY_DEADLINE.get(kind);
    if (subject === undefined) continue;
    const ids = byCollection.get(subject.collection);
    if (ids === undefined) byCollection.set(subject.collection, [id]);
    else ids.push(id);
  }
  return [...byCollection].map(([collection, ids]) => ({ collection, ids }));
}

/** What an entry may change or looks at. */
export async function concernedBy(turn: Turn, content: EntryContent): Promise<Concerned> {
  switch (content.kind) {
    case "message": {
      const partitions = new Set<string>();
      for (const reading of content.message.readings) {
        if (isLookedAt(reading)) partitions.add(partitionOfOutlet(turn.index, reading.outlet));
      }
      return unlessOfEveryone([...partitions]);
    }
    case "notice": {
      const outlet = outletOfDevice(turn, content.mn);
      return outlet === undefined ? [] : unlessOfEveryone([partitionOfOutlet(turn.index, outlet)]);
    }
    case "command":
      return concernedByCommand(turn, content.command);
    default:
      return "everyone";
  }
}

/** A command that makes a row may say anything of anyone. */
async function concernedByCommand({ set, index }: Turn, { type, subject: id }: Command): Promise<Concerned> {
  const subject = SUBJECT_BY_COMMAND.get(type);
  if (subject === undefined || id === null) return "everyone";
  const row = await set.subjects.get(subject.collection, id);
  return row === undefined ? "everyone" : unlessOfEveryone([partitionOfRow(index, subject.newsOf(row))]);
}

function unlessOfEveryone(partitions: readonly string[]): Concerned {
  return partitions.includes(EVERYONE) ? "everyone" : partitions;
}
