import { fileURLToPath } from "node:url";
import type { ScriptCoverage } from "@bcoe/v8-coverage";
import inProcess from "@vitest/coverage-v8";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const OF_TESTS = /\.test\.ts$|^tests\/|\/testing\//;

/**
 * What a file of tests ran of the product. Files that share modules would otherwise tell of all that were ever loaded,
 * and that nothing of most of them was run.
 */
async function takeCoverage(options: Parameters<NonNullable<typeof inProcess.takeCoverage>>[0]): Promise<unknown> {
  const ran = (await inProcess.takeCoverage?.(options)) as { readonly result: readonly ScriptCoverage[] } | undefined;
  const isMeasured = ({ url, functions }: ScriptCoverage): boolean =>
    !OF_TESTS.test(fileURLToPath(url).slice(ROOT.length)) &&
    functions.some(({ ranges }) => ranges.some(({ count }) => count > 0));
  return { result: (ran?.result ?? []).filter(isMeasured) };
}

// biome-ignore lint/style/noDefaultExport: the test runner asks for it
export default {
  ...inProcess,
  takeCoverage,
  // Every process of the tests loads this file, and only the one that reports needs what makes a report.
  getProvider: async () => new (await import("./coverage-of-processes.ts")).CoverageWithProcesses(),
};
