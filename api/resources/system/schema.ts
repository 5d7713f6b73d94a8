import { z } from "zod";
import { InstantOut } from "../../../cases/shared/wire-forms.ts";
import { RoleName } from "../../http/primitives.ts";
import { SessionOut } from "../identity/schema.ts";

const ClockKind = z.enum(["system", "scaled", "manual"]);
export const ClockOut = z.object({ now: InstantOut, kind: ClockKind });

/** What the log-in page and every page's foot need. */
export const AboutOut = z.object({
  product: z.string(),
  version: z.string(),
  district: z.string().nullable(),
  demo: z.boolean(),
  /** No account exists: the link that the start has printed makes the first one. */
  firstRun: z.boolean(),
  accounts: z.array(z.object({ username: z.string(), password: z.string(), role: RoleName, name: z.string() })),
  clock: ClockOut.extend({ doubt: z.string().optional() }),
  roles: z.array(RoleName),
  /** Who asks; `null` when nobody is logged in. Asking keeps no session alive. */
  session: SessionOut.nullable(),
});

export type AboutWire = z.output<typeof AboutOut>;
