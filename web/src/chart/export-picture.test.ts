import { afterEach, expect, test, vi } from "vitest";
import { LIGHT } from "../theme/tokens.ts";
import { pictureOf } from "./export-picture.ts";

afterEach(() => vi.unstubAllGlobals());

interface Call {
  readonly name: string;
  readonly with: readonly unknown[];
}

/** A canvas that writes down what is drawn on it; every character is ten pixels wide. */
function recordingCanvas() {
  const calls: Call[] = [];
  const context = new Proxy({} as Record<string, unknown>, {
    get: (known, name: string) => {
      if (name === "measureText") return (text: string) => ({ width: 10 * text.length });
      return known[name] ?? ((...given: readonly unknown[]) => calls.push({ name, with: given }));
    },
    set: (known, name: string, value) => {
      known[name] = value;
      return true;
    },
  });
  const canvas = {
    width: 0,
    height: 0,
    getContext: (): unknown => context,
    toBlob: (done: (blob: string) => void) => done("png"),
  };
  return { canvas, calls };
}

const CHART = { width: 400, height: 300, clientWidth: 200 } as HTMLCanvasElement;
const WORDS = {
  title: "kiln tail SO₂, hour mean",
  span: "2026-11-23",
  legend: [
    { key: "a", text: "filled", swatch: { path: "M0 0h1", fill: "exceeding" } },
    { key: "b", text: "hollow", swatch: { path: "M0 0h2", stroke: "exceeding", width: 2, dash: [6, 4] } },
    { key: "c", text: "thin", swatch: { path: "M0 0h3", stroke: "ink" } },
  ],
} as const;

test("a picture has its title in lines that fit, the span, the chart in its own size, and the legend below it", async () => {
  const { canvas, calls } = recordingCanvas();
  vi.stubGlobal("document", { createElement: () => canvas });
  vi.stubGlobal("Path2D", class {});

  expect(await pictureOf(CHART, WORDS, LIGHT)).toBe("png");

  // 200 wide without two margins of 16 are 168: 16 characters a line. Two lines of 22 and one of 18 stand above.
  const head = 16 + 2 * 22 + 18;
  // A sample of 24 and six characters are 84, with a gap of 16 two of them do not fit; "thin" is 64, and does.
  const foot = head + 150 + 10;
  expect(calls.filter(({ name }) => name === "fillText").map((call) => call.with)).toEqual([
    ["kiln tail SO₂,", 16, 8 + 11],
    ["hour mean", 16, 8 + 33],
    ["2026-11-23", 16, 8 + 44 + 9],
    ["filled", 16 + 24, foot + 9],
    ["hollow", 16 + 24, foot + 18 + 9],
    ["thin", 16 + 84 + 16 + 24, foot + 18 + 9],
  ]);
  expect(calls.find(({ name }) => name === "drawImage")?.with).toEqual([CHART, 0, head, 200, 150]);
  expect([canvas.width, canvas.height]).toEqual([400, 2 * (foot + 2 * 18 + 8)]);
  expect(calls.filter(({ name }) => name === "setLineDash").map((call) => call.with)).toEqual([[[6, 4]], [[]]]);
});

test("without a legend a picture ends below its chart, and where the browser draws none there is none", async () => {
  const { canvas, calls } = recordingCanvas();
  vi.stubGlobal("document", { createElement: () => canvas });

  await pictureOf(CHART, { ...WORDS, legend: [] }, LIGHT);
  expect(canvas.height).toBe(2 * (16 + 2 * 22 + 18 + 150 + 10 + 8));
  expect(calls.some(({ name }) => name === "stroke")).toBe(false);

  vi.stubGlobal("document", { createElement: () => ({ getContext: () => null }) });
  expect(await pictureOf(CHART, WORDS, LIGHT)).toBeNull();
});
