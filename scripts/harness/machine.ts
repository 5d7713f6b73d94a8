import { execFileSync } from "node:child_process";
import { cpus, loadavg, totalmem } from "node:os";
import { shortened } from "./spread.ts";

/** What a figure must be read with: the machine, how busy it was, and the build. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly load: readonly number[];
  readonly node: string;
  readonly commit: string | undefined;
  readonly at: string;
}

export function machine(): Machine {
  return {
    cpu: cpus()[0]?.model ?? "?",
    cores: cpus().length,
    memoryGb: shortened(totalmem() / 2 ** 30),
    load: loadavg().map((l) => Number(l.toFixed(2))),
    node: process.version,
    commit: commit(),
    at: new Date().toISOString(),
  };
}

function commit(): string | undefined {
  const git = (...args: string[]): string => execFileSync("git", args, { encoding: "utf8" }).trim();
  try {
    return git("rev-parse", "--short", "HEAD") + (git("status", "--porcelain", "-uno") === "" ? "" : "+changes");
  } catch {
    return undefined;
  }
}
