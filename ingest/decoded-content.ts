import type { JournalEntry } from "../core/journal/journal-entry.ts";
import type { DecodedMessage, RejectReason } from "../core/readings/message.ts";
import type { RejectDetail } from "../core/readings/reject-codes.ts";
import type { RegistryIndex } from "../core/registry/grid.ts";
import type { Device } from "../core/registry/registry.ts";
import type { Instant } from "../core/time.ts";

/** What the payload of a message came to. */
export type DecodedContent = Pick<DecodedMessage, "isControl" | "readings" | "rejections" | "quirks">;

/** What the mappers need to know beside the payload. */
export interface MappingContext {
  readonly entry: JournalEntry;
  readonly registry: RegistryIndex;
  readonly device: Device;
  /** When the message first came: before the entry, when the entry only offers it again. */
  readonly firstArrival: Instant;
}

/** A message that is rejected as a whole. */
export function rejectedContent(reason: RejectReason, detail: RejectDetail, quirks: readonly string[] = []): DecodedContent {
  return { isControl: false, readings: [], rejections: [{ reason, detail }], quirks };
}
