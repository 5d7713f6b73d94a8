import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import { main } from "../../app/cli/main.ts";

/** A folder of its own for data, and English whatever this machine speaks; answers with the folder. */
export function ownDataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "outfall-commands-"));
  vi.stubEnv("LC_ALL", "C.UTF-8");
  vi.stubEnv("OUTFALL_DATA_DIR", folder);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** What a command says and how it ends, in this process. */
export async function outfall(...args: readonly string[]) {
  let [out, errors] = ["", ""];
  const onOut = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    out += String(text);
    return true;
  });
  const onErrors = vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    errors += String(text);
    return true;
  });
  try {
    return { code: await main(args), out, errors };
  } finally {
    onOut.mockRestore();
    onErrors.mockRestore();
  }
}
