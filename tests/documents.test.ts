import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { VERSION } from "../app/version.ts";
import { METRICS } from "../core/metrics-table.ts";
import { decodeFrame } from "../ingest/codecs/hj212/decode-frame.ts";
import { demoRegistry } from "../simulators/demo/demo-district.ts";

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
  for (const [, target = "", title = ""] of rows) expectTitle(SEEN_FAULTS, target, title);
});

/** A test of that title, or a table of cases of that title with its places for them, stands in the file. */
function expectTitle(document: string, target: string, title: string): void {
  const file = join(dirname(document), target);
  expect(read(file), file).toContain(`"${title}"`);
}

const SECURITY = "docs/security.md";
const STATES = ["met", "partly", "not met", "does not apply"];

/** Requirements of levels 1 and 2 of OWASP ASVS 5.0.0: in each section they are those from 1 on. */
const ASVS = `1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4
  5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1
  8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3
  12.2:2 12.3:4 13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3
  17.1:1 17.2:4 17.3:2`;

interface SecurityRow {
  /** `v5.0.0-6.2.1`, or `API1:2023`; a row may stand for several that do not apply. */
  readonly ids: readonly string[];
  readonly state: string;
  readonly where: string;
  readonly text: string;
}

function securityRows(): readonly SecurityRow[] {
  const rows = read(SECURITY).matchAll(/^\| (v5\.0\.0-\S+|API\d+:2023)(?: to (\S+))? \| .+? \| (.+?) \| (.+?) \| (.+) \|$/gm);
  return [...rows].map(([, first = "", last = first, state = "", where = "", text = ""]) => {
    const section = first.slice(0, first.lastIndexOf(".") + 1);
    const [from, to] = [first, last].map((id) => Number(id.slice(section.length)));
    const ids = section === "" ? [first] : numbersTo(to ?? 0).slice((from ?? 1) - 1);
    return { ids: section === "" ? ids.map(String) : ids.map((n) => `${section}${n}`), state, where, text };
  });
}

const numbersTo = (last: number): readonly number[] => Array.from({ length: last }, (_, i) => i + 1);

test("every requirement of ASVS 5 level 2 and of the API Top 10 stands in docs/security.md once", () => {
  const sections = ASVS.split(/\s+/).map((section) => section.split(":"));
  const asvs = sections.flatMap(([section, count]) => numbersTo(Number(count)).map((n) => `v5.0.0-${section}.${n}`));
  const top10 = numbersTo(10).map((n) => `API${n}:2023`);
  const rows = securityRows();

  expect(asvs).toHaveLength(253);
  expect(rows.flatMap(({ ids }) => ids).toSorted()).toEqual([...asvs, ...top10].toSorted());
  expect(rows).toHaveLength(read(SECURITY).match(/^\| (?:v5\.0\.0-|API\d+:)/gm)?.length ?? 0);
});

test("each test that docs/security.md names is there, and what is missing is said with what would be done", () => {
  for (const { ids, state, where, text } of securityRows()) {
    expect(STATES, ids[0]).toContain(state);
    const [, target] = /^\[.+\]\((.+)\)$/.exec(where) ?? [];
    if (target === undefined) expect(where, ids[0]).toBe("—");
    else expectTitle(SECURITY, target, text);
    for (const [, file = "", title = ""] of text.matchAll(/\[a test[^\]]*\]\(([^)]+)\): "([^"]+)"/g))
      expectTitle(SECURITY, file, title);
    if (state === "partly" || state === "not met") expect(text, ids[0]).toContain("To do: ");
    if (ids.length > 1 && state !== "does not apply") expect(where, ids[0]).not.toBe("—");
  }
});

test("the counts of docs/security.md are those of its rows", () => {
  const counted = (rows: readonly SecurityRow[]) =>
    STATES.map((state) => rows.filter((row) => row.state === state).reduce((sum, { ids }) => sum + ids.length, 0));
  const said = (name: string) => {
    const line = new RegExp(`^\\| ${name} \\| (\\d+) \\| (\\d+) \\| (\\d+) \\| (\\d+) \\|$`, "m").exec(read(SECURITY));
    return line?.slice(1).map(Number);
  };
  const isApi = ({ ids }: SecurityRow) => ids[0]?.startsWith("API") === true;

  expect(said("\\*\\*all\\*\\*")).toEqual(counted(securityRows().filter((row) => !isApi(row))));
  expect(said("API Security Top 10")).toEqual(counted(securityRows().filter(isApi)));
  for (const chapter of numbersTo(17)) {
    const own = securityRows().filter(({ ids }) => ids[0]?.startsWith(`v5.0.0-${chapter}.`) === true);
    expect(said(`V${chapter} [^|]+`), `V${chapter}`).toEqual(counted(own));
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

test("decisions are numbered, none twice, in their file names and in their titles", () => {
  const files = readdirSync(join(ROOT, "docs/decisions"));
  const numbers = files.map((file) => Number(/^(\d{4})-[a-z0-9-]+\.md$/.exec(file)?.[1]));

  expect(new Set(numbers).size).toBe(files.length);
  for (const [i, file] of files.entries()) {
    expect(read(`docs/decisions/${file}`), file).toMatch(new RegExp(`^# ${numbers[i]}\\. \\S.+\\n`));
  }
});

test("the line of docs/mqtt.md for a shell is taken by the demo as it stands", () => {
  const line = /mosquitto_pub[^`]+/.exec(read("docs/mqtt.md"))?.[0] ?? "";
  const [, mn] = /-u (\S+)/.exec(line) ?? [];
  const { devices = [], channels = [] } = demoRegistry();
  const device = devices.find((row) => row.mn === mn);

  expect(line).toContain(`-P ${device?.mqttSecret} `);
  expect(line).toContain(`outfall/v1/${mn}/readings`);
  expect(channels.filter((row) => row.device === mn).map(({ factor }) => factor)).toContain(/"values":\{"(\w+)"/.exec(line)?.[1]);
});
