import { mkdirSync, mkdtempSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "vite";

/**
 * Bundles a TypeScript program into one file that plain Node can run, for tests that need a second process to kill.
 * Packages stay outside the bundle, so it lies below `node_modules`, where they are found.
 */
export async function bundleProgram(entry: string): Promise<{ readonly file: string; readonly directory: string }> {
  const cache = join(import.meta.dirname, "../../node_modules/.cache/outfall-tests");
  mkdirSync(cache, { recursive: true });
  const directory = mkdtempSync(join(cache, "program-"));
  const name = basename(entry, ".ts");
  await build({
    configFile: false,
    logLevel: "silent",
    build: {
      ssr: entry,
      outDir: directory,
      emptyOutDir: false,
      target: "node20",
      rolldownOptions: { output: { entryFileNames: `${name}.mjs` } },
    },
  });
  return { file: join(directory, `${name}.mjs`), directory };
}
