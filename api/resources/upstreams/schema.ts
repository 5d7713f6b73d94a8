import { z } from "zod";
import { InstantOut } from "../../../cases/shared/wire-forms.ts";
import { Cursor, Limit, pageOf } from "../../http/primitives.ts";

export const UpstreamQuery = z.strictObject({ limit: Limit, cursor: Cursor });

/**
 * What went wrong on a line: `code` says of which kind it is; `text` says it in words, `detailCode` and `facts`
 * exactly.
 */
const LineErrorOut = z.object({
  at: InstantOut,
  code: z.string(),
  text: z.string(),
  detailCode: z.string(),
  facts: z.record(z.string(), z.unknown()),
});

/**
 * A platform to which readings are passed on, and how it goes. `unknown`: nothing was heard of it yet, or the pipeline
 * runs in another process.
 */
export const UpstreamOut = z.object({
  id: z.string(),
  name: z.string(),
  host: z.string(),
  port: z.number(),
  edition: z.string(),
  state: z.enum(["connecting", "connected", "waiting", "failed", "unknown"]),
  since: InstantOut.nullable(),
  /** Journal entries that are decoded and not yet acknowledged up there. */
  lagEntries: z.number().nullable(),
  /** When the oldest message that waits came to us. */
  oldestUnsentAt: InstantOut.nullable(),
  lastAcknowledgedAt: InstantOut.nullable(),
  lastError: LineErrorOut.nullable(),
  /** Why an open line is not well: answers come after resends only. */
  trouble: LineErrorOut.nullable(),
  /** Frames and readings since the product was started. */
  sent: z.number(),
  resent: z.number(),
  acknowledged: z.number(),
  unsendable: z.number(),
  /**
   * Devices that the platform does not take while it takes others: each is tried by itself until it has caught up, and
   * holds up nobody else.
   */
  held: z.array(z.object({ mn: z.string(), since: InstantOut, lagEntries: z.number(), lastError: LineErrorOut })),
});
export const UpstreamPage = pageOf(UpstreamOut);

export type LineErrorWire = z.output<typeof LineErrorOut>;
export type UpstreamWire = z.output<typeof UpstreamOut>;
