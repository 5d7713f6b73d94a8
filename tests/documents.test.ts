import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { VERSION } from "../app/version.ts";
import { METRICS } from "../core/metrics-table.ts";
import { decodeFrame } from "../ingest/codecs/hj212/decode-frame.ts";

const ROOT = resolve(import.meta.dirname, "..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** Files below the folders with one of the endings, as paths of the repository. */
function filesIn(folders: readonly string[], ending: RegExp): readonly string[] {
  return folders
    .filter((folder) => existsSync(join(ROOT, folder)))
    .flatMap((folder) => readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .filter((path) => !path.includes("node_modules"));
}

const ROOMS = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !/^(\.|node_modules$|dist$|data$|docs$|coverage$)/.test(entry.name))
  .map((entry) => entry.name);
const DOCUMENTS = [...filesIn(["docs"], /\.md$/), ...readdirSync(ROOT).filter((name) => name.endsWith(".md"))];

interface Link {
  readonly from: string;
  readonly text: string;
  readonly target: string;
}

/** Links of a document to other files; code is no link. */
function linksOf(document: string): readonly Link[] {
  const prose = read(document).replaceAll(/```[\s\S]*?```/g, "");
  return [...prose.matchAll(/\[([^\]]+)\]\(([^)\s]+)\)/g)]
    .map(([, text = "", target = ""]) => ({ from: document, text, target }))
    .filter(({ target }) => !/^[a-z]+:/.test(target));
}

