import { Checkbox, Drawer, Input } from "antd";
import { lazy, type ReactNode, Suspense, useMemo, useState } from "react";
import { Link } from "react-router";
import { now as serverNow } from "../api/server-clock.ts";
import { flagWord } from "../chart/verdict-text.ts";
import { useDirectory } from "../components/Directory.tsx";
import { Figure } from "../components/Figure.tsx";
import { useSession } from "../components/SessionContext.tsx";
import { ShareBar } from "../components/ShareBar.tsx";
import { Sparkline } from "../components/Sparkline.tsx";
import { StateMark } from "../components/StateMark.tsx";
import { useNow } from "../components/use-now.ts";
import { Empty, View } from "../components/View.tsx";
import { HOUR } from "../format/beijing-time.ts";
import { formatLimit, formatUnit, formatValue } from "../format/digits.ts";
import { pollutantFullName, pollutantName } from "../format/pollutants.ts";
import type { SparkPoint } from "../format/spark.ts";
import { ageWords } from "../format/time-words.ts";
import { useLanguage } from "../i18n/LanguageContext.tsx";
import { isComparedConverted, type NowRow, nowRows } from "./now-rows.ts";
import { useLiveReadings } from "./use-live-readings.ts";
import { useBudgets, useTrends } from "./use-row-extras.ts";

const OutletPanel = lazy(() => import("./OutletPanel.tsx").then((m) => ({ default: m.OutletPanel })));

/** Every outlet and pollutant with a limit, moving live; what needs a look stands on top. */
export function NowPage(): ReactNode {
  const { say, lang } = useLanguage();
  const session = useSession();
  const { outlets } = useDirectory();
  const live = useLiveReadings();
  const budgets = useBudgets(outlets.data ?? []);
  const trends = useTrends(outlets.data ?? []);
  const [text, setText] = useState("");
  const [onlyTrouble, setOnlyTrouble] = useState(false);
  const [openKey, setOpenKey] = useState<string | null>(null);
  const rows = useMemo(() => nowRows(outlets.data ?? [], live, budgets), [outlets.data, live, budgets]);
  const shown = rows.filter((row) => matches(row, text, lang) && (!onlyTrouble || row.state !== "ok"));
  const open = rows.find((row) => row.key === openKey);
  const count = (state: NowRow["state"]): number => rows.filter((r) => r.state === state).length;
  const title = session.roles.includes("enterprise-specialist") ? say("now.title") : say("now.liveTitle");
  return (
    <main className="page">
      <div className="page-head">
        <h1>{title}</h1>
        {outlets.data !== undefined && (
          <p className="quiet" aria-live="polite">
            {say("now.summary", {
              exceeding: count("exceeding"),
              warning: count("warning"),
              offline: count("offline"),
              total: rows.length,
            })}
          </p>
        )}
        <span className="page-tools">
          <Checkbox checked={onlyTrouble} onChange={(e) => setOnlyTrouble(e.target.checked)}>
            {say("now.only")}
          </Checkbox>
          <Input
            allowClear
            placeholder={say("now.search")}
            aria-label={say("now.search")}
            onChange={(e) => setText(e.target.value)}
            className="search"
          />
        </span>
      </div>
      <View
        resource={outlets}
        what={say("what.outlets")}
        lines={12}
        isEmpty={() => rows.length === 0}
        empty={<Empty title={say("now.empty")} hint={say("now.emptyHint")} />}
      >
        {() =>
          shown.length === 0 && text !== "" ? (
            <Empty title={say("now.noMatch", { text })} />
          ) : (
            <NowTable rows={shown} trends={trends} openKey={openKey} onOpen={setOpenKey} />
          )
        }
      </View>
      <Drawer
        open={open !== undefined}
        onClose={() => setOpenKey(null)}
        size="min(760px, 100vw)"
        mask={false}
        title={open === undefined ? "" : `${open.outlet.name} · ${pollutantName(open.value.pollutant, lang)}`}
        extra={
          open !== undefined && (
            <Link to={`/outlets/${encodeURIComponent(open.outlet.id)}?pollutant=${open.value.pollutant}`}>
              {say("now.openPage")}
            </Link>
          )
        }
      >
        {open !== undefined && (
          <Suspense fallback={null}>
            <OutletPanel key={open.key} outlet={open.outlet} pollutant={open.value.pollutant} />
          </Suspense>
        )}
      </Drawer>
    </main>
  );
}

function matches(row: NowRow, text: string, lang: "zh" | "en"): boolean {
  if (text.trim() === "") return true;
  const { outlet, value } = row;
  const hay = [
    outlet.name,
    outlet.code,
    outlet.enterpriseName ?? "",
    outlet.enterprise,
    pollutantName(value.pollutant, lang),
    pollutantFullName(value.pollutant, lang),
  ];
  return hay.join(" ").toLowerCase().includes(text.trim().toLowerCase());
}

interface NowTableProps {
  readonly rows: readonly NowRow[];
  readonly trends: ReadonlyMap<string, readonly SparkPoint[]>;
  readonly openKey: string | null;
  readonly onOpen: (key: string) => void;
}

function NowTable({ rows, trends, openKey, onOpen }: NowTableProps): ReactNode {
  const { say } = useLanguage();
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
          <th scope="col">{say("now.trend")}</th>
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
  readonly onOpen: () => void;
}

function NowLine({ row, trend, isOpen, onOpen }: NowLineProps): ReactNode {
  const { say, lang } = useLanguage();
  const { outlet, value, state } = row;
  const at = useNow(1_000);
  const points = withNewest(trend, value);
  return (
    // The button in the row is the way in for keyboard and screen readers; the whole row is a larger target for the mouse.
    <tr className={`row-${state}`} aria-selected={isOpen} onClick={onOpen}>
      <td className="cell-state">
        <StateMark state={state} />
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
      <ShareCell value={value} />
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
function ShareCell({ value }: { readonly value: NowRow["value"] }): ReactNode {
  const { say } = useLanguage();
  const { limit, pollutant } = value;
  const converted = isComparedConverted(value) ? (value.converted ?? null) : null;
  const words = converted === null ? null : formatValue(converted, pollutant, limit);
  const lines = [
    ...(limit === null ? [] : [say("now.limit", { value: `${formatLimit(limit)} ${formatUnit(value.unit)}` })]),
    ...(words === null ? [] : [say("now.convertedHelp", { value: words })]),
  ];
  return (
    <td className="cell-share" title={lines.join("\n")}>
      <ShareBar share={value.share} />
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
  const { say } = useLanguage();
  const { budget, value } = row;
  if (budget === undefined || row.state === "offline") return <span className="quiet">{say("now.noBudget")}</span>;
  const minutes = Math.max(0, Math.round(budget.minutesLeft));
  if (budget.allowedMean !== null && budget.allowedMean < 0) return <b>{say("now.willExceed", { minutes })}</b>;
  const mean =
    budget.meanSoFar === null ? "" : say("now.mean", { value: formatValue(budget.meanSoFar, value.pollutant, budget.limit) });
  const allowed =
    budget.allowedMean === null ? "" : say("now.allowed", { minutes, value: formatValue(budget.allowedMean, value.pollutant) });
  return (
    <span title={mean} className={budgetClass(budget)}>
      {allowed || mean}
    </span>
  );
}

/** Bold where the period will exceed; light where even values above the limit would still leave it within. */
function budgetClass({ willExceed, allowedMean, limit }: NonNullable<NowRow["budget"]>): string | undefined {
  if (willExceed) return "strong";
  return allowedMean !== null && limit !== null && allowedMean > limit ? "quiet" : undefined;
}
