import type { HourKey } from "../records/hour-document.ts";
import type { HourSpan } from "../records/hours-table.ts";

/** One thing per hour, found by outlet and pollutant first: a replay of a journal asks for spans at every reading. */
export class HoursByTarget<T extends HourKey> {
  readonly #byTarget = new Map<string, Map<number, T>>();

  set(item: T): void {
    const key = targetKey(item);
    const known = this.#byTarget.get(key);
    if (known === undefined) this.#byTarget.set(key, new Map([[item.start, item]]));
    else known.set(item.start, item);
  }

  get(key: HourKey): T | undefined {
    return this.#byTarget.get(targetKey(key))?.get(key.start);
  }

  /** Those with `from <= start < to`, ordered by start. */
  within({ from, to, ...target }: HourSpan): readonly T[] {
    const known = [...(this.#byTarget.get(targetKey(target))?.values() ?? [])];
    return known.filter((item) => item.start >= from && item.start < to).toSorted((a, b) => a.start - b.start);
  }
}

function targetKey({ outlet, pollutant }: Pick<HourKey, "outlet" | "pollutant">): string {
  return JSON.stringify([outlet, pollutant]);
}
