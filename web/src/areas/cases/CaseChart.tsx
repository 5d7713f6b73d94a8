import { type ReactNode, useMemo } from "react";
import type { FindingWire } from "../../../../api/resources/findings/schema.ts";
import type { Layer } from "../../chart/chart-model.ts";
import { OutletChart } from "../../chart/OutletChart.tsx";
import { useChartData } from "../../chart/use-chart-data.ts";
import { useDirectory } from "../../components/Directory.tsx";
import { Partial, View } from "../../components/View.tsx";
import { HOUR } from "../../format/beijing-time.ts";
import { useWords } from "../../i18n/LanguageContext.tsx";
import { caseWords } from "./words.ts";

const AROUND_MS = 3 * HOUR;
const LAYERS: ReadonlySet<Layer> = new Set<Layer>(["realtime", "declarations", "flags"]);

interface CaseChartProps {
  readonly finding: FindingWire;
  readonly caseNumber: string;
  readonly openedAt: string;
}

/** The period of a finding and three hours on either side. */
export function CaseChart({ finding, caseNumber, openedAt }: CaseChartProps): ReactNode {
  const { say } = useWords(caseWords);
  const { outlet: find } = useDirectory();
  const known = find(finding.outlet);
  const outlet = useMemo(() => ({ id: finding.outlet, name: known?.name ?? finding.outlet }), [finding.outlet, known?.name]);
  const start = Date.parse(finding.period.start);
  const end = Date.parse(finding.period.end);
  const focus = useMemo(() => ({ start, end }), [start, end]);
  const cases = useMemo(() => [{ at: Date.parse(openedAt), number: caseNumber }], [openedAt, caseNumber]);
  const basis = finding.basis === "day" ? "day" : "hour";
  const data = useChartData({
    outlet,
    pollutant: finding.pollutant,
    basis,
    from: start - AROUND_MS,
    to: end + AROUND_MS,
    layers: LAYERS,
    focus,
    cases,
  });
  return (
    <View resource={data.series} what={say("what.series")} lines={8}>
      {() => (
        <>
          <Partial resource={data.limits} what={say("what.limits")} />
          {data.model !== undefined && <OutletChart panels={data.panels} height={260} />}
        </>
      )}
    </View>
  );
}
