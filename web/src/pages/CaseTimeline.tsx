import type { ReactNode } from "react";
import type { CaseItem } from "../api/page-shapes.ts";
import { now } from "../api/server-clock.ts";
import { beijingSecond } from "../format/beijing-time.ts";
import { momentWords } from "../format/time-words.ts";
import { useLanguage } from "../i18n/LanguageContext.tsx";

/** What happened to a case, newest first. */
export function CaseTimeline({ item }: { readonly item: CaseItem }): ReactNode {
  const { say } = useLanguage();
  return (
    <section aria-label={say("case.timeline")}>
      <h3>{say("case.timeline")}</h3>
      <ol className="timeline">
        {item.timeline.toReversed().map((entry) => (
          <li key={entry.index}>
            <time dateTime={entry.at} title={beijingSecond(Date.parse(entry.at))}>
              {momentWords(say, Date.parse(entry.at), now())}
            </time>
            <b>{say(`case.state.${entry.to}`)}</b>
            <span className="quiet"> {entry.actor === "engine" ? say("case.engine") : (entry.actorName ?? entry.actor)}</span>
            {entry.note !== "" && <p>{entry.note}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}
