import { Checkbox, Segmented, Select } from "antd";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import type { BoardRowWire, BoardWire } from "../../../../api/resources/board/schema.ts";
import type { OutletWire } from "../../../../api/resources/outlets/schema.ts";
import type { Basis } from "../../../../core/readings/reading.ts";
import { pollutantFullName, pollutantName } from "../../../../words/pollutant-words.ts";
import { ApiError } from "../../api/client.ts";
import { part, read } from "../../api/read.ts";
import { now } from "../../api/server-clock.ts";
import { useRead } from "../../api/use-read.ts";
import type { Layer } from "../../chart/chart-model.ts";
import { useDirectory } from "../../components/Directory.tsx";
import { StateMark } from "../../components/StateMark.tsx";
import { TabRow } from "../../components/TabRow.tsx";
import { Empty, View } from "../../components/View.tsx";
import { HOUR, MINUTE } from "../../format/beijing-time.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { OutletSeries } from "./OutletSeries.tsx";
import { BASES, MOST_BESIDE, spanOf, viewOf } from "./outlet-view.ts";
import { pollutantsInOrder, worstState } from "./pollutant-order.ts";
import { RangeBar } from "./RangeBar.tsx";
import { ReasonWords } from "./StateReason.tsx";
import { outletWords } from "./words.ts";
import "./outlet.css";

const LAYERS: readonly Layer[] = ["realtime", "declarations", "flags"];

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
  const at = now();
  const view = viewOf(search, at);
  const pollutant = pollutants.find((p) => p === view.pollutant) ?? pollutants[0];
  // What is looked at stands in the address, so that a link shows somebody else the same.
  const look = (change: Readonly<Record<string, string>>): void =>
    setSearch((before) => ({ ...Object.fromEntries(before), ...change }), { replace: true });
  const [layers, setLayers] = useState<ReadonlySet<Layer>>(new Set(LAYERS));
  const upTo = useUpTo(view.basis);
  // Single readings stand beside hours only.
  const hasRealtime = view.basis === "hour" && view.range !== "two-days";
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
          value={view.basis}
          onChange={(next: Basis) => look({ basis: next })}
          options={BASES.map((b) => ({
            value: b,
            label: say(`basis.${b}`),
            disabled: b === "day" && view.range === "two-days",
          }))}
        />
        <RangeBar view={view} now={at} onLook={look} />
      </div>
      <div className="toolbar">
        <BesideChoice pollutants={pollutants.filter((p) => p !== pollutant)} chosen={view.beside} onLook={look} />
        <fieldset className="layers">
          <legend className="visually-hidden">{say("outlet.layers")}</legend>
          {LAYERS.filter((layer) => layer !== "realtime" || hasRealtime).map((layer) => (
            <Checkbox key={layer} checked={layers.has(layer)} onChange={(e) => toggle(layer, e.target.checked)}>
              {say(`outlet.layer.${layer}`)}
            </Checkbox>
          ))}
        </fieldset>
        <span className="quiet">{pollutantFullName(pollutant, lang)}</span>
      </div>
      <OutletSeries outlet={outlet} pollutant={pollutant} view={view} span={spanOf(view, upTo)} layers={layers} />
    </>
  );
}

interface BesideProps {
  readonly pollutants: readonly string[];
  readonly chosen: readonly string[];
  readonly onLook: (change: Readonly<Record<string, string>>) => void;
}

/** Which other quantities of the outlet share the axis of time. */
function BesideChoice({ pollutants, chosen, onLook }: BesideProps): ReactNode {
  const { say, lang } = useWords(outletWords);
  if (pollutants.length === 0) return null;
  return (
    <Select
      mode="multiple"
      aria-label={say("outlet.beside.choose")}
      placeholder={say("outlet.beside.choose")}
      className="beside-choice"
      maxCount={MOST_BESIDE}
      value={chosen.filter((code) => pollutants.includes(code))}
      onChange={(next: string[]) => onLook({ with: next.join(",") })}
      showSearch={{ optionFilterProp: "label" }}
      options={pollutants.map((code) => ({ value: code, label: pollutantName(code, lang) }))}
    />
  );
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
