import { type Instant, parseBeijingStamp } from "../../../core/time.ts";
import type { UnreadableField } from "./data-area.ts";
import type { DataPair } from "./parse-data-area.ts";
import { parseDecimal } from "./read-factors.ts";

/** Reads named fields out of the pairs of a data area and notes those whose text is not what it should be. */
export class PairReader {
  readonly pairs: readonly DataPair[];
  readonly #wrong: UnreadableField[] = [];

  constructor(pairs: readonly DataPair[]) {
    this.pairs = pairs;
  }

  unreadable(): readonly UnreadableField[] {
    return this.#wrong;
  }

  /** The first field of that name that belongs to no factor; its capitals do not matter. `undefined` when it is missing or empty. */
  text(name: string): string | undefined {
    return this.all(name)[0];
  }

  /** All fields of that name that belong to no factor, such as several PolId. */
  all(name: string): readonly string[] {
    const wanted = name.toLowerCase();
    return this.pairs.filter((p) => p.factor === "" && p.field.toLowerCase() === wanted && p.value !== "").map((p) => p.value);
  }

  number(name: string): number | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : this.numberIn(name, text);
  }

  time(name: string): Instant | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : this.timeIn(name, text);
  }

  /** Pairs under a factor, grouped by it in order of appearance: field to value. The first of two equal fields counts. */
  byFactor(): readonly { readonly factor: string; readonly fields: ReadonlyMap<string, string> }[] {
    const groups = new Map<string, Map<string, string>>();
    for (const { factor, field, value } of this.pairs) {
      if (factor === "") continue;
      const fields = groups.get(factor) ?? new Map<string, string>();
      groups.set(factor, fields);
      if (!fields.has(field)) fields.set(field, value);
    }
    return [...groups].map(([factor, fields]) => ({ factor, fields }));
  }

  /** A decimal number; an empty text is missing, not wrong. */
  numberIn(name: string, text: string | undefined): number | undefined {
    if (text === undefined || text === "") return undefined;
    return this.#noted(name, text, parseDecimal(text));
  }

  /** A time of 14 digits (or 17, as some send). */
  timeIn(name: string, text: string | undefined): Instant | undefined {
    if (text === undefined || text === "") return undefined;
    return this.#noted(name, text, parseBeijingStamp(text.length === 17 ? text.slice(0, 14) : text));
  }

  /** One of a list of codes. */
  choiceIn<T>(name: string, text: string | undefined, choices: ReadonlyMap<string, T>): T | undefined {
    if (text === undefined || text === "") return undefined;
    return this.#noted(name, text, choices.get(text));
  }

  #noted<T>(name: string, text: string, value: T | undefined): T | undefined {
    if (value === undefined) this.#wrong.push({ name, text: text.slice(0, 40) });
    return value;
  }
}
