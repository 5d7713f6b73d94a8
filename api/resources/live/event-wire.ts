import type { RecordEvent } from "../../../core/records/records.ts";
import { formatIso } from "../../../core/time.ts";
import { SUBJECT_WORDS } from "../../../words/all-subjects.ts";
import type { Telling } from "../../../words/names.ts";

/**
 * A record event as it goes out to one listener: what is said in words is in that listener's language, with its code
 * and facts beside it.
 */
export function eventToWire(event: RecordEvent, telling: Telling): Readonly<Record<string, unknown>> {
  const { type, subject, outlet, cell, enterprise, data } = event;
  const words = SUBJECT_WORDS[type]?.news(data, telling);
  return { ...data, ...words, id: subject, at: formatIso(event.at), outlet, cell, enterprise };
}
