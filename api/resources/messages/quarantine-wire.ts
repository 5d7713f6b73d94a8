import type { QuarantineRow } from "../../../core/readings/message.ts";
import { formatIso } from "../../../core/time.ts";
import { rawText } from "./raw-text.ts";
import type { QuarantineWire } from "./schema.ts";

/** A message that was put aside, with what it said. */
export function quarantineToWire(row: QuarantineRow): QuarantineWire {
  const { id, messageId, transport, mn, reason, detail, retriedAt } = row;
  return {
    id,
    messageId,
    receivedAt: formatIso(row.receivedAt),
    transport,
    mn,
    reason,
    detail,
    ...rawText(row.raw),
    retriedAt: retriedAt === undefined ? null : formatIso(retriedAt),
  };
}
