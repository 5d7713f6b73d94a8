import { Button } from "antd";
import { type ReactNode, useEffect, useRef } from "react";
import { pollutantName } from "../../../words/pollutant-words.ts";
import { saveFile } from "../components/save-file.ts";
import { beijingDateTime, fromAxis } from "../format/beijing-time.ts";
import { formatValue } from "../format/digits.ts";
import { useLanguage } from "../i18n/LanguageContext.tsx";
import { useAppearance } from "../theme/AppearanceProvider.tsx";
import type { ChartModel } from "./chart-model.ts";
import { chartOption } from "./chart-option.ts";
import { echarts } from "./echarts-core.ts";
import { pictureOf } from "./export-picture.ts";
import { seriesCsv } from "./export-series.ts";
import { tooltipHtml } from "./tooltip-html.ts";
import { basisLength, type SentenceFacts } from "./verdict-text.ts";
import "./chart.css";

interface OutletChartProps {
  readonly model: ChartModel;
  readonly facts: SentenceFacts;
  readonly height?: number;
}

type Chart = ReturnType<typeof echarts.init>;

/** The one chart of the product: periods as bars, realtime as a line, the limit, flags, declarations, cases. */
export function OutletChart({ model, facts, height = 340 }: OutletChartProps): ReactNode {
  const { say, lang } = useLanguage();
  const { tokens } = useAppearance();
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<Chart>(null);
  const drawn = useRef("");

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
    const tooltip = (at: number): string => tooltipHtml(model, facts, { say, lang, at: fromAxis(at) });
    // A refresh keeps what was zoomed into; another subject or range starts whole.
    const subject = `${model.pollutant}|${model.basis}|${model.to - model.from}`;
    const zoom = drawn.current === subject ? zoomOf(made) : WHOLE;
    drawn.current = subject;
    made.setOption(chartOption(model, { say, lang, tokens, tooltip, isSmall, zoom }), { notMerge: true });
    made.dispatchAction({ type: "takeGlobalCursor", key: "dataZoomSelect", dataZoomSelectActive: true });
  }, [model, facts, say, lang, tokens]);

  const most = model.points.reduce((top, p) => Math.max(top, p.compared), 0);
  const label = say("chart.label", {
    outlet: facts.outletName,
    pollutant: pollutantName(model.pollutant, lang),
    basis: say(`basis.${model.basis}`),
    from: beijingDateTime(model.from),
    to: beijingDateTime(model.to),
    count: model.points.length,
    max: formatValue(most, model.pollutant),
  });
  const fileName = `${facts.outletName}-${pollutantName(model.pollutant, lang)}-${model.basis}-${beijingDateTime(model.from).replace(/[ :]/g, "")}`;
  const saveCsv = (): void => {
    const seen = visibleSpan(chart.current, model);
    const points = model.points.filter(
      (p) => Date.parse(p.at) + basisLength(model.basis) > seen.from && Date.parse(p.at) < seen.to,
    );
    const table = { ...model, points, outletName: facts.outletName };
    saveFile(`${fileName}.csv`, new Blob([seriesCsv(table, { say, lang })], { type: "text/csv;charset=utf-8" }));
  };
  const savePng = (): void => {
    const drawn = box.current?.querySelector("canvas");
    if (drawn == null) return;
    const title = say("chart.title", {
      outlet: facts.outletName,
      pollutant: pollutantName(model.pollutant, lang),
      basis: say(`basis.${model.basis}`),
      from: beijingDateTime(model.from),
      to: beijingDateTime(model.to),
    });
    void pictureOf(drawn, title, tokens).then((blob) => blob !== null && saveFile(`${fileName}.png`, blob));
  };
  return (
    <figure className="chart">
      <div ref={box} style={{ height }} role="img" aria-label={label} />
      <figcaption className="chart-foot">
        <span className="quiet">{say("chart.zoomHint")}</span>
        <span>
          <Button size="small" type="text" onClick={saveCsv}>
            {say("chart.csv")}
          </Button>
          <Button size="small" type="text" onClick={savePng}>
            {say("chart.png")}
          </Button>
        </span>
      </figcaption>
    </figure>
  );
}

const WHOLE = { start: 0, end: 100 };

/** What is zoomed into, in percent of the whole. */
function zoomOf(chart: Chart | null): { readonly start: number; readonly end: number } {
  const zoom = (chart?.getOption()?.["dataZoom"] as { start?: number; end?: number }[] | undefined)?.[0];
  return { start: zoom?.start ?? WHOLE.start, end: zoom?.end ?? WHOLE.end };
}

function visibleSpan(chart: Chart | null, model: ChartModel): { readonly from: number; readonly to: number } {
  const { start, end } = zoomOf(chart);
  const length = model.to - model.from;
  return { from: model.from + (length * start) / 100, to: model.from + (length * end) / 100 };
}
