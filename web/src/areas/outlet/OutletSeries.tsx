import { type ReactNode, useMemo, useState } from "react";
import type { OutletWire, SeriesWire } from "../../../../api/resources/outlets/schema.ts";
import type { CaseWire } from "../../../../cases/case/case-wire.ts";
import { pollutantName } from "../../../../words/pollutant-words.ts";
import { type PageWire, read } from "../../api/read.ts";
import { may } from "../../api/session.ts";
import { useRead } from "../../api/use-read.ts";
import type { ChartModel, Layer } from "../../chart/chart-model.ts";
import { OutletChart } from "../../chart/OutletChart.tsx";
import type { Panel } from "../../chart/panel.ts";
import { type ChartData, type ChartRequest, useChartData } from "../../chart/use-chart-data.ts";
import { useSession } from "../../components/SessionContext.tsx";
import { Empty, Partial, View } from "../../components/View.tsx";
import { startOfDay } from "../../format/beijing-days.ts";
import { beijingDate, beijingDateTime, DAY } from "../../format/beijing-time.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { HoursTable } from "./HoursTable.tsx";
import { OutletTags } from "./OutletTags.tsx";
import type { OutletView, Span } from "./outlet-view.ts";
import { outletWords } from "./words.ts";

/** Marks of cases on the axis of one chart. */
const MOST_MARKS = 200;

interface SeriesProps {
  readonly outlet: OutletWire;
  readonly pollutant: string;
  readonly view: OutletView;
  readonly span: Span;
  readonly layers: ReadonlySet<Layer>;
}

/** The chart of what is looked at, what has to be said of it, and its periods as a table. */
export function OutletSeries(props: SeriesProps): ReactNode {
  const { say, lang } = useWords(outletWords);
  const { data, panels, beside } = usePanels(props);
  const session = useSession();
  const [tagging, setTagging] = useState<Span | null>(null);
  const isEmpty = (): boolean => panels.length > 0 && panels.every(isBlank);
  return (
    <View
      resource={data.series}
      what={say("what.series")}
      lines={16}
      isEmpty={isEmpty}
      empty={<EmptySeries series={data.series.data} />}
    >
      {(series) => (
        <>
          <Partial resource={data.limits} what={say("what.limits")} />
          <Partial resource={data.findings} what={say("what.findings")} />
          <Partial resource={data.declarations} what={say("what.declarations")} />
          <Partial resource={beside.find(({ error }) => error !== undefined) ?? data.series} what={say("what.beside")} />
          {series.missing !== null && (
            <p role="status">
              {say("outlet.olderAway", {
                before: beijingDateTime(Date.parse(series.missing.before)),
                why: series.missing.message,
              })}
            </p>
          )}
          {series.empty !== null && !isEmpty() && (
            <p role="status">
              {say("outlet.emptyOf", { pollutant: pollutantName(props.pollutant, lang), why: series.empty.message })}
            </p>
          )}
          {series.thinned && <p className="quiet">{say("outlet.thinned")}</p>}
          {data.model !== undefined && <LimitNote model={data.model} />}
          {panels.length > 0 && <OutletChart panels={panels} height={380} />}
          <OutletTags outlet={props.outlet} tagging={tagging} onTag={setTagging} />
          <Tables panels={panels} onTag={may(session, "tag") ? setTagging : undefined} />
        </>
      )}
    </View>
  );
}

/** Why nothing is there to be drawn, and what to do about it. */
export function EmptySeries({ series }: { readonly series: SeriesWire | undefined }): ReactNode {
  const { say } = useWords(outletWords);
  const { empty = null } = series ?? {};
  return <Empty title={empty?.message ?? say("outlet.empty")} hint={empty?.todo ?? say("outlet.emptyHint")} />;
}

interface Shown {
  /** What is asked for of the first quantity. */
  readonly data: ChartData;
  readonly panels: readonly Panel[];
  /** The series beside it: further quantities, and the other day of each. */
  readonly beside: readonly ChartData["series"][];
}

