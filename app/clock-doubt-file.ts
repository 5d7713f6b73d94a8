import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { ClockDoubt, ClockDoubtCodes } from "../core/clock-doubt.ts";
import type { Instant } from "../core/time.ts";
import type { DoubtKeeper, KeptDoubt } from "../field/clock-guard.ts";
import { CLOCK_DOUBT_WORDS } from "../words/clock.ts";

const CODES = Object.keys(CLOCK_DOUBT_WORDS) as [keyof ClockDoubtCodes, ...(keyof ClockDoubtCodes)[]];
const Kept = z.object({
  code: z.enum(CODES),
  facts: z.record(z.string(), z.number()),
  believed: z.number().int().nullable(),
});

/**
 * The doubt about our clock as a file of the data directory, there as long as it is in doubt: the gateway writes it,
 * the other roles look at it, whatever process they run in.
 */
export function clockDoubtFile(dataDir: string): DoubtKeeper {
  const file = join(dataDir, "clock-in-doubt.json");
  return {
    load: () => read(file),
    save: ({ doubt, believed }) => {
      const draft = `${file}.${process.pid}`;
      writeFileSync(draft, `${JSON.stringify({ ...doubt, believed: believed ?? null })}\n`, { mode: 0o600 });
      renameSync(draft, file);
    },
    clear: () => rmSync(file, { force: true }),
  };
}

/** How the other roles ask whether our clock is in doubt. */
export function readClockDoubt(dataDir: string): ClockDoubt | undefined {
  return clockDoubtFile(dataDir).load()?.doubt;
}

function read(file: string): KeptDoubt | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  try {
    const { code, facts, believed } = Kept.parse(JSON.parse(text));
    return { doubt: { code, facts } as unknown as ClockDoubt, believed: believed === null ? undefined : (believed as Instant) };
  } catch {
    // Damaged by hand: the gateway compares anew at its start, and writes the file again when there is a doubt.
    return undefined;
  }
}
