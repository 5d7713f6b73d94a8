import { expect, test } from "vitest";
import { drawingHeight, panelPlaces, scaleText, scaleWidth } from "./panel-layout.ts";
import { flowed, wrapped } from "./picture-layout.ts";

test("a single quantity has the whole drawing but its head and the axis; marks of cases take their own room", () => {
  expect(panelPlaces(1, 340, false)).toEqual([{ top: 26, height: 290 }]);
  expect(panelPlaces(1, 340, true)).toEqual([{ top: 26, height: 276 }]);
});

test("further quantities make the drawing higher and leave the first panel as high as it is alone", () => {
  expect(drawingHeight(1, 340)).toBe(340);
  expect(drawingHeight(3, 340)).toBe(340 + 2 * 146);
  expect(panelPlaces(3, 632, false)).toEqual([
    { top: 26, height: 290 },
    { top: 350, height: 112 },
    { top: 496, height: 112 },
  ]);
});

test("a drawing that is too low for its panels keeps a first one that can be seen", () => {
  expect(panelPlaces(2, 100, false)[0]).toEqual({ top: 26, height: 40 });
});

test("all scales have the room of the longest figure, so that the panels begin at the same time", () => {
  expect(scaleWidth([100])).toBe(14 + 3 * 7);
  // 1.5 has steps of 0.3, and 0.375 as a quarter.
  expect(scaleWidth([100, 1.5])).toBe(14 + 5 * 7);
  expect(scaleWidth([])).toBe(14 + 7);
  expect([0.1 + 0.2, 2000, 0.000012].map(scaleText)).toEqual(["0.3", "2000", "0.000012"]);
});

test("a title is broken behind Chinese characters and between words, never within a word", () => {
  const measure = (text: string): number => text.length;

  expect(wrapped("演示水泥厂窑尾 NOₓ 小时均值", 9, measure)).toEqual(["演示水泥厂窑尾", "NOₓ 小时均值"]);
  expect(wrapped("kiln tail NOₓ, hour mean", 12, measure)).toEqual(["kiln tail", "NOₓ, hour", "mean"]);
  expect(wrapped("immeasurable", 3, measure)).toEqual(["immeasurable"]);
  expect(wrapped("", 3, measure)).toEqual([]);
});

test("samples of a legend flow into the next line where they no longer fit", () => {
  expect(flowed([40, 40, 40], 100, 10)).toEqual([
    { x: 0, line: 0 },
    { x: 50, line: 0 },
    { x: 0, line: 1 },
  ]);
  expect(flowed([400, 10], 100, 10)).toEqual([
    { x: 0, line: 0 },
    { x: 0, line: 1 },
  ]);
});
