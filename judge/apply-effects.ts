import { SUBJECTS } from "../cases/all-subjects.ts";
import type { SubjectWrite } from "../core/casework/collection.ts";
import type { Effects, Moment, RowNews, Subject } from "../core/casework/subject.ts";
import { WEEKDAYS_ONLY } from "../core/casework/working-calendar.ts";
import type { RecordEvent } from "../core/records/records.ts";
import { gridAt } from "../core/registry/grid-at.ts";
import type { Turn } from "./turn.ts";

/** The State Council's holidays are data that a bureau enters; the product ships no invented dates. */
const CALENDAR = WEEKDAYS_ONLY;

const KEPT_BESIDE: ReadonlySet<string> = new Set(SUBJECTS.flatMap((s) => s.alsoKeeps ?? []).map((c) => c.name));
const SUBJECT_BY_COLLECTION: ReadonlyMap<string, Subject> = new Map(SUBJECTS.map((s) => [s.collection.name, s]));

/** When, and on which grid, the decisions of this turn are taken. */
export function momentOf({ now, seq, index }: Turn): Moment {
  return { now, seq, index: gridAt(index, now), calendar: CALENDAR };
}

/** Whether live pages are told of every changed row, or of those only of which something new is told. */
type Telling = "every-row" | "what-is-new";

/** Stores what a decision brings about, and tells live pages of the rows that changed. */
export async function applyEffects(
  turn: Turn,
  effects: Omit<Effects, "id" | "judgeAgain">,
  telling: Telling = "every-row",
): Promise<void> {
  const { timeline = [], cleared = [], deadlines = [], counters = {} } = effects;
  const events = effects.writes.flatMap((write) => eventOf(turn, write, telling) ?? []);
  for (const write of effects.writes) turn.set.subjects.put(write.collection, write.row);
  await turn.set.appendTimeline(timeline);
  for (const id of cleared) turn.set.clearDeadline(id);
  for (const deadline of deadlines) turn.set.setDeadline(deadline, turn.now);
  for (const [key, value] of Object.entries(counters)) turn.set.setCounter(key, value);
  for (const event of events) turn.set.putEvent(event);
}

/** What is told of a row that is about to be written over the one that is there. */
function eventOf(turn: Turn, { collection, row }: SubjectWrite, telling: Telling): Omit<RecordEvent, "id"> | undefined {
  if (KEPT_BESIDE.has(collection.name)) return undefined;
  const subject = SUBJECT_BY_COLLECTION.get(collection.name);
  if (subject === undefined) throw new Error(`no subject has the collection ${collection.name}`);
  const news = subject.newsOf(row);
  const before = telling === "every-row" ? undefined : turn.set.subjects.peek(collection, row.id);
  if (before && isSameNews(subject.newsOf(before), news)) return undefined;
  return { seq: turn.seq, at: turn.now, type: subject.name, subject: row.id, ...news };
}

/** True when the same is told. Parts that are objects are the same when nobody made them anew. */
function isSameNews(a: RowNews, b: RowNews): boolean {
  const isSamePlace = a.outlet === b.outlet && a.cell === b.cell && a.enterprise === b.enterprise;
  return isSamePlace && Object.keys(b.data).every((key) => a.data[key] === b.data[key]);
}