/** One quantity or several, of a span or of two days. A fixed number of questions is asked, most of them are none. */
function usePanels({ outlet, pollutant, view, span, layers }: SeriesProps): Shown {
  const marks = useCaseMarks(outlet.id, pollutant);
  const isTwoDays = view.range === "two-days";
  // Beside the other day a line of single readings would be a third thing to look at.
  const shown = useMemo(() => new Set([...layers].filter((layer) => !isTwoDays || layer !== "realtime")), [layers, isTwoDays]);
  const main: ChartRequest = { outlet, pollutant, basis: view.basis, ...span, layers: shown };
  const beside = (index: number): ChartRequest | null => {
    const code = view.beside.filter((other) => other !== pollutant)[index];
    return code === undefined ? null : { ...main, pollutant: code };
  };
  const other = isTwoDays ? startOfDay(view.other) : null;
  const first = useDays({ ...main, cases: marks }, other);
  const second = useDays(beside(0), other);
  const third = useDays(beside(1), other);
  const fourth = useDays(beside(2), other);
  const panels = useMemo(
    () => [...first.panels, ...second.panels, ...third.panels, ...fourth.panels],
    [first.panels, second.panels, third.panels, fourth.panels],
  );
  const series = [second, third, fourth].flatMap(({ day, compared }) => [day.series, compared.series]);
  return { data: first.day, panels, beside: [first.compared.series, ...series] };
}

/** A quantity over a span, with the day that begins at `other` over it when one is compared. */
function useDays(request: ChartRequest | null, other: number | null) {
  const day = useChartData(request);
  const compared = useChartData(request === null || other === null ? null : { ...request, from: other, to: other + DAY });
  const [own, before] = [day.panels, compared.panels[0]];
  const panels = useMemo(() => (before === undefined ? own : own.map((panel) => ({ ...panel, other: before }))), [own, before]);
  return { day, compared, panels };
}

function useCaseMarks(outlet: string, pollutant: string): ChartModel["cases"] {
  const cases = useRead(read<PageWire<CaseWire>>("/cases", { outlet, limit: MOST_MARKS }));
  return useMemo(
    () =>
      (cases.data?.items ?? [])
        .filter((c) => c.pollutant === null || c.pollutant === pollutant)
        .map((c) => ({ at: Date.parse(c.openedAt), number: c.number })),
    [cases.data, pollutant],
  );
}

function isBlank({ model, other }: Panel): boolean {
  return model.points.length === 0 && model.line.length === 0 && (other === undefined || other.model.points.length === 0);
}

interface TablesProps {
  readonly panels: readonly Panel[];
  readonly onTag: ((span: Span) => void) | undefined;
}

/** The periods of the first quantity; of two days each has its own. */
function Tables({ panels, onTag }: TablesProps): ReactNode {
  const { say, lang } = useWords(outletWords);
  const [first] = panels;
  if (first === undefined) return null;
  const days = first.other === undefined ? [first] : [first, first.other];
  return days.map(({ model }) => {
    const before = days.length > 1 ? beijingDate(model.from) : panels.length > 1 ? pollutantName(model.pollutant, lang) : "";
    return (
      <section key={model.from}>
        <h2>{`${before} ${say(`outlet.rows.${model.basis}`)}`.trim()}</h2>
        {model.points.length === 0 ? <p className="quiet">{say("outlet.empty")}</p> : <HoursTable model={model} onTag={onTag} />}
      </section>
    );
  });
}

/** Why no limit is drawn: there is none, or it is about other readings. */
function LimitNote({ model: { steps, otherLimits, basis } }: { readonly model: ChartModel }): ReactNode {
  const { say } = useWords(outletWords);
  if (steps.length > 0) return null;
  const means = otherLimits.map((other) => say(`mean.${other}`)).join(say("list.comma"));
  const words = means === "" ? say("outlet.noLimit") : say("outlet.otherLimit", { means, mean: say(`mean.${basis}`) });
  return <p className="quiet">{words}</p>;
}
