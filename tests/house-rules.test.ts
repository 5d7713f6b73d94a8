import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { splitSource } from "./support/source-text.ts";

const ROOT = resolve(import.meta.dirname, "..");
const MAX_COLUMNS = 120;
const HAN = /[\u3001-\u303f\u3400-\u9fff\uff01-\uff5e]/;

const SOURCES = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !/^(\.|node_modules$|dist$|data$|demo-data$|docs$|coverage$)/.test(entry.name))
  .flatMap((entry) => readdirSync(join(ROOT, entry.name), { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
  .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
  .filter((file) => !/(^|\/)(node_modules|dist)\//.test(file));
const read = (file: string): string => readFileSync(join(ROOT, file), "utf8");
const isTest = (file: string): boolean => /\.(test|bench)\.tsx?$/.test(file) || /^tests\/|\/testing\//.test(file);
const PRODUCT = SOURCES.filter((file) => !isTest(file));

test("the rules of the house look at something", () => {
  expect(SOURCES.length).toBeGreaterThan(600);
  expect(PRODUCT.length).toBeGreaterThan(300);
});

test(`no line of a comment is longer than ${MAX_COLUMNS} columns`, () => {
  const long = SOURCES.flatMap((file) =>
    read(file)
      .split("\n")
      .map((text, i) => ({ text, place: `${file}:${i + 1}` }))
      .filter(({ text }) => text.length > MAX_COLUMNS && /^\s*(\/\/|\/\*|\*)/.test(text) && !text.includes("biome-ignore"))
      .map(({ place }) => place),
  );

  expect(long).toEqual([]);
});

/** Numbers that bound the machine or shape a text: they decide nothing about a reading, a finding or a case. */
const NO_FIGURES: Readonly<Record<string, readonly string[]>> = {
  // Entries, commands and deadlines that are handled at once, rows that are kept in memory.
  "judge/judge.ts": ["2_000", "4_000", "500"],
  "judge/due-order.ts": ["500"],
  "judge/judge-reader.ts": ["500", "2_000"],
  "judge/judge-registry.ts": ["2_000"],
  "judge/follow-up.ts": ["2_000"],
  "judge/revise.ts": ["240", "31"],
  "judge/preview-registry.ts": ["5_000", "20_000", "240"],
  "judge/due-queue.ts": ["2_000"],
  "judge/working-set.ts": ["50_000", "8", "20_000", "200_000"],
  "judge/subjects-overlay.ts": ["50_000"],
  // As many are looked through one after the other.
  "judge/asked-periods.ts": ["16"],
  // How coarsely is kept when a device was last heard.
  "judge/reachability.ts": ["5"],
  // Outlets that one question names, and that are remembered.
  "cases/facts-for-rules.ts": ["500", "50_000"],
  "cases/shared/rows-of-outlets.ts": ["500", "50_000"],
  // Things that one tag may name as what shows it, and the statuses of its refusals.
  "cases/tag/tag-commands.ts": ["20"],
  "cases/tag/decide-tag.ts": ["409", "422"],
  // Questions to the store in a row, and from where on a value is worth one.
  "judge/look-ahead.ts": ["3"],
  "judge/may-break.ts": ["4"],
  // Findings that are read at once.
  "judge/compare-records.ts": ["1_000"],
  // Statuses of HTTP, sizes of what comes in, and the last day of a working week.
  "cases/shared/refusals.ts": ["400", "403", "404", "409"],
  "cases/case/case-door.ts": ["100"],
  // Findings and incidents that go out with a case.
  "cases/case/case-beside.ts": ["100", "1_000"],
  "cases/shared/wire-forms.ts": ["32", "40", "64", "90", "180", "200", "300", "4_000"],
  "cases/shared/working-time.ts": ["5"],
  // How soon days are summed, and how many at once.
  "judge/sum-days.ts": ["10", "20"],
  // Months of a quarter and of a year.
  "rules/sums/calendar-periods.ts": ["3", "12"],
  // The last instant that there is.
  "judge/changed-law.ts": ["8_640_000_000_000_000"],
};

test("rules, cases and judge hold no figure of the law or of the product: each is a row of limits/figures.ts", () => {
  const bare = PRODUCT.filter((file) => /^(rules|cases|judge)\//.test(file)).flatMap((file) =>
    numbersIn(splitSource(read(file)).code)
      .filter((number) => !NO_FIGURES[file]?.includes(number.text))
      .map(({ line, text }) => `${file}:${line}: ${text}`),
  );

  expect(bare).toEqual([]);
});

/** Numbers other than 0, 1 and 2, the digits of a text that is cut or filled, and the statuses of HTTP. */
function numbersIn(code: string): readonly { readonly line: number; readonly text: string }[] {
  return code
    .split("\n")
    .flatMap((text, i) =>
      [
        ...text
          .replaceAll(/\.(padStart|slice|at|toFixed)\([^()]*\)|\bstatus: \d+/g, "")
          .matchAll(/(?<![\w.$])\d[\d_]*(?:\.\d+)?(?![\w.])/g),
      ]
        .map(([number]) => ({ line: i + 1, text: number }))
        .filter((number) => !["0", "1", "2"].includes(number.text)),
    );
}

/**
 * Where Chinese may be written: words and pages, data of the law, the field in a box with its demo, and the tables that
 * name things.
 */
const CHINESE_ROOMS = /^(words|web|limits|simulators)\//;
const CHINESE_FILES = ["core/readings/pollutants.ts", "core/registry/naming.ts"];

test("no Chinese sentence stands in the code outside words, pages, limits, simulators and the tables of names", () => {
  const found = PRODUCT.filter((file) => !CHINESE_ROOMS.test(file) && !CHINESE_FILES.includes(file)).flatMap((file) =>
    splitSource(read(file))
      .quoted.filter(({ text }) => HAN.test(text))
      .map(({ line, text }) => `${file}:${line}: ${text.slice(0, 40)}`),
  );

  expect(found).toEqual([]);
});

test("no page takes a Chinese sentence apart with a regular expression", () => {
  const pages = PRODUCT.filter((file) => file.startsWith("web/"));
  const found = pages.flatMap((file) => {
    const source = read(file);
    const { quoted } = splitSource(source);
    const literals = quoted.filter(({ kind, text }) => kind === "regexp" && HAN.test(text));
    const made = [...source.matchAll(/new RegExp\([^)]*[\u3400-\u9fff]/g)];
    return [...literals.map(({ line }) => `${file}:${line}`), ...made.map(() => `${file}: new RegExp`)];
  });

  expect(pages.length).toBeGreaterThan(50);
  expect(found).toEqual([]);
});

/** They hold nothing but links and tabs, which the keyboard reaches one by one. */
const ROWS_OF_LINKS = [".menu", ".tab-row"];

test("what scrolls on a page is a ScrollBox, which the keyboard reaches", () => {
  const styles = readdirSync(join(ROOT, "web/src"), { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".css"),
  );
  const scrolling = styles.flatMap((file) =>
    [...read(`web/src/${file}`).matchAll(/([^{}]+)\{[^{}]*overflow(?:-[xy])?:\s*(?:auto|scroll)/g)].map(([, rule = ""]) =>
      rule.replace(/\/\*.*\*\//s, "").trim(),
    ),
  );

  expect(styles.length).toBeGreaterThan(10);
  expect(scrolling.filter((rule) => !rule.startsWith(".scroll-box.") && !ROWS_OF_LINKS.includes(rule))).toEqual([]);
  const others = PRODUCT.filter((file) => file !== "web/src/components/ScrollBox.tsx" && read(file).includes("scroll-box"));
  expect(others).toEqual([]);
});
