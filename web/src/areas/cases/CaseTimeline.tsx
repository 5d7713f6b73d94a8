import type { ReactNode } from "react";
import type { CaseDetailWire } from "../../../../cases/case/case-wire.ts";
import { now } from "../../api/server-clock.ts";
import { Unbroken } from "../../components/Unbroken.tsx";
import { beijingSecond } from "../../format/beijing-time.ts";
import { momentWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { caseWords } from "./words.ts";

/** What happened to a case, newest first, as the server says it. */
export function CaseTimeline({ item }: { readonly item: CaseDetailWire }): ReactNode {
  const { say } = useWords(caseWords);
  return (
    <section aria-label={say("case.timeline")}>
      <h3>{say("case.timeline")}</h3>
      <ol className="timeline">
        {item.timeline.toReversed().map((line) => (
          <li key={line.index}>
            <time dateTime={line.at} title={beijingSecond(Date.parse(line.at))}>
              {momentWords(say, Date.parse(line.at), now())}
            </time>
            <b>{line.actionName}</b>
            <span className="quiet"> {line.actorName}</span>
            {line.fields["reporter"] !== undefined && <p>{say("case.reporter", { who: line.fields["reporter"] })}</p>}
            {line.fieldsSaid.length > 0 && (
              <dl className="said">
                {line.fieldsSaid.map(({ name, label, value }) => (
                  <div key={name}>
                    <dt>{label}</dt>
                    <dd>
                      <Unbroken text={value} />
                    </dd>
                  </div>
                ))}
              </dl>
            )}
            {line.note !== "" && (
              <p>
                <Unbroken text={line.note} />
              </p>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
