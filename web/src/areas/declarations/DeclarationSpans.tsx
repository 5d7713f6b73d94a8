import type { ReactNode } from "react";
import type { DeclarationWire } from "../../../../cases/declaration/declaration-wire.ts";
import { consentParts } from "../../chart/consent-parts.ts";
import { useNow } from "../../components/use-now.ts";
import { DAY, shortDate, startOfBeijingDay } from "../../format/beijing-time.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { declarationWords } from "./words.ts";

const BEFORE_DAYS = 2;
const SHOWN_DAYS = 10;

/** Declarations as bars over the days around today. */
export function DeclarationSpans({ declarations }: { readonly declarations: readonly DeclarationWire[] }): ReactNode {
  const { say } = useWords(declarationWords);
  const at = useNow(60_000);
  const from = startOfBeijingDay(at) - BEFORE_DAYS * DAY;
  const to = from + SHOWN_DAYS * DAY;
  const percent = (t: number): number => ((Math.min(to, Math.max(from, t)) - from) / (to - from)) * 100;
  const seen = declarations.filter((d) => Date.parse(d.to) > from && Date.parse(d.from) < to);
  if (seen.length === 0) return null;
  return (
    <section className="spans" aria-label={say("decl.timeline")}>
      <div className="spans-days" aria-hidden="true">
        {Array.from({ length: SHOWN_DAYS }, (_, i) => from + i * DAY).map((day) => (
          <span key={day} className={day === startOfBeijingDay(at) ? "today" : undefined}>
            {day === startOfBeijingDay(at) ? say("time.today") : shortDate(day, at)}
          </span>
        ))}
      </div>
      <div className="spans-body">
        <span className="spans-now" style={{ left: `${percent(at)}%` }} title={say("decl.nowLine")} />
        {seen.map((d) => {
          const left = percent(Date.parse(d.from));
          const name = `${d.enterpriseName} ${d.outletNames.join(say("list.comma"))}`;
          return (
            <div key={d.id} className="spans-row">
              {consentParts(d).map((part) => (
                <span
                  key={part.from}
                  className={`span-bar span-${part.isConsented ? "consented" : d.state === "consented" ? "submitted" : d.state}`}
                  style={{
                    left: `${percent(part.from)}%`,
                    width: `${Math.max(0.4, percent(part.to) - percent(part.from))}%`,
                  }}
                />
              ))}
              <span
                className="span-name"
                style={left < 60 ? { left: `${percent(Date.parse(d.to))}%` } : { right: `${100 - left}%` }}
              >
                {name} · {say(`decl.state.${d.state}`)}
              </span>
            </div>
          );
        })}
      </div>
    </section>
  );
}
