import { expect, test } from "vitest";
import { sayIn } from "../../i18n/say.ts";
import { pastText, pastWindowText } from "./past-text.ts";
import { declarationWords } from "./words.ts";

const zh = sayIn("zh", declarationWords);
const en = sayIn("en", declarationWords);
const FROM = Date.parse("2026-11-23T01:00:00.000Z");
const HOUR = 3_600_000;

// Behaviour
test("a window that lies in the past is warned of in the form before it is sent, and one to come is not", () => {
  const declared = { from: FROM, to: FROM + 4 * HOUR };

  expect(pastWindowText(declared, FROM, zh)).toBeUndefined();
  expect(pastWindowText(declared, FROM + 1, zh)).toContain("已经开始");
  expect(pastWindowText(declared, FROM + 4 * HOUR, zh)).toContain("已经过去");
  expect(pastWindowText(declared, FROM + 4 * HOUR, en)).toContain("over already");
});

// Behaviour
test("who answers a declaration for the past is told what consent could still cover, and what was answered says it, too", () => {
  const countsFrom = "2026-11-23T02:20:00.000Z";

  expect(pastText({ past: "none", countsFrom, state: "submitted" }, zh)).toBeUndefined();
  expect(pastText({ past: "part", countsFrom, state: "submitted" }, zh)).toContain("2026-11-23 10:20");
  expect(pastText({ past: "whole", countsFrom: null, state: "submitted" }, zh)).toContain("不起任何作用");
  expect(pastText({ past: "part", countsFrom, state: "consented" }, zh)).toContain("2026-11-23 10:20");
  expect(pastText({ past: "whole", countsFrom: null, state: "consented" }, en)).toContain("covers nothing");
  expect(pastText({ past: "part", countsFrom: null, state: "refused" }, zh)).toBeUndefined();
});
