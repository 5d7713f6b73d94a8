import { FONT, type Tokens } from "../theme/tokens.ts";
import type { LegendEntry } from "./legend-entries.ts";
import { flowed, wrapped } from "./picture-layout.ts";

const MARGIN = 16;
const TITLE = { font: `600 15px ${FONT}`, line: 22 };
const SMALL = { font: `12px ${FONT}`, line: 18 };
const SWATCH = 24;
const GAP = 16;

/** What is written around a chart in a picture. */
export interface PictureWords {
  /** Outlet, pollutant and basis. */
  readonly title: string;
  /** From when until when, in Beijing time. */
  readonly span: string;
  readonly legend: readonly LegendEntry[];
}

/**
 * A chart as a picture that stands alone: title and span above it, its legend below; `null` where the browser draws
 * none.
 */
export function pictureOf(chart: HTMLCanvasElement, words: PictureWords, tokens: Tokens): Promise<Blob | null> {
  const scale = chart.width / Math.max(1, chart.clientWidth);
  const picture = document.createElement("canvas");
  const context = picture.getContext("2d");
  if (context === null) return Promise.resolve(null);
  const width = chart.width / scale;
  const inner = width - 2 * MARGIN;
  const widthOf = (font: string) => (text: string) => {
    context.font = font;
    return context.measureText(text).width;
  };
  const title = wrapped(words.title, inner, widthOf(TITLE.font));
  const span = wrapped(words.span, inner, widthOf(SMALL.font));
  const places = flowed(
    words.legend.map(({ text }) => SWATCH + widthOf(SMALL.font)(text)),
    inner,
    GAP,
  );
  const head = MARGIN + title.length * TITLE.line + span.length * SMALL.line;
  const foot = head + chart.height / scale + 10;
  const height = foot + ((places.at(-1)?.line ?? -1) + 1) * SMALL.line + MARGIN / 2;
  picture.width = chart.width;
  picture.height = Math.ceil(height * scale);
  context.scale(scale, scale);
  context.textBaseline = "middle";
  context.fillStyle = tokens.paper;
  context.fillRect(0, 0, width, height);
  writeLines(context, title, { ...TITLE, top: MARGIN / 2, ink: tokens.ink });
  writeLines(context, span, { ...SMALL, top: MARGIN / 2 + title.length * TITLE.line, ink: tokens.ink2 });
  context.drawImage(chart, 0, head, width, chart.height / scale);
  words.legend.forEach((entry, index) => {
    const { x, line } = places[index] ?? { x: 0, line: 0 };
    drawEntry(context, entry, { x: MARGIN + x, y: foot + line * SMALL.line, tokens });
  });
  return new Promise((resolve) => picture.toBlob(resolve));
}

interface Writing {
  readonly font: string;
  readonly line: number;
  readonly top: number;
  readonly ink: string;
}

function writeLines(context: CanvasRenderingContext2D, lines: readonly string[], { font, line, top, ink }: Writing): void {
  context.font = font;
  context.fillStyle = ink;
  lines.forEach((text, index) => {
    context.fillText(text, MARGIN, top + (index + 0.5) * line);
  });
}

function drawEntry(
  context: CanvasRenderingContext2D,
  { swatch, text }: LegendEntry,
  { x, y, tokens }: { readonly x: number; readonly y: number; readonly tokens: Tokens },
): void {
  context.save();
  context.translate(x, y + 3);
  const path = new Path2D(swatch.path);
  if (swatch.fill !== undefined) {
    context.fillStyle = tokens[swatch.fill];
    context.fill(path);
  }
  if (swatch.stroke !== undefined) {
    context.strokeStyle = tokens[swatch.stroke];
    context.lineWidth = swatch.width ?? 1;
    context.setLineDash([...(swatch.dash ?? [])]);
    context.stroke(path);
  }
  context.restore();
  context.font = SMALL.font;
  context.fillStyle = tokens.ink;
  context.fillText(text, x + SWATCH, y + SMALL.line / 2);
}
