import type { ReactNode } from "react";
import { type SparkPoint, sparkPaths } from "../format/spark.ts";

const WIDTH = 120;
const HEIGHT = 24;

interface SparklineProps {
  readonly points: readonly SparkPoint[];
  readonly from: number;
  readonly to: number;
  readonly limit: number | null;
  readonly label: string;
}

/** The last hour as a thin line from 0, with the limit dashed. Gaps are gaps. */
export function Sparkline({ points, from, to, limit, label }: SparklineProps): ReactNode {
  const { lines, limitY } = sparkPaths(points, { from, to, limit, width: WIDTH, height: HEIGHT });
  return (
    <svg className="spark" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {limitY !== null && <line x1="0" x2={WIDTH} y1={limitY} y2={limitY} className="spark-limit" />}
      {lines.map((line) => (
        <polyline key={line} points={line} className="spark-line" />
      ))}
    </svg>
  );
}
