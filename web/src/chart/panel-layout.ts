/** Where a panel of a chart stands, in pixels from the top of the drawing. */
export interface PanelPlace {
  readonly top: number;
  readonly height: number;
}

/** Above each panel: its unit, and words of a limit that stand near the top. */
const HEAD = 26;
/** Between two panels: the figures at the foot of one, the name of the next. */
const BETWEEN = 34;
/** Below the last panel: the one axis of time. */
const FOOT = 24;
/** Below that: marks of cases. */
const MARKS = 14;
/** A further quantity is looked at beside the first one: its shape counts. */
const FURTHER = 112;
const CHARACTER = 7;
const LABEL_GAP = 14;

/** Height of a drawing whose first panel with everything around it is `first` high. */
export function drawingHeight(count: number, first: number): number {
  return first + Math.max(0, count - 1) * (BETWEEN + FURTHER);
}

/** The panels of a drawing from above: the first as high as a single one would be, the further ones lower. */
export function panelPlaces(count: number, height: number, hasMarks: boolean): readonly PanelPlace[] {
  const rest = Math.max(0, count - 1) * (BETWEEN + FURTHER);
  const first = Math.max(40, height - rest - HEAD - FOOT - (hasMarks ? MARKS : 0));
  return Array.from({ length: count }, (_, index) =>
    index === 0
      ? { top: HEAD, height: first }
      : { top: HEAD + first + BETWEEN + (index - 1) * (BETWEEN + FURTHER), height: FURTHER },
  );
}

/** Room for the figures of all scales, so that the panels begin at the same place on the axis of time. */
export function scaleWidth(tops: readonly number[]): number {
  const longest = tops.flatMap((top) => [scaleText(top), scaleText(top / 5), scaleText(top / 4)]).map((text) => text.length);
  return LABEL_GAP + CHARACTER * Math.max(1, ...longest);
}

/** A figure of a scale, without zeros added behind. */
export function scaleText(value: number): string {
  return String(Number(value.toPrecision(6)));
}
