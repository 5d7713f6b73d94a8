import { z } from "zod";

/** The answer to a command that is taken, or may be, and not decided yet. */
export const OpenOut = z.object({ command: z.string() });

export const CommandOut = z.object({
  command: z.string(),
  /** `waiting`: not among what is decided, and not everything is decided yet. */
  state: z.enum(["waiting", "done", "declined"]),
  decidedAt: z.string().nullable(),
  /** What was done: the id of the row that was made or changed, for example. */
  result: z.record(z.string(), z.unknown()).nullable(),
  /** Why it was declined, as the route of the command answers it. */
  problem: z.record(z.string(), z.unknown()).nullable(),
});
