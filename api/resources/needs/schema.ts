import { z } from "zod";

/**
 * How much waits for the caller, by where it is read (`cases`, `declarations`, `quarantine`, `devices` …): `waiting` is
 * what a page is opened for; beside it stands what of that is graver or of another kind. What is nobody's matter of the
 * caller's roles is left out.
 */
export const NeedsOut = z.record(z.string(), z.record(z.string(), z.number()));

export type NeedsWire = z.output<typeof NeedsOut>;
