import { expect, test } from "vitest";
import { wholeHours, wholeHoursText } from "./whole-hours.ts";
import { declarationWords } from "./words.ts";

const at = (time: string): number => Date.parse(`2026-11-24T${time}:00+08:00`);

/** Says in one language what the table says, with its facts. */
const saying =
  (lang: "zh" | "en") =>
  (key: keyof typeof declarationWords, facts: Readonly<Record<string, string | number>> = {}): string =>
    declarationWords[key][lang].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(facts[name]));

// Behaviour
test("hour windows are explained in the form: which whole hours a window holds, and that parts of hours do not count alone", () => {
  expect(wholeHoursText(at("08:20"), at("12:40"), saying("zh"))).toBe(
    "此时段完整包含 2026-11-24 09:00 至 2026-11-24 12:00，共 3 个整小时。首尾不满整小时的部分单独不算，与相邻申报首尾相接并都获同意时才算。",
  );
  expect(wholeHoursText(at("08:00"), at("12:00"), saying("en"))).toBe(
    " This window holds 2026-11-24 08:00 to 2026-11-24 12:00: 4 whole hours.",
  );
  expect(wholeHoursText(at("08:20"), at("08:50"), saying("en"))).toContain("no whole hour");
});

test("a window from minute to minute holds the hours between", () => {
  expect(wholeHours(at("08:00"), at("09:00"))).toEqual({ from: at("08:00"), to: at("09:00"), count: 1, hasParts: false });
  expect(wholeHours(at("08:01"), at("09:59"))).toMatchObject({ count: 0, hasParts: true });
  expect(wholeHours(at("08:00"), at("09:01"))).toMatchObject({ count: 1, hasParts: true });
  expect(wholeHours(at("08:10"), at("08:50")).count).toBe(0);
});