/** What `#…` may name in a document: explicit anchors, and headings as GitHub names them. */
function anchorsOf(document: string): ReadonlySet<string> {
  const text = read(document);
  const explicit = [...text.matchAll(/<a id="([^"]+)"><\/a>/g)].map((m) => m[1] ?? "");
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map((m) =>
    (m[1] ?? "")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
  return new Set([...explicit, ...headings]);
}

test.each(DOCUMENTS)("every link of %s leads to a file, and to an anchor that it has", (document) => {
  for (const { target, text } of linksOf(document)) {
    const [path = "", anchor] = target.split("#");
    const file = path === "" ? document : join(dirname(document), path);
    expect(existsSync(join(ROOT, file)), `${text} → ${target}`).toBe(true);
    if (anchor !== undefined) expect(anchorsOf(file), `${text} → ${target}`).toContain(anchor);
  }
});

test("every file that a recipe of CONTRIBUTING.md names is there", () => {
  const named = [...read("CONTRIBUTING.md").matchAll(/`([a-z]+\/[\w./-]*|[\w-]+\.(?:json|md))`/g)].map(([, path = ""]) => path);

  expect(named.length).toBeGreaterThan(40);
  // The room of the notices is the one that a recipe is to make.
  expect(
    named.filter((path) => path !== "notify/" && path !== "limits.unverified.json" && !existsSync(join(ROOT, path))),
  ).toEqual([]);
});

test("every source that the code names stands in docs/sources.md, once", () => {
  const named = filesIn(ROOMS, /\.(ts|tsx|mjs|sql)$/).flatMap((file) =>
    [...read(file).matchAll(/docs\/sources\.md#([\w-]+)/g)].map((m) => ({ file, anchor: m[1] ?? "" })),
  );
  const explicit = [...read("docs/sources.md").matchAll(/<a id="([^"]+)"><\/a>/g)].map((m) => m[1] ?? "");

  expect(named.length).toBeGreaterThan(10);
  for (const { file, anchor } of named) expect(explicit, file).toContain(anchor);
  expect(explicit.filter((anchor, i) => explicit.indexOf(anchor) !== i)).toEqual([]);
});

test("every fact of docs/sources.md says how sure it is", () => {
  const sections = read("docs/sources.md")
    .split(/<a id="/)
    .slice(1);

  for (const section of sections) expect(section, section.slice(0, 30)).toMatch(/\*\*[CSGD]\*\*|\*\*[CSGD]\.\*\*/);
});

interface Behaviour {
  readonly sentence: string;
  readonly links: readonly Link[];
}

function behaviours(): readonly Behaviour[] {
  const rows = [...read("docs/behaviours.md").matchAll(/^\| (.+) \| (\[.+\)) \| (\[.+\)) \| .+ \|$/gm)];
  return rows.map(([, sentence = "", decided = "", proved = ""]) => ({
    sentence,
    links: [decided, proved].flatMap((cell) =>
      [...cell.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].map(([, text = "", target = ""]) => ({
        from: "docs/behaviours.md",
        text,
        target,
      })),
    ),
  }));
}

test("the table of behaviours has a row for each of its lines", () => {
  const lines = read("docs/behaviours.md")
    .split("\n")
    .filter((line) => /^\| (?!---|sentence )/.test(line));

  expect(behaviours()).toHaveLength(lines.length);
  expect(lines.length).toBeGreaterThanOrEqual(25);
});

test.each(behaviours())("a test is titled: $sentence", ({ sentence, links: [decided, proved] }) => {
  expect(decided?.target.startsWith("../")).toBe(true);
  const file = join("docs", proved?.target ?? "");

  expect(titlesIn(read(file)), file).toContain(sentence);
});

test("a test that proves a behaviour is marked, and every marked one is a row of the table", () => {
  const marked = filesIn(ROOMS, /\.ts$/).flatMap((file) => markedTitlesIn(read(file)));

  expect(marked.toSorted()).toEqual(
    behaviours()
      .map(({ sentence }) => sentence)
      .toSorted(),
  );
});

const SEEN_FAULTS = "docs/decisions/0011-the-judge.md";

test("each fault that was seen has a test with these words", () => {
  const section = read(SEEN_FAULTS).split("## Faults that were seen")[1] ?? "";
  const rows = [...section.matchAll(/^\| .* \| .+ \| \[.+\]\((.+)\) \| (.+) \|$/gm)];

  expect(rows).toHaveLength(section.split("\n").filter((line) => /^\| (?!---|fault )/.test(line)).length);
  expect(rows.length).toBeGreaterThan(35);
  for (const [, target = "", title = ""] of rows) {
    const file = join(dirname(SEEN_FAULTS), target);
    // Also the title of a table of cases, with its places for them.
    expect(read(file), file).toContain(`"${title}"`);
  }
});

/** Titles of the tests that stand under a line `// Behaviour`. */
function markedTitlesIn(source: string): readonly string[] {
  return source
    .split(/^ *\/\/ Behaviour$/m)
    .slice(1)
    .map((rest) => titlesIn(rest)[0] ?? "no test follows");
}

/** Titles of tests, as they are written. */
function titlesIn(source: string): readonly string[] {
  return [...source.matchAll(/\btest(?:\.\w+)*\(\s*(["`])((?:(?!\1).)+)\1/g)].map((m) => m[2] ?? "");
}

const WALKTHROUGHS = filesIn(["docs/walkthroughs"], /\.md$/);

test.each(WALKTHROUGHS)("every name that %s links to is declared in the file it links to", (document) => {
  const names = linksOf(document).filter(({ text }) => /^`\w+`$/.test(text));

  expect(names.length).toBeGreaterThan(10);
  for (const { text, target } of names) {
    const name = text.slice(1, -1);
    const declared = new RegExp(
      `\\b(?:function\\*?|class|const|interface) ${name}\\b|^  (?:async |static |private )?#?${name}\\(`,
      "m",
    );
    expect(declared.test(read(join(dirname(document), target))), `${name} in ${target}`).toBe(true);
  }
});

test("the frame of the walkthrough is one, and says what the text says", () => {
  const [, frame = ""] = /```\n(##\S+)\n```/.exec(read("docs/walkthroughs/one-reading.md")) ?? [];

  const decoded = decodeFrame(new TextEncoder().encode(`${frame}\r\n`));

  expect(decoded).toMatchObject({ ok: true, value: { cn: "2061", mn: "SIM410102000000000000001" } });
});

test("every metric that a document names is in the table of metrics", () => {
  const named = DOCUMENTS.flatMap((document) =>
    [...read(document).matchAll(/`([a-z0-9]+_[a-z0-9_]*_(?:total|bytes|seconds|entries|connections))`/g)].map(
      ([, name = ""]) => ({
        document,
        name: name.replace(/^outfall_/, ""),
      }),
    ),
  );

  expect(named.length).toBeGreaterThan(40);
  for (const { document, name } of named) expect(Object.keys(METRICS), document).toContain(name);
});

test("the version in the code is that of the package", () => {
  expect(VERSION).toBe((JSON.parse(read("package.json")) as { readonly version: string }).version);
});

test("decisions are numbered without gaps, in their file names and in their titles", () => {
  const files = readdirSync(join(ROOT, "docs/decisions")).toSorted();

  for (const [i, file] of files.entries()) {
    expect(file).toMatch(new RegExp(`^${String(i + 1).padStart(4, "0")}-[a-z0-9-]+\\.md$`));
    expect(read(`docs/decisions/${file}`)).toMatch(new RegExp(`^# ${i + 1}\\. \\S.+\\n`));
  }
});
