import type { ReactNode } from "react";
import { now } from "../../api/server-clock.ts";
import type { ChartModel } from "../../chart/chart-model.ts";
import type { ComparedPoint } from "../../chart/compared-value.ts";
import { basisLength, flagWord } from "../../chart/verdict-text.ts";
import { VerdictMark } from "../../components/StateMark.tsx";
import { beijingDate } from "../../format/beijing-time.ts";
import { columnDecimals, formatLimit, formatUnit } from "../../format/digits.ts";
import { momentWords, periodWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { outletWords } from "./words.ts";

const MOST_ROWS = 200;

/** The periods of a chart as a table, newest first: value, limit, verdict, validity, flag. */
export function HoursTable({ model }: { readonly model: ChartModel }): ReactNode {
  const { say } = useWords(outletWords);
  const points = model.points.slice(-MOST_ROWS).toReversed();
  const unit = formatUnit(model.unit);
  const decimals = columnDecimals(
    points.flatMap((p) => [p.value, ...(p.converted === null || p.converted === undefined ? [] : [p.converted])]),
    model.pollutant,
  );
  const mean = say(`mean.${model.basis}`);
  const isConverted = points.some((p) => p.isConverted);
  const hasBoth = points.some((p) => p.converted !== null && p.converted !== undefined);
  return (
    <table className="grid">
      <thead>
        <tr>
          <th scope="col">{say("outlet.period")}</th>
          <th scope="col" className="right">
            {isConverted ? say("outlet.compared", { mean }) : mean} <small>{unit}</small>
          </th>
          {hasBoth && (
            <th scope="col" className="right">
              {say(isConverted ? "outlet.measured" : "outlet.converted")}
            </th>
          )}
          <th scope="col" className="right">
            {say("outlet.limit")}
          </th>
          <th scope="col">{say("outlet.verdict")}</th>
          <th scope="col">{say("outlet.validity")}</th>
          <th scope="col">{say("now.flag")}</th>
        </tr>
      </thead>
      <tbody>
        {points.map((p) => (
          <tr key={p.at} className={p.verdict === null ? undefined : `row-${p.verdict}`}>
            <th scope="row">
              <PeriodCell point={p} model={model} />
            </th>
            <td className="right">
              <b>{p.compared.toFixed(decimals)}</b>
            </td>
            {hasBoth && <td className="right">{besideText(p, decimals)}</td>}
            <td className="right quiet">{p.limit === null ? "—" : formatLimit(p.limit)}</td>
            <td>
              <VerdictMark verdict={p.verdict} />
              {p.verdict === "exceeding" && (
                <small className="quiet">
                  {" "}
                  {say(model.confirmed.has(Date.parse(p.at)) ? "status.confirmed" : "status.provisional")}
                </small>
              )}
            </td>
            <td className={p.validity === "valid" || p.validity === null ? "quiet" : undefined}>
              {p.validity === null ? "—" : say(`validity.${p.validity}`)}
            </td>
            <td className={p.flag === "N" ? "quiet" : undefined}>
              {p.flag === "N" ? "N" : `${p.flag} ${flagWord(p.flag, say)}`}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The other of the two figures: measured beside converted, or converted beside measured. */
function besideText(point: ComparedPoint, decimals: number): string {
  const other = point.isConverted ? point.value : point.converted;
  return other === null || other === undefined ? "—" : other.toFixed(decimals);
}

function PeriodCell({ point, model }: { readonly point: ComparedPoint; readonly model: ChartModel }): ReactNode {
  const { say } = useWords(outletWords);
  const start = Date.parse(point.at);
  if (model.basis === "day") return beijingDate(start);
  const length = basisLength(model.basis);
  return length === 0 ? momentWords(say, start, now()) : periodWords(say, { start, end: start + length }, now());
}
