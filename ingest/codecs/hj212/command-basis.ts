import type { Basis } from "../../../core/readings/reading.ts";

/**
 * What the data of a command cover; `undefined` for a command without pollutant data. 2111 (2025) is the mean of five
 * minutes.
 */
export function basisOf(cn: string): Basis | undefined {
  switch (cn) {
    case "2011":
      return "realtime";
    case "2051":
    case "2111":
      return "minute";
    case "2061":
      return "hour";
    case "2031":
      return "day";
    default:
      return undefined;
  }
}
