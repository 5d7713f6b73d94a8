import type { ReactNode } from "react";
import { Link } from "react-router";
import type { OverviewWire } from "../../../../api/resources/overview/schema.ts";
import { read } from "../../api/read.ts";
import { useRead } from "../../api/use-read.ts";
import { type Column, DataTable } from "../../components/DataTable.tsx";
import { Empty, View } from "../../components/View.tsx";
import { formatCount } from "../../format/digits.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { type OverviewSay, overviewWords } from "./words.ts";

/** A case is overdue, and an hour ends, by time alone. */
const SAFETY_MS = 60_000;
const FIGURES = ["exceeding", "open", "overdue", "supervised", "undeclared"] as const;

type Street = OverviewWire["streets"][number];

/**
 * The district now, for a leader: what exceeds, what is open and late, what was not declared; then the same by street.
 */
export function OverviewPage(): ReactNode {
  const { say } = useWords(overviewWords);
  const overview = useRead(read<OverviewWire>("/overview"), { everyMs: SAFETY_MS });
  return (
    <main className="page">
      <div className="page-head">
        <h1>{say("over.title")}</h1>
      </div>
      <View resource={overview} what={say("over.title")} lines={10}>
        {({ total, streets }) => (
          <>
            <dl className="figures">
              <Count label={say("over.exceeding")} count={total.exceeding} to="/now" isExceeding />
              <Count label={say("over.open")} count={total.open} to="/cases" />
              <Count label={say("over.overdue")} count={total.overdue} to="/cases?filter=overdue" />
              <Count label={say("over.undeclared")} count={total.undeclared} to="/cases?filter=undeclared" />
            </dl>
            <h2>{say("over.byStreet")}</h2>
            {streets.length === 0 ? (
              <Empty title={say("over.empty")} hint={say("over.emptyHint")} />
            ) : (
              <DataTable
                label={say("over.byStreet")}
                columns={streetColumns(say)}
                rows={streets}
                keyOf={(street) => street.cell}
                csvName={say("over.byStreet")}
              />
            )}
          </>
        )}
      </View>
    </main>
  );
}

interface CountProps {
  readonly label: string;
  readonly count: number;
  readonly to: string;
  readonly isExceeding?: boolean;
}

function Count({ label, count, to, isExceeding = false }: CountProps): ReactNode {
  return (
    <div>
      <dt>{label}</dt>
      <dd className={isExceeding && count > 0 ? "mark-exceeding" : undefined}>
        <Link to={to}>{formatCount(count)}</Link>
      </dd>
    </div>
  );
}

function streetColumns(say: OverviewSay): readonly Column<Street>[] {
  return [
    { key: "street", title: say("over.street"), isRowHeader: true, text: (street) => street.name },
    ...FIGURES.map(
      (figure): Column<Street> => ({
        key: figure,
        title: say(`over.${figure}`),
        align: "right",
        text: (street) => formatCount(street[figure]),
        cell: (street) => <FigureCell figure={figure} street={street} />,
      }),
    ),
  ];
}

/** Where the cases that a figure counts are listed; outlets have no street of their own on the live page. */
const LISTS: Readonly<Partial<Record<(typeof FIGURES)[number], string>>> = {
  open: "",
  overdue: "&filter=overdue",
  supervised: "&filter=supervised",
  undeclared: "&filter=undeclared",
};

interface FigureCellProps {
  readonly figure: (typeof FIGURES)[number];
  readonly street: Street;
}

function FigureCell({ figure, street }: FigureCellProps): ReactNode {
  const count = street[figure];
  const list = LISTS[figure];
  const kind = count === 0 ? "quiet" : figure === "exceeding" ? "mark-exceeding strong" : undefined;
  if (list !== undefined && count > 0) {
    return <Link to={`/cases?cell=${encodeURIComponent(street.cell)}${list}`}>{formatCount(count)}</Link>;
  }
  return <span className={kind}>{formatCount(count)}</span>;
}
