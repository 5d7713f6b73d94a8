import type { ReactNode } from "react";
import type { BoardRowWire } from "../../../../api/resources/board/schema.ts";
import { pollutantFullName, pollutantName } from "../../../../words/pollutant-words.ts";
import { now as serverNow } from "../../api/server-clock.ts";
import { flagWord } from "../../chart/verdict-text.ts";
import { Age } from "../../components/Age.tsx";
import type { Column } from "../../components/DataTable.tsx";
import { Figure } from "../../components/Figure.tsx";
import { ShareBar } from "../../components/ShareBar.tsx";
import { Sparkline } from "../../components/Sparkline.tsx";
import { StateMark } from "../../components/StateMark.tsx";
import { HOUR } from "../../format/beijing-time.ts";
import { formatLimit, formatUnit, formatValue } from "../../format/digits.ts";
import { sharePercent } from "../../format/share.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import type { Lang } from "../../i18n/say.ts";
import { ReasonWords } from "../outlet/StateReason.tsx";
import { budgetSaying } from "./budget-words.ts";
import { trendOf } from "./live-row.ts";
import { type NowSay, nowWords } from "./words.ts";

/** The columns of the live page: what is drawn of a row, and what goes into a file. */
export function boardColumns(say: NowSay, lang: Lang): readonly Column<BoardRowWire>[] {
  return [
    {
      key: "state",
      title: say("now.state"),
      text: (row) => say(`state.${row.state}`),
      cell: (row) => (
        <>
          <StateMark state={row.state} /> <ReasonWords reason={row.reason} />
        </>
      ),
    },
    {
      key: "outlet",
      title: say("now.outlet"),
      isRowHeader: true,
      text: ({ outlet }) => outlet.name,
    },
    {
      key: "pollutant",
      title: say("now.pollutant"),
      text: ({ value }) => pollutantName(value.pollutant, lang),
      cell: ({ value }) => <span title={pollutantFullName(value.pollutant, lang)}>{pollutantName(value.pollutant, lang)}</span>,
    },
    {
      key: "value",
      title: say("now.value"),
      align: "right",
      text: ({ value }) => `${formatValue(value.value, value.pollutant, value.limit)} ${formatUnit(value.unit)}`.trim(),
      cell: ({ value }) => (
        <Figure
          value={value.value}
          unit={value.unit}
          pollutant={value.pollutant}
          limit={value.limit}
          arrival={`${value.at}|${value.value}`}
        />
      ),
    },
    {
      key: "share",
      title: say("now.share"),
      text: ({ value }) => (value.share === null ? "" : sharePercent(value.share)),
      cell: (row) => <ShareCell row={row} />,
    },
    {
      key: "budget",
      title: say("now.budget"),
      text: (row) => budgetOf(row, say)?.words ?? "",
      cell: (row) => <BudgetWords row={row} />,
    },
    { key: "trend", title: say("now.trend"), isScreenOnly: true, text: () => "", cell: (row) => <Trend row={row} /> },
    {
      key: "flag",
      title: say("now.flag"),
      text: ({ value }) => value.flag,
      cell: ({ value }) =>
        value.flag === "N" ? <span className="quiet">N</span> : <span>{`${value.flag} ${flagWord(value.flag, say)}`}</span>,
    },
    {
      key: "age",
      title: say("now.age"),
      align: "right",
      text: ({ value }) => value.at,
      cell: ({ value }) => (
        <span className="quiet">
          <Age iso={value.at} />
        </span>
      ),
    },
  ];
}

/** What a file of the board says before its columns: where an outlet stands. */
export function placeColumns(say: NowSay): readonly Column<BoardRowWire>[] {
  return [
    { key: "street", title: say("now.street"), text: ({ outlet }) => outlet.streetName ?? "" },
    { key: "enterprise", title: say("now.enterprise"), text: ({ outlet }) => outlet.enterpriseName },
  ];
}

function Trend({ row }: { readonly row: BoardRowWire }): ReactNode {
  const { say } = useWords(nowWords);
  const to = serverNow();
  return <Sparkline points={trendOf(row)} from={to - HOUR} to={to} limit={row.value.limit} label={say("now.trend")} />;
}

/**
 * The share of the limit; where the limit asks for the converted value, that value too, so that the share can be
 * understood.
 */
function ShareCell({ row: { value, isConverted, state } }: { readonly row: BoardRowWire }): ReactNode {
  const { say } = useWords(nowWords);
  const { limit, limitReadingBasis, pollutant, converted, basis } = value;
  const words = isConverted && converted !== null ? formatValue(converted, pollutant, limit) : null;
  const mean = limitReadingBasis === null ? "" : say(`mean.${limitReadingBasis}`);
  const isHint = limitReadingBasis !== null && limitReadingBasis !== basis;
  const lines = [
    ...(limit === null ? [] : [say("now.limit", { mean, value: `${formatLimit(limit)} ${formatUnit(value.unit)}` })]),
    ...(isHint ? [say("now.hint", { shown: say(`mean.${basis}`), mean })] : []),
    ...(words === null ? [] : [say("now.convertedHelp", { value: words })]),
  ];
  return (
    <span title={lines.join("\n")}>
      <ShareBar share={value.share} state={state} />
      {words !== null && <small className="quiet converted">{say("now.converted", { value: words })}</small>}
    </span>
  );
}

function budgetOf(row: BoardRowWire, say: NowSay): ReturnType<typeof budgetSaying> {
  return row.budget === null || row.state === "offline" ? null : budgetSaying(row.budget, row.value, say);
}

function BudgetWords({ row }: { readonly row: BoardRowWire }): ReactNode {
  const { say } = useWords(nowWords);
  const saying = budgetOf(row, say);
  if (saying === null) return <span className="quiet">{say("now.noBudget")}</span>;
  // What was consented to presses nobody.
  const tone = row.state === "exempt" && saying.tone === "strong" ? "plain" : saying.tone;
  return (
    <span title={saying.words} className={tone === "plain" ? undefined : tone}>
      {saying.words}
    </span>
  );
}
