import type { Tokens } from "../theme/tokens.ts";

const HEAD = 48;
const MARGIN = 16;

/** A chart as a picture with its title and what it shows written above it; `null` where the browser draws none. */
export function pictureOf(chart: HTMLCanvasElement, title: string, tokens: Tokens): Promise<Blob | null> {
  const scale = chart.width / Math.max(1, chart.clientWidth);
  const picture = document.createElement("canvas");
  picture.width = chart.width;
  picture.height = chart.height + HEAD * scale;
  const context = picture.getContext("2d");
  if (context === null) return Promise.resolve(null);
  context.fillStyle = tokens.paper;
  context.fillRect(0, 0, picture.width, picture.height);
  context.fillStyle = tokens.ink;
  context.font = `600 ${15 * scale}px sans-serif`;
  context.textBaseline = "middle";
  context.fillText(title, MARGIN * scale, (HEAD / 2) * scale, picture.width - 2 * MARGIN * scale);
  context.drawImage(chart, 0, HEAD * scale);
  return new Promise((resolve) => picture.toBlob(resolve));
}
