import { type ReactNode, useMemo } from "react";
import { now } from "../../api/server-clock.ts";
import type { Layer } from "../../chart/chart-model.ts";
import { OutletChart } from "../../chart/OutletChart.tsx";
import { useChartData } from "../../chart/use-chart-data.ts";
import { Partial, View } from "../../components/View.tsx";
import { DAY, HOUR } from "../../format/beijing-time.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { HoursTable } from "./HoursTable.tsx";
import { EmptySeries } from "./OutletSeries.tsx";
import { outletWords } from "./words.ts";

const LAYERS: ReadonlySet<Layer> = new Set<Layer>(["realtime", "declarations", "flags"]);

interface PanelProps {
  readonly outlet: { readonly id: string; readonly name: string };
  readonly pollutant: string;
}

/** The last day of one pollutant, for the side panel. */
export function OutletPanel({ outlet, pollutant }: PanelProps): ReactNode {
  const { say } = useWords(outletWords);
  const to = useMemo(() => Math.ceil(now() / HOUR) * HOUR, []);
  const data = useChartData({ outlet, pollutant, basis: "hour", from: to - DAY, to, layers: LAYERS });
  return (
    <View
      resource={data.series}
      what={say("what.series")}
      lines={10}
      isEmpty={(s) => s.points.length === 0 && (data.model?.line.length ?? 0) === 0}
      empty={<EmptySeries series={data.series.data} />}
    >
      {() => (
        <>
          <Partial resource={data.limits} what={say("what.limits")} />
          {data.model !== undefined && <OutletChart panels={data.panels} height={300} />}
          {data.model !== undefined && <HoursTable model={data.model} />}
        </>
      )}
    </View>
  );
}
