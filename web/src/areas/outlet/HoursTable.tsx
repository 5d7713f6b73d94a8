import { Button } from "antd";
import { type ReactNode, useMemo, useState } from "react";
import { now } from "../../api/server-clock.ts";
import type { ChartModel } from "../../chart/chart-model.ts";
import type { ComparedPoint } from "../../chart/compared-value.ts";
import { basisLength, flagWord } from "../../chart/verdict-text.ts";
import { type Column, DataTable } from "../../components/DataTable.tsx";
import { VerdictMark } from "../../components/StateMark.tsx";
import { useNarrow } from "../../components/use-narrow.ts";
import { beijingDate } from "../../format/beijing-time.ts";
import { columnDecimals, formatLimit, formatUnit } from "../../format/digits.ts";
import { momentWords, periodWords, secondWords } from "../../format/time-words.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { besideText } from "./beside-text.ts";
import type { Span } from "./outlet-view.ts";
import { type OutletSay, outletWords } from "./words.ts";

const MOST_ROWS = 200;
/** On a phone each row is a block: a screen of them at a time. */
const ROWS_ON_PHONE = 24;

interface HoursTableProps {
  readonly model: ChartModel;
  /** Begins to tag an hour, for whoever may. */
  readonly onTag?: ((span: Span) => void) | undefined;
}

/** The periods of a chart as a table, newest first: value, limit, verdict, validity, flag, what was said beside it. */
export function HoursTable({ model, onTag }: HoursTableProps): ReactNode {
  const { say } = useWords(outletWords);
  const isNarrow = useNarrow();
  const [onPhone, setOnPhone] = useState(ROWS_ON_PHONE);
  const most = isNarrow ? Math.min(onPhone, MOST_ROWS) : MOST_ROWS;
  const points = useMemo(() => model.points.slice(-most).toReversed(), [model.points, most]);
  const isMore = isNarrow && points.length < Math.min(model.points.length, MOST_ROWS);
  const columns = useMemo(() => {
    const isTaggable = onTag !== undefined && model.basis === "hour";
    return [...hourColumns(model, points, say), ...(isTaggable ? [tagColumn(onTag, say)] : [])];
  }, [model, points, say, onTag]);
  return (
    <DataTable
      label={say(`outlet.rows.${model.basis}`)}
      columns={columns}
      rows={points}
      keyOf={(point) => point.at}
      more={isMore ? () => setOnPhone(onPhone + ROWS_ON_PHONE) : undefined}
      rowClass={(point) => (point.verdict === null ? "" : `row-${point.verdict}`)}
    />
  );
}

function hourColumns(model: ChartModel, points: readonly ComparedPoint[], say: OutletSay): readonly Column<ComparedPoint>[] {
  const decimals = columnDecimals(
    points.flatMap((p) => [p.value, ...(p.converted === null ? [] : [p.converted])]),
    model.pollutant,
  );
  const mean = say(`mean.${model.basis}`);
  const isConverted = points.some((p) => p.isConverted);
  const other: Column<ComparedPoint> = {
    key: "other",
    title: say(isConverted ? "outlet.measured" : "outlet.converted"),
    align: "right",
    text: (p) => otherText(p, decimals),
  };
  const beside: Column<ComparedPoint> = {
    key: "beside",
    title: say("outlet.beside"),
    text: (p) => besideText(p.beside, decimals, say),
    cell: (p) => <span className="quiet">{besideText(p.beside, decimals, say)}</span>,
  };
  return [
    { key: "period", title: say("outlet.period"), isRowHeader: true, text: (p) => periodOf(p, model, say) },
    {
      key: "mean",
      title: `${isConverted ? say("outlet.compared", { mean }) : mean} ${formatUnit(model.unit)}`.trim(),
      align: "right",
      text: (p) => p.compared.toFixed(decimals),
      cell: (p) => <b>{p.compared.toFixed(decimals)}</b>,
    },
    ...(points.some((p) => p.converted !== null) ? [other] : []),
    ...judgedColumns(model, points, say),
    {
      key: "validity",
      title: say("outlet.validity"),
      text: (p) => say(`validity.${p.validity}`),
      cell: (p) => <span className={p.validity === "valid" ? "quiet" : undefined}>{say(`validity.${p.validity}`)}</span>,
    },
    {
      key: "flag",
      title: say("now.flag"),
      text: (p) => (p.flag === "N" ? "N" : `${p.flag} ${flagWord(p.flag, say)}`),
    },
    ...(points.some((p) => p.beside !== undefined) ? [beside] : []),
  ];
}

/** The button that tags the hour itself. */
function tagColumn(onTag: (span: Span) => void, say: OutletSay): Column<ComparedPoint> {
  return {
    key: "tag",
    title: "",
    align: "right",
    isScreenOnly: true,
    text: () => "",
    cell: ({ at }) => {
      const from = Date.parse(at);
      return (
        <Button size="small" type="link" onClick={() => onTag({ from, to: from + basisLength("hour") })}>
          {say("tag.hour")}
        </Button>
      );
    },
  };
}

/** Limit and verdict. Nothing is judged of a moment or a minute, and few have a limit of their own. */
function judgedColumns(model: ChartModel, points: readonly ComparedPoint[], say: OutletSay): readonly Column<ComparedPoint>[] {
  const limit: Column<ComparedPoint> = {
    key: "limit",
    title: say("outlet.limit"),
    align: "right",
    text: (p) => (p.limit === null ? "—" : formatLimit(p.limit)),
  };
  const verdict: Column<ComparedPoint> = {
    key: "verdict",
    title: say("outlet.verdict"),
    text: (p) => say(`verdict.${p.verdict ?? "none"}`),
    cell: (p) => <VerdictCell point={p} model={model} />,
  };
  const isJudged = basisLength(model.basis) > 0;
  return [...(isJudged || points.some((p) => p.limit !== null) ? [limit] : []), ...(isJudged ? [verdict] : [])];
}

interface VerdictCellProps {
  readonly point: ComparedPoint;
  readonly model: ChartModel;
}

function VerdictCell({ point, model: { confirmed, isLead } }: VerdictCellProps): ReactNode {
  const { say } = useWords(outletWords);
  const status = confirmed.has(Date.parse(point.at)) ? "status.confirmed" : "status.provisional";
  return (
    <>
      <VerdictMark verdict={point.verdict} isLead={isLead} />
      {point.verdict === "exceeding" && <small className="quiet"> {say(status)}</small>}
    </>
  );
}

/** The other of the two figures: measured beside converted, or converted beside measured. */
function otherText(point: ComparedPoint, decimals: number): string {
  const other = point.isConverted ? point.value : point.converted;
  return other === null ? "—" : other.toFixed(decimals);
}

function periodOf(point: ComparedPoint, { basis }: ChartModel, say: OutletSay): string {
  const start = Date.parse(point.at);
  if (basis === "day") return beijingDate(start);
  const length = basisLength(basis);
  if (basis === "realtime") return secondWords(say, start, now());
  return length === 0 ? momentWords(say, start, now()) : periodWords(say, { start, end: start + length }, now());
}
