import { z } from "zod";

const Counts = z.record(z.string(), z.number());

/** How many rows of a subject there are. */
export const CountsOut = z.object({
  /** How many rows meet each of the subject's conditions. */
  total: Counts,
  /** The same by the value of the field that rows are counted by. */
  by: z.record(z.string(), Counts),
});

export type CountsWire = z.output<typeof CountsOut>;
