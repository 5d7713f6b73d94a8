import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "..");
const MAX_LINES = 400;

/** One row of the table "Imports" in docs/architecture.md. */
interface Row {
  readonly room: string;
  readonly rooms: readonly string[];
  readonly typesOnly: readonly string[];
  readonly packages: "any" | "none" | readonly string[];
  readonly everything: boolean;
}

function importTable(): readonly Row[] {
  const text = readFileSync(join(ROOT, "docs/architecture.md"), "utf8");
  const section = text.slice(text.indexOf("## Imports"), text.indexOf("## Words"));
  const rows = [...section.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm)];
  return rows.map(([, room = "", right = ""]): Row => {
    const named = [...right.matchAll(/`([^`]+)`( \(types only\))?/g)];
    const names = named.filter((n) => n[2] === undefined).map((n) => n[1] ?? "");
    const rooms = names.filter((n) => !n.includes(":") && n !== "zod");
    const anyPackage = right.includes("packages");
    return {
      room,
      rooms,
      typesOnly: named.filter((n) => n[2] !== undefined).map((n) => n[1] ?? ""),
      packages: anyPackage ? "any" : names.filter((n) => n.includes(":") || n === "zod"),
      everything: right === "everything",
    };
  });
}

const ROWS = importTable();
const ROOMS = ROWS.map((r) => r.room);

/** The deepest room that a path of the repository lies in. */
function roomOf(path: string): string | undefined {
  return ROOMS.filter((room) => path === room || path.startsWith(`${room}/`)).sort((a, b) => b.length - a.length)[0];
}

function sourcesOf(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile() && /\.tsx?$/.test(e.name))
    .map((e) => relative(ROOT, join(e.parentPath, e.name)))
    .filter((file) => !file.includes("node_modules"));
}

const SOURCES = [...new Set(ROOMS.flatMap((room) => sourcesOf(room)))];
const PRODUCT = SOURCES.filter((file) => !/\.(test|bench)\.tsx?$/.test(file));

interface Import {
  readonly target: string;
  readonly isType: boolean;
}

/** Comments do not import: they are blanked before the imports are looked for. */
function importsOf(file: string): readonly Import[] {
  const code = readFileSync(join(ROOT, file), "utf8").replace(/^\s*(\/\/|\*|\/\*).*$/gm, "");
  const statements = [...code.matchAll(/(?:^|[;\n}])\s*(?:import|export)\s+(type\s+)?(?:[\w$*{}\s,]+?\sfrom\s*)?"([^"]+)"/g)];
  const dynamic = [...code.matchAll(/import\(\s*"([^"]+)"\s*\)/g)];
  return [
    ...statements.map((m): Import => ({ target: m[2] ?? "", isType: m[1] !== undefined })),
    ...dynamic.map((m): Import => ({ target: m[1] ?? "", isType: false })),
  ];
}

function violations(file: string): readonly string[] {
  const row = ROWS.find((r) => r.room === roomOf(file));
  if (row === undefined || row.everything) return [];
  const wrong: string[] = [];
  for (const { target, isType } of importsOf(file)) {
    const isLocal = target.startsWith(".");
    const path = isLocal ? relative(ROOT, join(ROOT, dirname(file), target)) : target;
    const allowed = isLocal ? mayImportFile(row, path, isType) : row.packages === "any" || row.packages.includes(target);
    if (!allowed) wrong.push(`${file} imports ${path}: ${row.room} may import only ${describe(row)}`);
  }
  return wrong;
}

function mayImportFile(row: Row, path: string, isType: boolean): boolean {
  const room = roomOf(path);
  if (room === undefined) return false;
  return room === row.room || row.rooms.includes(room) || (isType && row.typesOnly.includes(room));
}

function describe(row: Row): string {
  const packages = row.packages === "any" ? ["packages"] : row.packages;
  const all = [...row.rooms, ...row.typesOnly.map((r) => `${r} (types)`), ...packages];
  return all.length === 0 ? "nothing" : all.join(", ");
}

test("the import table of docs/architecture.md names every room", () => {
  const expected = [
    "core",
    "rules",
    "cases",
    "judge",
    "words",
    "limits",
    "doors",
    "field",
    "ingest/codecs",
    "ingest",
    "broker",
    "storage",
    "api",
    "simulators",
    "forward",
    "web",
    "dashboards",
    "app",
  ];

  expect([...ROOMS].sort()).toEqual([...expected].sort());
});

test("imports follow the arrows of docs/architecture.md", () => {
  expect(PRODUCT.length).toBeGreaterThan(50);

  expect(PRODUCT.flatMap(violations)).toEqual([]);
});

test("the compiler's project references allow no arrow that docs/architecture.md does not have", () => {
  for (const row of ROWS.filter((r) => !r.everything && !["web", "limits"].includes(r.room))) {
    const config = JSON.parse(readFileSync(join(ROOT, row.room, "tsconfig.json"), "utf8")) as { references: { path: string }[] };

    const referenced = config.references.map((r) => relative(ROOT, resolve(ROOT, row.room, r.path)));

    const allowed = [...row.rooms, ...row.typesOnly].sort();
    expect({ room: row.room, referenced: [...referenced].sort() }).toEqual({ room: row.room, referenced: allowed });
  }
});

test("nobody imports app", () => {
  const outside = PRODUCT.filter((file) => roomOf(file) !== "app");

  expect(
    outside.flatMap((file) =>
      importsOf(file)
        .filter((i) => i.target.includes("/app/"))
        .map((i) => `${file}: ${i.target}`),
    ),
  ).toEqual([]);
});

test("the pure rooms know neither the time of day nor chance", () => {
  const pure = PRODUCT.filter((file) => /^(core|rules|cases|judge|words|ingest\/codecs)\//.test(file) && file !== "core/time.ts");

  const offenders = pure.filter((file) =>
    /\bDate\.now\(|\bnew Date\(|\bMath\.random\(|\bperformance\.now\(/.test(readFileSync(join(ROOT, file), "utf8")),
  );

  expect(offenders).toEqual([]);
});

test("the environment is read in app/config.ts only", () => {
  const readers = PRODUCT.filter((file) => /\bprocess\.env\b/.test(readFileSync(join(ROOT, file), "utf8")));

  expect(readers).toEqual(["app/config.ts"]);
});

test(`no source file is longer than ${MAX_LINES} lines`, () => {
  const long = PRODUCT.map((file) => ({ file, lines: readFileSync(join(ROOT, file), "utf8").split("\n").length })).filter(
    ({ lines }) => lines > MAX_LINES,
  );

  expect(long).toEqual([]);
});

test("file names say what is in them", () => {
  const vague = PRODUCT.filter((file) => /\/(utils|helpers|common|types|index|manager|service|processor)\.tsx?$/.test(file));

  expect(vague).toEqual([]);
});

/** Where files of the product lead: from each file to those that it imports, types too. */
function fileGraph(): ReadonlyMap<string, readonly string[]> {
  return new Map(
    PRODUCT.map((file) => [
      file,
      importsOf(file)
        .filter(({ target }) => /^\..*\.tsx?$/.test(target))
        .map(({ target }) => relative(ROOT, join(ROOT, dirname(file), target))),
    ]),
  );
}

/** The first way found that leads back to where it began; none when there is no circle. */
function circleIn(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const follow = (node: string, way: readonly string[]): readonly string[] => {
    if (way.includes(node)) return [...way.slice(way.indexOf(node)), node];
    if (done.has(node)) return [];
    for (const next of graph.get(node) ?? []) {
      const circle = follow(next, [...way, node]);
      if (circle.length > 0) return circle;
    }
    done.add(node);
    return [];
  };
  for (const node of graph.keys()) {
    const circle = follow(node, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

test("a circle is found, and a way that only forks is no circle", () => {
  expect(
    circleIn(
      new Map([
        ["a", ["b", "c"]],
        ["b", ["c"]],
        ["c", []],
      ]),
    ),
  ).toEqual([]);
  expect(
    circleIn(
      new Map([
        ["a", ["b"]],
        ["b", ["c"]],
        ["c", ["b"]],
      ]),
    ),
  ).toEqual(["b", "c", "b"]);
});

test("no circle of files, not even of types", () => {
  expect(circleIn(fileGraph())).toEqual([]);
});

test("no circle of rooms", () => {
  const rooms = new Map(ROOMS.map((room) => [room, new Set<string>()]));
  for (const [file, targets] of fileGraph()) {
    const from = roomOf(file) ?? file;
    for (const to of targets.map((target) => roomOf(target) ?? target)) if (to !== from) rooms.get(from)?.add(to);
  }

  expect(circleIn(new Map([...rooms].map(([room, others]) => [room, [...others]])))).toEqual([]);
});

/** What of a folder a file lies in: the name of a folder right below, `.` for the folder itself, nothing outside. */
function partOf(folder: string, file: string): string | undefined {
  if (!file.startsWith(`${folder}/`)) return undefined;
  const below = file.slice(folder.length + 1);
  return below.includes("/") ? below.slice(0, below.indexOf("/")) : ".";
}

/**
 * Inside a folder: from each folder right below it, with everything in that, to those that it imports. The files that
 * lie in the folder itself are one node more, so they are either what the folders stand on or what puts them together.
 */
function folderGraph(folder: string, files: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> {
  const parts = new Map<string, Set<string>>();
  for (const [file, targets] of files) {
    const from = partOf(folder, file);
    if (from === undefined) continue;
    const others = parts.get(from) ?? new Set();
    for (const to of targets.map((target) => partOf(folder, target))) if (to !== undefined && to !== from) others.add(to);
    parts.set(from, others);
  }
  return new Map([...parts].map(([part, others]) => [part, [...others]]));
}

function foldersOf(files: readonly string[]): readonly string[] {
  const above = (folder: string): readonly string[] => (folder === "." ? [] : [folder, ...above(dirname(folder))]);
  return [...new Set(files.flatMap((file) => above(dirname(file))))].sort();
}

test("a folder is whole: circles of folders are found through different files, and through a folder's own files", () => {
  const through = (files: Readonly<Record<string, readonly string[]>>) =>
    circleIn(folderGraph("room", new Map(Object.entries(files))));

  expect(through({ "room/a/one.ts": ["room/b/two.ts"], "room/b/deep/three.ts": ["room/a/four.ts"] })).toEqual(["a", "b", "a"]);
  expect(through({ "room/all.ts": ["room/a/one.ts"], "room/a/one.ts": ["room/ground.ts"] })).toEqual([".", "a", "."]);
  expect(through({ "room/all.ts": ["room/a/one.ts", "room/b/two.ts"], "room/a/one.ts": ["room/b/two.ts"] })).toEqual([]);
  expect(through({ "room/a/one.ts": ["other/b.ts"], "other/b.ts": ["room/a/one.ts", "room/b/two.ts"] })).toEqual([]);
});

test("no circle of folders, at any depth", () => {
  const files = fileGraph();
  const folders = foldersOf(PRODUCT);

  expect(folders).toContain("web/src/areas");
  expect(
    folders.flatMap((folder) => {
      const circle = circleIn(folderGraph(folder, files));
      return circle.length === 0 ? [] : [`${folder}: ${circle.join(" → ")}`];
    }),
  ).toEqual([]);
});
