import { SUBJECTS } from "../cases/all-subjects.ts";
import type { SubjectWrite } from "../core/casework/collection.ts";
import type { Effects, Moment, Subject } from "../core/casework/subject.ts";
import { WEEKDAYS_ONLY } from "../core/casework/working-calendar.ts";
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

/** Stores what a decision brings about, and tells live pages of each changed row. */
export async function applyEffects(turn: Turn, effects: Omit<Effects, "id" | "judgeAgain">): Promise<void> {
  const { timeline = [], cleared = [], deadlines = [], counters = {} } = effects;
  for (const write of effects.writes) turn.set.subjects.put(write.collection, write.row);
  await turn.set.appendTimeline(timeline);
  for (const id of cleared) turn.set.clearDeadline(id);
  for (const deadline of deadlines) turn.set.setDeadline(deadline, turn.now);
  for (const [key, value] of Object.entries(counters)) turn.set.setCounter(key, value);
  for (const write of effects.writes) tell(turn, write);
}

function tell(turn: Turn, { collection, row }: SubjectWrite): void {
  if (KEPT_BESIDE.has(collection.name)) return;
  const subject = SUBJECT_BY_COLLECTION.get(collection.name);
  if (subject === undefined) throw new Error(`no subject has the collection ${collection.name}`);
  turn.set.putEvent({ seq: turn.seq, at: turn.now, type: subject.name, subject: row.id, ...subject.newsOf(row) });
}
