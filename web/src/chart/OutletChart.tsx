import { Button } from "antd";
import { type ReactNode, useEffect, useMemo, useRef } from "react";
import { saveFile } from "../components/save-file.ts";
import { fromAxis, HOUR } from "../format/beijing-time.ts";
import { useLanguage } from "../i18n/LanguageContext.tsx";
import { useAppearance } from "../theme/AppearanceProvider.tsx";
import { ChartLegend } from "./ChartLegend.tsx";
import { chartOption } from "./chart-option.ts";
import { chartFileName, chartLabel, chartSpan, chartTitle } from "./chart-titles.ts";
import { echarts } from "./echarts-core.ts";
import { pictureOf } from "./export-picture.ts";
import { comparedDaysCsv, type ExportedSeries, seriesCsv } from "./export-series.ts";
import { legendEntries } from "./legend-entries.ts";
import { type Panel, shiftOf } from "./panel.ts";
import { drawingHeight } from "./panel-layout.ts";
import { tooltipHtml } from "./tooltip-html.ts";
import { basisLength } from "./verdict-text.ts";
import "./chart.css";

interface OutletChartProps {
  /** One quantity, or several over one axis of time. */
  readonly panels: readonly Panel[];
  /** Height of a chart of one quantity; each further one adds its own. */
  readonly height?: number;
}

type Chart = ReturnType<typeof echarts.init>;
interface Span {
  readonly from: number;
  readonly to: number;
}

/** The one chart of the product: periods as bars, realtime as a line, the limit, flags, declarations, cases. */
export function OutletChart({ panels, height = 340 }: OutletChartProps): ReactNode {
  const { say, lang } = useLanguage();
  const { tokens } = useAppearance();
  const { box, seen } = useDrawing(panels, drawingHeight(panels.length, height));
  const legend = useMemo(() => legendEntries(panels, say), [panels, say]);
  const [first] = panels;
  const words = { say, lang };
  const whole: Span = first?.model ?? { from: 0, to: 0 };
  const saveCsv = (): void => {
    const text = csvOf(panels, seen(), words);
    saveFile(`${chartFileName(panels, seen(), words)}.csv`, new Blob([text], { type: "text/csv;charset=utf-8" }));
  };
  const savePng = (): void => {
    const drawn = box.current?.querySelector("canvas");
    if (drawn == null) return;
    const title = chartTitle(panels, words);
    const span = chartSpan(panels, seen(), words);
    const name = `${chartFileName(panels, seen(), words)}.png`;
    void pictureOf(drawn, { title, span, legend }, tokens).then((blob) => blob !== null && saveFile(name, blob));
  };
  return (
    <figure className="chart">
      <div
        ref={box}
        style={{ height: drawingHeight(panels.length, height) }}
        role="img"
        aria-label={chartLabel(panels, whole, words)}
      />
      <figcaption>
        <ChartLegend entries={legend} />
        <div className="chart-foot">
          <span className="quiet">{say("chart.zoomHint")}</span>
          <span>
            <Button size="small" type="text" onClick={saveCsv}>
              {say("chart.csv")}
            </Button>
            <Button size="small" type="text" onClick={savePng}>
              {say("chart.png")}
            </Button>
          </span>
        </div>
      </figcaption>
    </figure>
  );
}

/** Draws the panels into a box, and knows what of their span is zoomed into. */
function useDrawing(panels: readonly Panel[], height: number) {
  const { say, lang } = useLanguage();
  const { tokens } = useAppearance();
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<Chart>(null);
  const drawn = useRef<readonly Panel[]>([]);

  useEffect(() => {
    if (box.current === null) return;
    const made = echarts.init(box.current);
    chart.current = made;
    made.getZr().on("dblclick", () => made.dispatchAction({ type: "dataZoom", start: 0, end: 100 }));
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(box.current);
    return () => {
      observer.disconnect();
      made.dispose();
    };
  }, []);

  useEffect(() => {
    const made = chart.current;
    if (made === null) return;
    const isSmall = (box.current?.clientWidth ?? 800) < 560;
    const tooltip = (at: number): string => tooltipHtml(panels, { say, lang, at: fromAxis(at) });
    const zoom = isSameView(drawn.current, panels) ? zoomOf(made) : WHOLE;
    drawn.current = panels;
    made.resize();
    made.setOption(chartOption(panels, { say, lang, tokens, tooltip, isSmall, height, zoom }), { notMerge: true });
    made.dispatchAction({ type: "takeGlobalCursor", key: "dataZoomSelect", dataZoomSelectActive: true });
  }, [panels, height, say, lang, tokens]);

  const seen = (): Span => {
    const { from, to } = panels[0]?.model ?? { from: 0, to: 0 };
    const { start, end } = zoomOf(chart.current);
    return { from: from + ((to - from) * start) / 100, to: from + ((to - from) * end) / 100 };
  };
  return { box, seen };
}

/** A refresh, or an axis that moves on with time, keeps what was zoomed into; another subject or range starts whole. */
function isSameView(before: readonly Panel[], now: readonly Panel[]): boolean {
  const [one, other] = [before[0]?.model, now[0]?.model];
  if (one === undefined || other === undefined) return false;
  const isSameSubject = one.pollutant === other.pollutant && one.basis === other.basis;
  return isSameSubject && one.to - one.from === other.to - other.from && Math.abs(one.from - other.from) <= HOUR;
}

/** What is seen of the panels as a table. */
function csvOf(panels: readonly Panel[], seen: Span, words: Parameters<typeof seriesCsv>[1]): string {
  const tableOf = ({ model, facts }: Panel, shift = 0): ExportedSeries => ({
    ...model,
    outletName: facts.outletName,
    points: model.points.filter((p) => {
      const at = Date.parse(p.at) + shift;
      return at + basisLength(model.basis) > seen.from && at < seen.to;
    }),
  });
  const [compared] = panels.filter(({ other }) => other !== undefined);
  if (compared === undefined) {
    const tables = panels.map((panel) => tableOf(panel));
    return seriesCsv(tables, words);
  }
  const shift = shiftOf(compared);
  const otherOf = ({ model, facts, other }: Panel): Panel =>
    other ?? { model: { ...model, from: model.from - shift, points: [] }, facts };
  const days = panels.map((panel) => [tableOf(panel), tableOf(otherOf(panel), shift)] as const);
  return comparedDaysCsv(days, words);
}

const WHOLE = { start: 0, end: 100 };

/** What is zoomed into, in percent of the whole. */
function zoomOf(chart: Chart | null): { readonly start: number; readonly end: number } {
  const zoom = (chart?.getOption()?.["dataZoom"] as { start?: number; end?: number }[] | undefined)?.[0];
  return { start: zoom?.start ?? WHOLE.start, end: zoom?.end ?? WHOLE.end };
}
