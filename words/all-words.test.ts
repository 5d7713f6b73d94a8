import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { WORD_EXAMPLES } from "../tests/support/word-examples.ts";
import type { Names } from "./names.ts";

/** A piece of text in both languages: as it stands, or made of facts. */
interface Pair {
  readonly zh: unknown;
  readonly en: unknown;
}

/** A pair and where it was found: the name of the export first, then the code. */
interface Found {
  readonly path: readonly string[];
  readonly pair: Pair;
  /** Facts that stand beside the words; else those of `tests/support/word-examples.ts` are taken. */
  readonly examples: readonly unknown[] | undefined;
}

const NAME = "北厂界";
const NAMES: Names = { outlet: () => NAME, enterprise: () => NAME, cell: () => NAME, person: () => NAME, unit: () => NAME };

function isPair(value: object): value is Pair {
  return "zh" in value && "en" in value;
}

function pairsIn(value: unknown, path: readonly string[], examples?: readonly unknown[]): readonly Found[] {
  if (typeof value !== "object" || value === null || value instanceof Map || value instanceof Set) return [];
  if (isPair(value)) return [{ path, pair: value, examples }];
  const beside = "examples" in value ? (value.examples as readonly unknown[]) : examples;
  return Object.entries(value).flatMap(([key, inner]) => pairsIn(inner, [...path, key], beside));
}

const FILES = readdirSync(import.meta.dirname).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
const MODULES: readonly unknown[] = await Promise.all(FILES.map((file) => import(join(import.meta.dirname, file))));
const ALL = MODULES.flatMap((module) => Object.entries(module as object)).flatMap(([name, value]) => pairsIn(value, [name]));

/** A text of a pair, and the words of other people in it: names, quoted law, what somebody wrote. */
interface Said {
  readonly zh: string;
  readonly en: string;
  readonly quoted: readonly string[];
}

function sayings({ path, pair, examples }: Found): readonly Said[] {
  if (typeof pair.zh === "string" && typeof pair.en === "string") return [{ zh: pair.zh, en: pair.en, quoted: [] }];
  const [table = "", code = ""] = path;
  return (examples ?? WORD_EXAMPLES[table]?.[code] ?? []).map((facts) => ({
    zh: textOf(pair.zh, facts),
    en: textOf(pair.en, facts),
    quoted: [NAME, ...stringsIn(facts)].sort((a, b) => b.length - a.length),
  }));
}

function textOf(phrase: unknown, facts: unknown): string {
  if (typeof phrase === "function") return String(phrase(facts, NAMES));
  return String(phrase);
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

function without(text: string, quoted: readonly string[]): string {
  return quoted.reduce((rest, part) => rest.replaceAll(part, ""), text);
}

test("there are words to look at", () => {
  expect(ALL.length).toBeGreaterThan(100);
});

test.each(ALL.map((found) => [found.path.join("."), found] as const))("%s is said in both languages", (_, found) => {
  const said = sayings(found);

  expect(said, "add facts to tests/support/word-examples.ts").not.toEqual([]);
  for (const { zh, en, quoted } of said) {
    for (const text of [zh, en]) {
      expect(text.trim()).not.toBe("");
      expect(text).not.toMatch(/undefined|NaN|\[object|\[D\]/);
    }
    expect(without(en, quoted)).not.toMatch(/\p{Script=Han}/u);
    expect(without(zh, quoted), "a sentence in English").not.toMatch(/[a-z]{2,}[ ,]+[a-z]{2,}[ ,]+[a-z]{2,}/i);
  }
});
