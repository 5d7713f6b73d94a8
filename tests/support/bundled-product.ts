import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

/** Before the tests of a run: the product that they start as a process of its own is that of the sources. */
export function setup(): void {
  const script = resolve(import.meta.dirname, "../../scripts/bundle.mjs");
  const { status } = spawnSync(process.execPath, [script], { stdio: ["ignore", "inherit", "inherit"] });
  if (status !== 0) throw new Error("the product does not compile");
}
