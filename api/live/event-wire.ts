import type { CaseTitle } from "../../core/casework/title.ts";
import type { RecordEvent } from "../../core/judging/records.ts";
import { formatIso } from "../../core/time.ts";
import type { Telling } from "../../words/names.ts";
import { TITLES } from "../../words/titles.ts";
import { say } from "../../words/word-table.ts";

/** A record event as it goes out to one listener: the title of a case in that listener's language, with its code and facts beside it. */
export function eventToWire(event: RecordEvent, telling: Telling): Readonly<Record<string, unknown>> {
  const { subject, outlet, cell, enterprise, data } = event;
  return { ...said(data, telling), id: subject, at: formatIso(event.at), outlet, cell, enterprise };
}

function said(data: RecordEvent["data"], telling: Telling): RecordEvent["data"] {
  const title = data["title"] as CaseTitle | undefined;
  if (title === undefined) return data;
  return { ...data, title: say(TITLES, title, telling), titleCode: title.code, titleFacts: title.facts };
}
