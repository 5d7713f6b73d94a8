import type { ReactNode } from "react";
import { Link } from "react-router";
import type { CaseDetailWire, IncidentWire } from "../../../../cases/case/case-wire.ts";
import { pollutantName } from "../../../../words/pollutant-words.ts";
import { part } from "../../api/read.ts";
import { now } from "../../api/server-clock.ts";
import { type Column, DataTable } from "../../components/DataTable.tsx";
import { formatUnit, formatValue } from "../../format/digits.ts";
import { momentWords, periodWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import type { Lang } from "../../i18n/say.ts";
import { type CaseSay, caseWords } from "./words.ts";

/**
 * What stands in a case, run by run, and whether its alarm still sounds; where the case goes on, or why it should end.
 */
export function CaseIncidents({ item }: { readonly item: CaseDetailWire }): ReactNode {
  const { say, lang } = useWords(caseWords);
  const { incidents, incidentCount, mergedInto, mergedIntoNumber, endProposed } = item;
  return (
    <>
      {mergedInto !== null && (
        <p>
          <Link to={`/cases/${part(mergedInto)}`}>{say("case.mergedInto", { number: mergedIntoNumber ?? "" })}</Link>
        </p>
      )}
      {endProposed && <p role="status">{say("case.endProposed")}</p>}
      {incidents.length > 0 && (
        <DataTable
          label={say("case.incidents")}
          columns={incidentColumns(say, lang)}
          rows={incidents}
          keyOf={(incident) => incident.id}
          foot={incidentCount > incidents.length ? say("case.incident.more", { n: incidentCount }) : undefined}
        />
      )}
    </>
  );
}

function incidentColumns(say: CaseSay, lang: Lang): readonly Column<IncidentWire>[] {
  return [
    { key: "span", title: say("case.incident.span"), isRowHeader: true, text: (i) => spanWords(say, i) },
    { key: "what", title: say("case.incident.what"), text: (i) => `${i.outletName} ${pollutantName(i.pollutant, lang)}` },
    { key: "standing", title: say("case.incident.standing"), width: 90, text: (i) => `${i.standing} · ${i.level ?? ""}` },
    { key: "highest", title: say("case.incident.highest"), text: (i) => highestWords(say, i) },
    { key: "alarm", title: say("case.incident.alarm"), text: (i) => alarmWords(say, i) },
  ];
}

function spanWords(say: CaseSay, { from, to }: IncidentWire): string {
  return periodWords(say, { start: Date.parse(from), end: Date.parse(to) }, now());
}

function highestWords(say: CaseSay, { highest, pollutant }: IncidentWire): string {
  if (highest === null || highest.value === null) return "—";
  const figure = `${formatValue(highest.value, pollutant)} ${formatUnit(highest.unit)}`;
  return highest.multiple === null ? figure : `${figure} · ${say("case.incident.times", { n: highest.multiple.toFixed(2) })}`;
}

function alarmWords(say: CaseSay, { alarm }: IncidentWire): string {
  if (alarm === null) return say("case.alarm.none");
  if (alarm.on || alarm.endedAt === null) return say("case.alarm.on");
  return say("case.alarm.off", { at: momentWords(say, Date.parse(alarm.endedAt), now()) });
}
