import type { ChartModel } from "./chart-model.ts";
import type { SentenceFacts } from "./verdict-text.ts";

/** One quantity of a chart with what its sentences need. */
export interface Panel {
  readonly model: ChartModel;
  readonly facts: SentenceFacts;
  /** Another day of the same quantity, drawn over this one. */
  readonly other?: { readonly model: ChartModel; readonly facts: SentenceFacts };
}

/** What is added to a time of the other day to lay it over the first. */
export function shiftOf({ model, other }: Panel): number {
  return other === undefined ? 0 : model.from - other.model.from;
}

/** The end of the scale: it holds both days. */
export function topOf({ model, other }: Panel): number {
  return Math.max(model.top, other?.model.top ?? 0);
}
