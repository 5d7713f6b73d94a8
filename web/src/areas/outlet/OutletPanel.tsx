import { type ReactNode, useMemo } from "react";
import type { Outlet } from "../../api/page-shapes.ts";
import { now } from "../../api/server-clock.ts";
import { useChartData } from "../../api/use-chart-data.ts";
import type { Layer } from "../../chart/chart-model.ts";
import { OutletChart } from "../../chart/OutletChart.tsx";
import { Empty, Partial, View } from "../../components/View.tsx";
import { DAY, HOUR } from "../../format/beijing-time.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { HoursTable } from "./HoursTable.tsx";
import { outletWords } from "./words.ts";

const LAYERS: ReadonlySet<Layer> = new Set<Layer>(["realtime", "declarations", "flags"]);

/** The last day of one pollutant, for the side panel. */
export function OutletPanel({ outlet, pollutant }: { readonly outlet: Outlet; readonly pollutant: string }): ReactNode {
  const { say } = useWords(outletWords);
  const to = useMemo(() => Math.ceil(now() / HOUR) * HOUR, []);
  const data = useChartData({ outlet, pollutant, basis: "hour", from: to - DAY, to, layers: LAYERS });
  return (
    <View
      resource={data.series}
      what={say("what.series")}
      lines={10}
      isEmpty={(s) => s.points.length === 0 && (data.model?.line.length ?? 0) === 0}
      empty={<Empty title={say("outlet.empty")} hint={say("outlet.emptyHint")} />}
    >
      {() => (
        <>
          <Partial resource={data.limits} what={say("what.limits")} />
          {data.model !== undefined && <OutletChart model={data.model} facts={data.facts} height={300} />}
          {data.model !== undefined && <HoursTable model={data.model} />}
        </>
      )}
    </View>
  );
}
