import { Checkbox, Segmented, Select } from "antd";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import type { BoardRowWire, BoardWire } from "../../../../api/resources/board/schema.ts";
import type { OutletWire } from "../../../../api/resources/outlets/schema.ts";
import type { CaseWire } from "../../../../cases/case/case-wire.ts";
import type { Basis } from "../../../../core/readings/reading.ts";
import { pollutantFullName, pollutantName } from "../../../../words/pollutant-words.ts";
import { ApiError } from "../../api/client.ts";
import { type PageWire, part, read } from "../../api/read.ts";
import { now } from "../../api/server-clock.ts";
import { useRead } from "../../api/use-read.ts";
import type { ChartModel, Layer } from "../../chart/chart-model.ts";
import { OutletChart } from "../../chart/OutletChart.tsx";
import { useChartData } from "../../chart/use-chart-data.ts";
import { useDirectory } from "../../components/Directory.tsx";
import { StateMark } from "../../components/StateMark.tsx";
import { TabRow } from "../../components/TabRow.tsx";
import { Empty, Partial, View } from "../../components/View.tsx";
import { beijingDateTime, HOUR, MINUTE } from "../../format/beijing-time.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { HoursTable } from "./HoursTable.tsx";
import { pollutantsInOrder, worstState } from "./pollutant-order.ts";
import { ReasonWords } from "./StateReason.tsx";
import { outletWords } from "./words.ts";
import "./outlet.css";

const RANGES = { "6h": 6, "24h": 24, "3d": 72, "7d": 168, "30d": 720 } as const;
type Range = keyof typeof RANGES;
const RANGE_NAMES = Object.keys(RANGES) as readonly Range[];
const BASES: readonly Basis[] = ["realtime", "minute", "hour", "day"];
const LAYERS: readonly Layer[] = ["realtime", "declarations", "flags"];

/** Marks of cases on the axis of one chart. */
const MOST_MARKS = 200;
/** An outlet falls silent, and an hour ends, without an event. */
const SAFETY_MS = 30_000;

/** One outlet over the full width: its pollutants as tabs, the chart, and the periods as a table. */
export function OutletPage(): ReactNode {
  const { say } = useWords(outletWords);
  const { id } = useParams();
  const { outlets, isKnown } = useDirectory();
  const chosen = id ?? outlets[0]?.id;
  return (
    <main className="page">
      {chosen !== undefined && <OutletView key={chosen} id={chosen} />}
      {chosen === undefined && isKnown && <Empty title={say("now.empty")} hint={say("now.emptyHint")} />}
    </main>
  );
}

function OutletChoice({ chosen }: { readonly chosen: string | null }): ReactNode {
  const { say } = useWords(outletWords);
  const { outlets } = useDirectory();
  const navigate = useNavigate();
  return (
    <span className="page-tools">
      <Select
        showSearch={{ optionFilterProp: "label" }}
        aria-label={say("outlet.choose")}
        className="search"
        value={chosen}
        onChange={(next: string) => navigate(`/outlets/${part(next)}`)}
        options={outlets.map((o) => ({ value: o.id, label: `${o.enterpriseName} ${o.name}` }))}
      />
    </span>
  );
}

function OutletView({ id }: { readonly id: string }): ReactNode {
  const { say } = useWords(outletWords);
  const outlet = useRead(read<OutletWire>(`/outlets/${part(id)}`), { everyMs: SAFETY_MS });
  const board = useRead(read<BoardWire>("/board", { outlet: id }), { everyMs: SAFETY_MS });
  const isMissing = outlet.error instanceof ApiError && outlet.error.status === 404;
  if (isMissing) {
    return (
      <>
        <div className="page-head">
          <h1>{say("outlet.title")}</h1>
          <OutletChoice chosen={null} />
        </div>
        <Empty title={say("outlet.missing")} />
      </>
    );
  }
  return (
    <View resource={outlet} what={say("what.outlets")} lines={14}>
      {(data) => <OutletBody outlet={data} rows={board.data?.items ?? []} />}
    </View>
  );
}

interface OutletProps {
  readonly outlet: OutletWire;
  /** Its pollutants as the live page judges them. */
  readonly rows: readonly BoardRowWire[];
}

function OutletBody({ outlet, rows }: OutletProps): ReactNode {
  const state = worstState(
    rows.map((row) => row.state),
    outlet.state,
  );
  return (
    <>
      <div className="page-head">
        <h1>{outlet.name}</h1>
        <p className="quiet">
          {outlet.enterpriseName} · {outlet.code} <StateMark state={state} />
        </p>
        <OutletChoice chosen={outlet.id} />
      </div>
      <OutletTabs outlet={outlet} rows={rows} />
    </>
  );
}

