import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { decodeLines } from "./decode-line.ts";
import type { DataItem } from "./decoded-line.ts";

type Pairs = readonly (readonly [string, string | null])[];

interface ForeignFrame {
  readonly source: string;
  readonly raw: string;
  readonly expected:
    | { readonly ok: true; readonly cn: string; readonly st: string; readonly mn: string; readonly data: Pairs }
    | { readonly ok: false; readonly error: string };
}

/** Frames of public repositories with what the standard says they are; one test a line. */
const FRAMES: readonly ForeignFrame[] = readFileSync(
  new URL("../tests/golden/hj212/frames-of-others.jsonl", import.meta.url),
  "utf8",
)
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as ForeignFrame);

const cases = FRAMES.map((frame, i) => ({ ...frame, title: `${i + 1} of ${frame.source.slice(0, 60)}` }));

test("the frames of others are all there", () => {
  expect([FRAMES.length, FRAMES.filter(({ expected }) => expected.ok).length]).toEqual([103, 75]);
});

test.each(cases)("frame $title reads as the standard says, with its time", ({ raw, expected }) => {
  const [line, ...rest] = decodeLines(new TextEncoder().encode(raw));

  // One has two stars behind it.
  expect(rest.map((noise) => noise.error?.detail.code)).toEqual(raw.endsWith("**") ? ["noise"] : []);
  if (!expected.ok) {
    expect(expected.error.split("|")).toContain(line?.error?.code);
    return;
  }
  const { cn, st, mn, data } = expected;
  expect(line).toMatchObject({ ok: true, cn, st, mn, time: timeIn(data) });
  expect(line?.data.map(pairOf)).toEqual(data.map(asTold));
});

/** Names in the standard's spelling are told apart by no case; a piece without a value has its name only. */
function pairOf({ factor, field, value, text = String(value) }: DataItem): readonly [string, string | null] {
  if (field === "") return [text.toLowerCase(), null];
  return [(factor === null ? field : `${factor}-${field}`).toLowerCase(), text];
}

/** A password is starred, wherever it stands. */
function asTold([name, value]: readonly [string, string | null]): readonly [string, string | null] {
  return [name.toLowerCase(), name === "PW" ? "*".repeat(value?.length ?? 0) : value];
}

/** DataTime is Beijing time of 14 digits; what stands behind them are milliseconds. 31 September is no moment. */
function timeIn(data: Pairs): string | null {
  const digits = data.find(([name]) => name.toLowerCase() === "datatime")?.[1] ?? "";
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\d{3})?$/.exec(digits)?.slice(1);
  if (parts === undefined) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
  const at = new Date(Date.UTC(year, month - 1, day, hour - 8, minute, second));
  return new Date(at.getTime() + 8 * 3_600_000).getUTCDate() === day ? at.toISOString() : null;
}
