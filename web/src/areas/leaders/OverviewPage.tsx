import type { ReactNode } from "react";
import { Link } from "react-router";
import type { OutletWire } from "../../../../api/resources/outlets/schema.ts";
import { listCases } from "../../api/adapt.ts";
import { type PageWire, read } from "../../api/read.ts";
import { useRead } from "../../api/use-read.ts";
import { useResource } from "../../api/use-resource.ts";
import { DIRECTORY, useDirectory } from "../../components/Directory.tsx";
import { Empty, Partial, View } from "../../components/View.tsx";
import { formatCount } from "../../format/digits.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { districtNow, type StreetCounts } from "./district-now.ts";
import { overviewWords } from "./words.ts";

const REFRESH_MS = 30_000;

/** The district now, for a leader: what exceeds, what is open and late, what was not declared; then the same by street. */
export function OverviewPage(): ReactNode {
  const { say } = useWords(overviewWords);
  const { nameOf } = useDirectory();
  const outlets = useRead(read<PageWire<OutletWire>>("/outlets", { limit: 1000 }), { everyMs: REFRESH_MS });
  const cells = useRead(DIRECTORY).data?.cells ?? [];
  const cases = useResource("cases|open", () => listCases(), REFRESH_MS);
  return (
    <main className="page">
      <div className="page-head">
        <h1>{say("over.title")}</h1>
      </div>
      <Partial resource={cases} what={say("what.cases")} />
      <View resource={outlets} what={say("what.outlets")} lines={10}>
        {({ items: all }) => {
          const byId = new Map(cells.map((c) => [c.id, c]));
          const streetOf = (id: string | null | undefined): string | undefined => {
            let cell = byId.get(id ?? "");
            while (cell !== undefined && cell.level > 2) cell = byId.get(cell.parent ?? "");
            return cell?.id;
          };
          const known = cells.filter((c) => c.level === 2).map((c) => c.id);
          const { total, streets } = districtNow({ outlets: all, cases: cases.data ?? [], streetOf, streets: known });
          return (
            <>
              <dl className="figures">
                <Count label={say("over.exceeding")} count={total.exceeding} to="/now" isExceeding />
                <Count label={say("over.open")} count={cases.data === undefined ? null : total.open} to="/cases" />
                <Count label={say("over.overdue")} count={cases.data === undefined ? null : total.overdue} to="/cases" />
                <Count label={say("over.undeclared")} count={cases.data === undefined ? null : total.undeclared} to="/cases" />
              </dl>
              <h2>{say("over.byStreet")}</h2>
              {streets.length === 0 ? (
                <Empty title={say("over.empty")} hint={say("over.emptyHint")} />
              ) : (
                <StreetTable streets={streets} total={total} nameOf={nameOf} />
              )}
            </>
          );
        }}
      </View>
    </main>
  );
}

interface CountProps {
  readonly label: string;
  readonly count: number | null;
  readonly to: string;
  readonly isExceeding?: boolean;
}

function Count({ label, count, to, isExceeding = false }: CountProps): ReactNode {
  const isRed = isExceeding && count !== null && count > 0;
  return (
    <div>
      <dt>{label}</dt>
      <dd className={isRed ? "mark-exceeding" : undefined}>
        <Link to={to}>{count === null ? "—" : formatCount(count)}</Link>
      </dd>
    </div>
  );
}

interface StreetTableProps {
  readonly streets: readonly StreetCounts[];
  readonly total: StreetCounts;
  readonly nameOf: (id: string) => string;
}

function StreetTable({ streets, total, nameOf }: StreetTableProps): ReactNode {
  const { say } = useWords(overviewWords);
  const columns = ["exceeding", "open", "overdue", "supervised", "undeclared"] as const;
  const line = (row: StreetCounts): ReactNode =>
    columns.map((c) => (
      <td key={c} className={`right${c === "exceeding" && row[c] > 0 ? " mark-exceeding strong" : row[c] === 0 ? " quiet" : ""}`}>
        {formatCount(row[c])}
      </td>
    ));
  return (
    <table className="grid">
      <thead>
        <tr>
          <th scope="col">{say("over.street")}</th>
          {columns.map((c) => (
            <th key={c} scope="col" className="right">
              {say(`over.${c}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {streets.map((street) => (
          <tr key={street.cell}>
            <th scope="row">{nameOf(street.cell)}</th>
            {line(street)}
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{say("over.total")}</th>
          {line(total)}
        </tr>
      </tfoot>
    </table>
  );
}
