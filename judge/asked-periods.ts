import type { PeriodKey } from "../core/judging/period.ts";

/** As many are looked through, one after the other; where more are asked for they are found by their place. */
const FEW = 16;

/** Periods that are to be judged, each once, in the order in which they were asked for. */
export class AskedPeriods {
  readonly inOrder: PeriodKey[] = [];
  /** By outlet, then by pollutant; empty as long as few are asked for. */
  readonly #byPlace = new Map<string, Map<string, PeriodKey[]>>();

  add(key: PeriodKey): void {
    if (this.inOrder.length < FEW) {
      if (this.inOrder.some((known) => isSame(known, key))) return;
    } else {
      if (this.#byPlace.size === 0) for (const known of this.inOrder) this.#at(known).push(known);
      const known = this.#at(key);
      if (known.some((one) => isSame(one, key))) return;
      known.push(key);
    }
    this.inOrder.push(key);
  }

  #at({ outlet, pollutant }: PeriodKey): PeriodKey[] {
    const places = this.#byPlace.get(outlet) ?? new Map<string, PeriodKey[]>();
    this.#byPlace.set(outlet, places);
    const known = places.get(pollutant) ?? [];
    places.set(pollutant, known);
    return known;
  }
}

function isSame(a: PeriodKey, b: PeriodKey): boolean {
  return a.start === b.start && a.basis === b.basis && a.pollutant === b.pollutant && a.outlet === b.outlet;
}
