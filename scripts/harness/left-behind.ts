import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What must be undone however this process ends, the newest first. */
const undone: (() => void)[] = [];

process.once("exit", () => {
  for (const undo of undone.toReversed()) undo();
});
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

export function atExit(undo: () => void): void {
  undone.push(undo);
}

/** A new directory that goes with this process. */
export function freshDirectory(name: string): string {
  const directory = mkdtempSync(join(tmpdir(), `outfall-${name}-`));
  atExit(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A child that does not outlive this process. */
export function ownChild<Child extends ChildProcess>(child: Child): Child {
  atExit(() => void child.kill("SIGKILL"));
  return child;
}
