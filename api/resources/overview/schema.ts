import { z } from "zod";

const FIGURES = {
  /** Outlets whose hour judged last exceeds. */
  exceeding: z.number(),
  /** Cases about which somebody has something to do; the figures after it count among these. */
  open: z.number(),
  overdue: z.number(),
  supervised: z.number(),
  undeclared: z.number(),
};

/** The district at a glance: the same figures in all and for every second-level cell, those with most to do first. */
export const OverviewOut = z.object({
  total: z.object(FIGURES),
  streets: z.array(z.object({ cell: z.string(), name: z.string(), ...FIGURES })),
});

export type OverviewWire = z.output<typeof OverviewOut>;
