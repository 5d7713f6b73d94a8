import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type FunctionCoverage, mergeProcessCovs, type ProcessCoverage, type ScriptCoverage } from "@bcoe/v8-coverage";
import { V8CoverageProvider } from "@vitest/coverage-v8/dist/provider.js";
import toIstanbul from "ast-v8-to-istanbul";
import { parseAstAsync } from "vite";

/** A source of the room that runs in processes of its own, as the bundle names it. */
const APP = /^(\.\.\/)+app\/.*\.ts$/;
const FILES_AT_ONCE = 64;
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

type Coverage = Awaited<ReturnType<V8CoverageProvider["generateCoverage"]>>;

/**
 * Coverage as the V8 provider measures it, with what the processes add that tests start: Node writes what they ran when
 * they end in good order, and it is counted for the sources of `app`. The other rooms are measured by their own tests.
 */
export class CoverageWithProcesses extends V8CoverageProvider {
  override initialize(ctx: Parameters<V8CoverageProvider["initialize"]>[0]): void {
    super.initialize(ctx);
    process.env["OUTFALL_TEST_COVERAGE"] = this.#folder;
  }

  override async generateCoverage(context: Parameters<V8CoverageProvider["generateCoverage"]>[0]): Promise<Coverage> {
    const coverage = await super.generateCoverage(context);
    for (const { url, functions } of readProcesses(this.#folder).result) {
      const found = this.createCoverageMap();
      found.merge(await sourcesIn(url, functions));
      found.filter((file: string) => file.startsWith(join(ROOT, "app/")));
      coverage.merge(found);
    }
    return coverage;
  }

  /** Many files at once: to merge them one by one goes through everything that was merged before, each time. */
  override async readCoverageFiles(
    ...[callbacks]: Parameters<V8CoverageProvider["readCoverageFiles"]>
  ): ReturnType<V8CoverageProvider["readCoverageFiles"]> {
    let waiting: RanByFile[] = [];
    const hand = (): void => {
      if (waiting.length > 0) callbacks.onFileRead(mergedAtOnce(waiting));
      waiting = [];
    };
    await super.readCoverageFiles<RanByFile>({
      ...callbacks,
      onFileRead: (ran) => {
        waiting.push(ran);
        if (waiting.length === FILES_AT_ONCE) hand();
      },
      onFinished: async (...of) => {
        hand();
        await callbacks.onFinished(...of);
      },
    });
  }

  get #folder(): string {
    return join(this.options.reportsDirectory, ".processes");
  }
}

/** What the tests of a file ran; Vite puts something before a script, and V8's places are that much later. */
interface RanByFile {
  readonly result: (ScriptCoverage & { startOffset: number })[];
}

function mergedAtOnce(files: readonly RanByFile[]): RanByFile {
  const offsets = new Map(files.flatMap(({ result }) => result.map(({ url, startOffset }) => [url, startOffset])));
  const { result } = mergeProcessCovs(files);
  return { result: result.map((script) => ({ ...script, startOffset: offsets.get(script.url) ?? 0 })) };
}

/** What all processes ran of the bundle. The files are many megabytes and are gone afterwards. */
function readProcesses(folder: string): ProcessCoverage {
  let merged: ProcessCoverage = { result: [] };
  if (!existsSync(folder)) return merged;
  for (const name of readdirSync(folder)) {
    // The others say only that a process was measured.
    if (!name.endsWith(".json")) continue;
    const { result } = JSON.parse(readFileSync(join(folder, name), "utf8")) as ProcessCoverage;
    merged = mergeProcessCovs([merged, { result: result.filter(({ url }) => hasApp(url)) }]);
  }
  rmSync(folder, { recursive: true });
  return merged;
}

const known = new Map<string, boolean>();

/** Whether sources of `app` are in a file of the bundle. */
function hasApp(url: string): boolean {
  const before = known.get(url);
  if (before !== undefined) return before;
  const map = url.includes("/dist/product/") ? `${fileURLToPath(url)}.map` : "";
  const has = existsSync(map) && readMap(map).sources.some((source) => APP.test(source));
  known.set(url, has);
  return has;
}

function readMap(file: string): { sources: string[] } {
  return JSON.parse(readFileSync(file, "utf8")) as { sources: string[] };
}

/** What was run of the sources in a file of the bundle. */
async function sourcesIn(url: string, functions: FunctionCoverage[]): ReturnType<typeof toIstanbul> {
  const file = fileURLToPath(url);
  const map = readMap(`${file}.map`);
  const sourceMap = { ...map, sources: map.sources.map((source) => new URL(source, url).href) };
  // A library's hint to leave out "the file" is none for the bundle; the length stays.
  const code = readFileSync(file, "utf8").replaceAll(/(?<=\b(c8|istanbul|v8) )ignore\b/g, "......");
  return toIstanbul({ code, sourceMap, ast: await parseAstAsync(code), coverage: { functions, url } } as Parameters<
    typeof toIstanbul
  >[0]);
}
