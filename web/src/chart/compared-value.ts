import type { LimitWire } from "../../../api/resources/limits/schema.ts";
import type { SeriesPointWire } from "../../../api/resources/outlets/schema.ts";
import type { Basis } from "../../../core/readings/reading.ts";
import type { ComparedLimit } from "../../../words/limit-words.ts";
import { limitAt } from "./limit-at.ts";

/**
 * A point with the figure that is compared with the limit: the value converted to reference oxygen where the limit asks
 * for it, else the measured one.
 */
export interface ComparedPoint extends SeriesPointWire {
  readonly compared: number;
  readonly isConverted: boolean;
}

/** A point of the thin line: what it was, and how far apart its kind usually comes, in milliseconds. */
export interface LinePoint extends ComparedPoint {
  readonly basis: Basis;
  readonly every: number;
}

/**
 * The figure of a point that its limit is about. Where the limit asks for a conversion that is missing, the measured
 * one.
 */
export function comparedPoint<P extends SeriesPointWire>(point: P, limits: readonly LimitWire[]): P & ComparedPoint {
  const { converted } = point;
  const isConverted = converted !== null && limitAt(limits, Date.parse(point.at))?.converted === true;
  return { ...point, compared: isConverted ? converted : point.value, isConverted };
}

/** True when a value breaks what it is compared with; one that equals the limit keeps it. */
export function isBeyond(value: number, { comparator, value: limit, min, max }: ComparedLimit): boolean {
  const [least, most] = comparator === "range" ? [min, max] : comparator === ">=" ? [limit, undefined] : [undefined, limit];
  return value < (least ?? Number.NEGATIVE_INFINITY) || value > (most ?? Number.POSITIVE_INFINITY);
}