function OutletTabs({ outlet, rows }: OutletProps): ReactNode {
  const { say, lang } = useWords(outletWords);
  const [search, setSearch] = useSearchParams();
  const pollutants = useMemo(() => pollutantsInOrder(outlet), [outlet]);
  const pollutant = pollutants.find((p) => p === search.get("pollutant")) ?? pollutants[0];
  const basis = BASES.find((b) => b === search.get("basis")) ?? "hour";
  const range = RANGE_NAMES.find((r) => r === search.get("range")) ?? "24h";
  // What is looked at stands in the address, so that a link shows somebody else the same.
  const look = (change: Readonly<Record<string, string>>): void =>
    setSearch((before) => ({ ...Object.fromEntries(before), ...change }), { replace: true });
  const [layers, setLayers] = useState<ReadonlySet<Layer>>(new Set(LAYERS));
  const to = useUpTo(basis);
  if (pollutant === undefined) return <Empty title={say("outlet.empty")} hint={say("outlet.emptyHint")} />;
  const toggle = (layer: Layer, isOn: boolean): void =>
    setLayers(new Set(LAYERS.filter((l) => (l === layer ? isOn : layers.has(l)))));
  return (
    <>
      <TabRow
        label={say("outlet.pollutants")}
        chosen={pollutant}
        onChoose={(key) => look({ pollutant: key })}
        tabs={pollutants.map((p) => ({
          key: p,
          label: <PollutantTab row={rows.find((row) => row.value.pollutant === p)} name={pollutantName(p, lang)} />,
        }))}
      />
      <div className="toolbar">
        <Segmented
          aria-label={say("outlet.period")}
          value={basis}
          onChange={(next: Basis) => look({ basis: next })}
          options={BASES.map((b) => ({ value: b, label: say(`basis.${b}`) }))}
        />
        <Segmented
          aria-label={say("outlet.range")}
          value={range}
          onChange={(next: Range) => look({ range: next })}
          options={RANGE_NAMES.map((r) => ({ value: r, label: say(`outlet.range.${r}`) }))}
        />
        <fieldset className="layers">
          <legend className="visually-hidden">{say("outlet.layers")}</legend>
          {LAYERS.map((layer) => (
            <Checkbox key={layer} checked={layers.has(layer)} onChange={(e) => toggle(layer, e.target.checked)}>
              {say(`outlet.layer.${layer}`)}
            </Checkbox>
          ))}
        </fieldset>
        <span className="quiet">{pollutantFullName(pollutant, lang)}</span>
      </div>
      <SeriesView outlet={outlet} pollutant={pollutant} basis={basis} from={to - RANGES[range] * HOUR} to={to} layers={layers} />
    </>
  );
}

interface SeriesViewProps {
  readonly outlet: OutletWire;
  readonly pollutant: string;
  readonly basis: Basis;
  readonly from: number;
  readonly to: number;
  readonly layers: ReadonlySet<Layer>;
}

function SeriesView(props: SeriesViewProps): ReactNode {
  const { say } = useWords(outletWords);
  const cases = useRead(read<PageWire<CaseWire>>("/cases", { outlet: props.outlet.id, limit: MOST_MARKS }));
  const marks = useMemo(
    () =>
      (cases.data?.items ?? [])
        .filter((c) => c.pollutant === null || c.pollutant === props.pollutant)
        .map((c) => ({ at: Date.parse(c.openedAt), number: c.number })),
    [cases.data, props.pollutant],
  );
  const data = useChartData({ ...props, cases: marks });
  const isEmpty = (): boolean => data.model === undefined || (data.model.points.length === 0 && data.model.line.length === 0);
  return (
    <View
      resource={data.series}
      what={say("what.series")}
      lines={16}
      isEmpty={isEmpty}
      empty={<Empty title={say("outlet.empty")} hint={say("outlet.emptyHint")} />}
    >
      {(series) => (
        <>
          <Partial resource={data.limits} what={say("what.limits")} />
          <Partial resource={data.findings} what={say("what.findings")} />
          <Partial resource={data.declarations} what={say("what.declarations")} />
          {series.missing !== null && (
            <p role="status">
              {say("outlet.olderAway", {
                before: beijingDateTime(Date.parse(series.missing.before)),
                why: series.missing.message,
              })}
            </p>
          )}
          {series.thinned && <p className="quiet">{say("outlet.thinned")}</p>}
          {data.model !== undefined && <LimitNote model={data.model} />}
          {data.model !== undefined && (
            <>
              <OutletChart panels={data.panels} height={380} />
              <h2>{say(`outlet.rows.${data.model.basis}`)}</h2>
              <HoursTable model={data.model} />
            </>
          )}
        </>
      )}
    </View>
  );
}

/** Why no limit is drawn: there is none, or it is about other readings. */
function LimitNote({ model: { steps, otherLimits, basis } }: { readonly model: ChartModel }): ReactNode {
  const { say } = useWords(outletWords);
  if (steps.length > 0) return null;
  const means = otherLimits.map((other) => say(`mean.${other}`)).join(say("list.comma"));
  const words = means === "" ? say("outlet.noLimit") : say("outlet.otherLimit", { means, mean: say(`mean.${basis}`) });
  return <p className="quiet">{words}</p>;
}

function PollutantTab({ row, name }: { readonly row: BoardRowWire | undefined; readonly name: string }): ReactNode {
  const isCalm = row === undefined || row.state === "ok" || row.state === "offline";
  return (
    <span className="tab">
      {name} {!isCalm && <StateMark state={row.state} />} {!isCalm && <ReasonWords reason={row.reason} />}
    </span>
  );
}

/**
 * The end of what is shown: the end of the running hour, or of the running minute for short periods; moves on by
 * itself.
 */
function useUpTo(basis: Basis): number {
  const step = basis === "hour" || basis === "day" ? HOUR : 5 * MINUTE;
  const [to, setTo] = useState(() => Math.ceil(now() / step) * step);
  useEffect(() => {
    const look = (): void => setTo(Math.ceil(now() / step) * step);
    look();
    const timer = setInterval(look, 10_000);
    return () => clearInterval(timer);
  }, [step]);
  return to;
}
