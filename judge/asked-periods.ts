import type { PeriodKey } from "../core/judging/period.ts";

/** Periods that are to be judged, each once, in the order in which they were asked for. */
export class AskedPeriods {
  readonly inOrder: PeriodKey[] = [];
  /** By outlet, then by pollutant: mostly one or two. */
  readonly #byPlace = new Map<string, Map<string, PeriodKey[]>>();

  add(key: PeriodKey): void {
    let places = this.#byPlace.get(key.outlet);
    if (places === undefined) {
      places = new Map();
      this.#byPlace.set(key.outlet, places);
    }
    const known = places.get(key.pollutant);
    if (known === undefined) places.set(key.pollutant, [key]);
    else if (known.some(({ start, basis }) => start === key.start && basis === key.basis)) return;
    else known.push(key);
    this.inOrder.push(key);
  }
}
