import { chmodSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Doors } from "./role.ts";

/** Each door that is open, with the process that opened it. */
const OpenDoors = z.record(z.string(), z.object({ host: z.string(), port: z.number(), pid: z.number() }));
type OpenDoors = z.infer<typeof OpenDoors>;

/**
 * Writes the doors of this process to `<dataDir>/doors.json`, for commands that look for a product on free ports. Roles
 * may run in several processes: their doors stand side by side in the file, and those of processes that are gone are
 * left out.
 */
export function publishDoors(dataDir: string, doors: Doors): void {
  const own = Object.fromEntries(Object.entries(doors).map(([name, door]) => [name, { ...door, pid: process.pid }]));
  save(dataDir, { ...othersDoors(dataDir), ...own });
}

/** Takes the doors of this process out again; the file goes with the last of them. */
export function withdrawDoors(dataDir: string): void {
  const others = othersDoors(dataDir);
  if (Object.keys(others).length > 0) save(dataDir, others);
  else rmSync(fileOf(dataDir), { force: true });
}

/** The doors of the product that runs on the data directory; none when there is no such file. */
export function runningDoors(dataDir: string): Doors {
  return read(dataDir);
}

function othersDoors(dataDir: string): OpenDoors {
  return Object.fromEntries(Object.entries(read(dataDir)).filter(([, { pid }]) => pid !== process.pid && isRunning(pid)));
}

/** Whole or not at all: a reader never sees half a file. */
function save(dataDir: string, doors: OpenDoors): void {
  const draft = `${fileOf(dataDir)}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(doors)}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, fileOf(dataDir));
}

function read(dataDir: string): OpenDoors {
  try {
    return OpenDoors.parse(JSON.parse(readFileSync(fileOf(dataDir), "utf8")));
  } catch {
    // No product runs here, or its file was damaged by hand: nothing is known of doors, and whoever asks is told so.
    return {};
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function fileOf(dataDir: string): string {
  return join(dataDir, "doors.json");
}
