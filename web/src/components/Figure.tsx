import type { ReactNode } from "react";
import { formatUnit, formatValue } from "../format/digits.ts";

interface FigureProps {
  readonly value: number;
  readonly unit: string;
  readonly pollutant: string;
  readonly limit?: number | null;
  /** Changes when a new value arrives: the figure fades in once. */
  readonly arrival?: string;
}

/** A value, large, with its unit small and lighter. */
export function Figure({ value, unit, pollutant, limit, arrival }: FigureProps): ReactNode {
  return (
    <span className="figure" key={arrival} data-arrived={arrival === undefined ? undefined : ""}>
      <b>{formatValue(value, pollutant, limit)}</b> <small>{formatUnit(unit)}</small>
    </span>
  );
}
