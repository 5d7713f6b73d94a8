import type { ReactNode } from "react";
import type { CaseItem, TimelineEntry } from "../../api/page-shapes.ts";
import { now } from "../../api/server-clock.ts";
import { beijingSecond } from "../../format/beijing-time.ts";
import { momentWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { isWord } from "../../i18n/say.ts";
import { type CaseSay, caseWords } from "./words.ts";

/** What happened to a case, newest first. */
export function CaseTimeline({ item }: { readonly item: CaseItem }): ReactNode {
  const { say } = useWords(caseWords);
  return (
    <section aria-label={say("case.timeline")}>
      <h3>{say("case.timeline")}</h3>
      <ol className="timeline">
        {item.timeline.toReversed().map((entry) => (
          <li key={entry.index}>
            <time dateTime={entry.at} title={beijingSecond(Date.parse(entry.at))}>
              {momentWords(say, Date.parse(entry.at), now())}
            </time>
            <b>{entryWords(entry, say)}</b>
            <span className="quiet"> {entry.actor === "engine" ? say("case.engine") : (entry.actorName ?? entry.actor)}</span>
            {entry.note !== "" && <p>{entry.note}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}

/** What a line of the history is about: what happened to a finding, else the state that the case entered. */
function entryWords({ action, to }: TimelineEntry, say: CaseSay): string {
  const key = `timeline.${action}`;
  return isWord(caseWords, key) ? say(key) : say(`case.state.${to}`);
}
