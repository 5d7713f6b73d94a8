import type { LawRowWire } from "../../../../api/resources/law/schema.ts";
import type { Language } from "../../../../words/language.ts";
import { formatUnit } from "../../format/digits.ts";

/** What the rows are narrowed down to; a part that is not chosen narrows nothing. */
export interface LawChoice {
  readonly outlet?: string | undefined;
  readonly sector?: string | undefined;
  readonly pollutant?: string | undefined;
  readonly confidence?: string | undefined;
  readonly standing?: string | undefined;
}

/** The rows that meet every part of the choice. A row without a trade is of every trade. */
export function chosenRows(rows: readonly LawRowWire[], choice: LawChoice): readonly LawRowWire[] {
  const { outlet, sector, pollutant, confidence, standing } = choice;
  return rows.filter(
    (row) =>
      (outlet === undefined || row.outlets.includes(outlet)) &&
      (sector === undefined || (row.appliesTo["sector"] ?? sector) === sector) &&
      (pollutant === undefined || row.name === pollutant) &&
      (confidence === undefined || row.confidence === confidence) &&
      (standing === undefined || row.standing === standing),
  );
}

/** Different values of a part of the rows, in the order of their words. */
export function choicesOf(
  rows: readonly LawRowWire[],
  of: (row: LawRowWire) => { readonly value: string; readonly text: string } | undefined,
): readonly { readonly value: string; readonly text: string }[] {
  const choices = new Map(rows.flatMap((row) => of(row) ?? []).map((choice) => [choice.value, choice]));
  return [...choices.values()].toSorted((a, b) => a.text.localeCompare(b.text, "zh"));
}

/** How often water or air is thinned until neither colour nor odour is noticed (稀释倍数). */
const TIMES = "倍";
const TIMES_WORDS = { zh: TIMES, en: "times" } as const;

const SIGNS: Readonly<Record<LawRowWire["comparator"], string>> = { "<=": "≤", ">=": "≥", range: "" };

/** "≤ 200 mg/m³", "6–9"; nothing where no figure is known. */
export function figureOf({ comparator, value, min, max, unit }: LawRowWire, lang: Language): string {
  const figure = comparator === "range" ? rangeOf(min, max) : value;
  return figure === undefined
    ? ""
    : `${SIGNS[comparator]} ${figure} ${unit === TIMES ? TIMES_WORDS[lang] : formatUnit(unit)}`.trim();
}

function rangeOf(min: number | undefined, max: number | undefined): string | undefined {
  return min === undefined || max === undefined ? undefined : `${min}–${max}`;
}
