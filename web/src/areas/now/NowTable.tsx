import { type ReactNode, useMemo } from "react";
import type { BoardRowWire } from "../../../../api/resources/board/schema.ts";
import { pollutantFullName, pollutantName } from "../../../../words/pollutant-words.ts";
import { now as serverNow } from "../../api/server-clock.ts";
import { flagWord } from "../../chart/verdict-text.ts";
import { type Column, DataTable } from "../../components/DataTable.tsx";
import { Figure } from "../../components/Figure.tsx";
import { ShareBar } from "../../components/ShareBar.tsx";
import { Sparkline } from "../../components/Sparkline.tsx";
import { StateMark } from "../../components/StateMark.tsx";
import { useNow } from "../../components/use-now.ts";
import { HOUR } from "../../format/beijing-time.ts";
import { formatLimit, formatUnit, formatValue } from "../../format/digits.ts";
import { sharePercent } from "../../format/share.ts";
import { ageWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import type { Lang } from "../../i18n/say.ts";
import { ReasonWords } from "../outlet/StateReason.tsx";
import { budgetSaying } from "./budget-words.ts";
import { rowKey, trendOf } from "./live-row.ts";
import { type NowSay, nowWords } from "./words.ts";

interface NowTableProps {
  readonly rows: readonly BoardRowWire[];
  readonly openKey: string | null;
  /** The row that the keys stand on. */
  readonly cursor: string | undefined;
  readonly onOpen: (key: string) => void;
  readonly more: (() => void) | undefined;
  readonly isLoadingMore: boolean;
}

/** What names a row of the board. */
export function keyOfRow({ outlet, value }: BoardRowWire): string {
  return rowKey(outlet.id, value.pollutant);
}

/** The rows of the live page. */
export function NowTable({ rows, openKey, cursor, onOpen, more, isLoadingMore }: NowTableProps): ReactNode {
  const { say, lang } = useWords(nowWords);
  const columns = useMemo(() => nowColumns(say, lang, onOpen), [say, lang, onOpen]);
  return (
    <DataTable
      label={say("now.liveTitle")}
      className="now-table"
      columns={columns}
      rows={rows}
      keyOf={keyOfRow}
      chosen={openKey ?? undefined}
      cursor={cursor}
      rowClass={(row) => `row-${row.state}`}
      onOpen={(row) => onOpen(keyOfRow(row))}
      more={more}
      isLoadingMore={isLoadingMore}
      csvName={say("now.liveTitle")}
    />
  );
}

function nowColumns(say: NowSay, lang: Lang, onOpen: (key: string) => void): readonly Column<BoardRowWire>[] {
  return [
    {
      key: "state",
      title: say("now.state"),
      width: 120,
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
      text: ({ outlet }) => `${outlet.enterpriseName} ${outlet.name}`,
      cell: (row) => (
        <>
          <button type="button" className="link" onClick={() => onOpen(keyOfRow(row))}>
            {row.outlet.name}
          </button>{" "}
          <span className="quiet">{row.outlet.enterpriseName}</span>
        </>
      ),
    },
    {
      key: "pollutant",
      title: say("now.pollutant"),
      width: 90,
      text: ({ value }) => pollutantName(value.pollutant, lang),
      cell: ({ value }) => <span title={pollutantFullName(value.pollutant, lang)}>{pollutantName(value.pollutant, lang)}</span>,
    },
    {
      key: "value",
      title: say("now.value"),
      width: 140,
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
      width: 215,
      text: ({ value }) => (value.share === null ? "" : sharePercent(value.share)),
      cell: (row) => <ShareCell row={row} />,
    },
    {
      key: "budget",
      title: say("now.budget"),
      width: 270,
      text: (row) => budgetOf(row, say)?.words ?? "",
      cell: (row) => <BudgetWords row={row} />,
    },
    {
      key: "trend",
      title: say("now.trend"),
      width: 140,
      isScreenOnly: true,
      text: () => "",
      cell: (row) => <Trend row={row} />,
    },
    {
      key: "flag",
      title: say("now.flag"),
      width: 60,
      text: ({ value }) => value.flag,
      cell: ({ value }) =>
        value.flag === "N" ? <span className="quiet">N</span> : <span>{`${value.flag} ${flagWord(value.flag, say)}`}</span>,
    },
    {
      key: "age",
      title: say("now.age"),
      width: 90,
      align: "right",
      text: ({ value }) => value.at,
      cell: ({ value }) => <Age at={value.at} />,
    },
  ];
}

function Age({ at }: { readonly at: string }): ReactNode {
  const { say } = useWords(nowWords);
  return <span className="quiet">{ageWords(say, Date.parse(at), useNow(1_000))}</span>;
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
  const { limit, pollutant, converted } = value;
  const words = isConverted && converted !== null ? formatValue(converted, pollutant, limit) : null;
  const lines = [
    ...(limit === null ? [] : [say("now.limit", { value: `${formatLimit(limit)} ${formatUnit(value.unit)}` })]),
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
  return <span className={tone === "plain" ? undefined : tone}>{saying.words}</span>;
}
