import { type ReactNode, useEffect, useRef } from "react";
import { pollutantFullName, pollutantName } from "../../../../words/pollutant-words.ts";
import { now as serverNow } from "../../api/server-clock.ts";
import { flagWord } from "../../chart/verdict-text.ts";
import { Figure } from "../../components/Figure.tsx";
import { ShareBar } from "../../components/ShareBar.tsx";
import { Sparkline } from "../../components/Sparkline.tsx";
import { StateMark } from "../../components/StateMark.tsx";
import { useNow } from "../../components/use-now.ts";
import { HOUR } from "../../format/beijing-time.ts";
import { formatLimit, formatUnit, formatValue } from "../../format/digits.ts";
import type { SparkPoint } from "../../format/spark.ts";
import { ageWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { budgetSaying } from "./budget-words.ts";
import { isComparedConverted, type NowRow } from "./now-rows.ts";
import { ReasonWords } from "./StateReason.tsx";
import { nowWords } from "./words.ts";

interface NowTableProps {
  readonly rows: readonly NowRow[];
  readonly trends: ReadonlyMap<string, readonly SparkPoint[]>;
  readonly openKey: string | null;
  /** The row that the keys stand on. */
  readonly cursor: string | undefined;
  readonly onOpen: (key: string) => void;
}

/** The rows of the live page. */
export function NowTable({ rows, trends, openKey, cursor, onOpen }: NowTableProps): ReactNode {
  const { say } = useWords(nowWords);
  return (
    <table className="grid now-table">
      <thead>
        <tr>
          <th scope="col">{say("now.state")}</th>
          <th scope="col">{say("now.outlet")}</th>
          <th scope="col">{say("now.pollutant")}</th>
          <th scope="col" className="right">
            {say("now.value")}
          </th>
          <th scope="col">{say("now.share")}</th>
          <th scope="col">{say("now.budget")}</th>
          <th scope="col" className="now-trend">
            {say("now.trend")}
          </th>
          <th scope="col">{say("now.flag")}</th>
          <th scope="col" className="right">
            {say("now.age")}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <NowLine
            key={row.key}
            row={row}
            trend={trends.get(row.key) ?? []}
            isOpen={row.key === openKey}
            isCursor={row.key === cursor}
            onOpen={() => onOpen(row.key)}
          />
        ))}
      </tbody>
    </table>
  );
}

interface NowLineProps {
  readonly row: NowRow;
  readonly trend: readonly SparkPoint[];
  readonly isOpen: boolean;
  readonly isCursor: boolean;
  readonly onOpen: () => void;
}

function NowLine({ row, trend, isOpen, isCursor, onOpen }: NowLineProps): ReactNode {
  const { say, lang } = useWords(nowWords);
  const { outlet, value, state } = row;
  const at = useNow(1_000);
  const points = withNewest(trend, value);
  const line = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isCursor) line.current?.scrollIntoView({ block: "nearest" });
  }, [isCursor]);
  return (
    // The button in the row is the way in for keyboard and screen readers; the whole row is a larger target for the mouse.
    <tr ref={line} className={`row-${state}${isCursor ? " cursor" : ""}`} aria-selected={isOpen} onClick={onOpen}>
      <td className="cell-state">
        <StateMark state={state} /> <ReasonWords reason={row.reason} />
      </td>
      <th scope="row" className="cell-outlet">
        <button type="button" className="link" onClick={onOpen}>
          {outlet.name}
        </button>{" "}
        <span className="quiet">{outlet.enterpriseName ?? outlet.enterprise}</span>
      </th>
      <td className="cell-pollutant" title={pollutantFullName(value.pollutant, lang)}>
        {pollutantName(value.pollutant, lang)}
      </td>
      <td className="cell-value right">
        <Figure
          value={value.value}
          unit={value.unit}
          pollutant={value.pollutant}
          limit={value.limit}
          arrival={`${value.at}|${value.value}`}
        />
      </td>
      <ShareCell value={value} isExceeding={state === "exceeding"} />
      <td className="cell-budget">
        <BudgetWords row={row} />
      </td>
      <td className="now-trend">
        <Sparkline points={points} from={serverNow() - HOUR} to={serverNow()} limit={value.limit} label={say("now.trend")} />
      </td>
      <td className="cell-flag">
        {value.flag === "N" ? (
          <span className="quiet">N</span>
        ) : (
          <span title={flagWord(value.flag, say)}>{`${value.flag} ${flagWord(value.flag, say)}`}</span>
        )}
      </td>
      <td className="cell-age right quiet">{ageWords(say, Date.parse(value.at), at)}</td>
    </tr>
  );
}

/** The share of the limit; where the limit asks for the converted value, that value too, so that the share can be understood. */
function ShareCell({ value, isExceeding }: { readonly value: NowRow["value"]; readonly isExceeding: boolean }): ReactNode {
  const { say } = useWords(nowWords);
  const { limit, pollutant } = value;
  const converted = isComparedConverted(value) ? (value.converted ?? null) : null;
  const words = converted === null ? null : formatValue(converted, pollutant, limit);
  const lines = [
    ...(limit === null ? [] : [say("now.limit", { value: `${formatLimit(limit)} ${formatUnit(value.unit)}` })]),
    ...(words === null ? [] : [say("now.convertedHelp", { value: words })]),
  ];
  return (
    <td className="cell-share" title={lines.join("\n")}>
      <ShareBar share={value.share} isExceeding={isExceeding} />
      {words !== null && <small className="quiet converted">{say("now.converted", { value: words })}</small>}
    </td>
  );
}

function withNewest(trend: readonly SparkPoint[], value: NowRow["value"]): readonly SparkPoint[] {
  const at = Date.parse(value.at);
  const last = trend.at(-1);
  const compared = (isComparedConverted(value) ? value.converted : null) ?? value.value;
  return last === undefined || last.at < at ? [...trend, { at, value: compared }] : trend;
}

function BudgetWords({ row }: { readonly row: NowRow }): ReactNode {
  const { say } = useWords(nowWords);
  const { budget, value } = row;
  const saying = budget === undefined || row.state === "offline" ? null : budgetSaying(budget, value, say);
  if (saying === null) return <span className="quiet">{say("now.noBudget")}</span>;
  return <span className={saying.tone === "plain" ? undefined : saying.tone}>{saying.words}</span>;
}
