import type { QuarantineRow } from "../../core/message.ts";
import { formatIso } from "../../core/time.ts";
import type { QuarantineWire } from "../schemas/messages.ts";

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

function rawText(raw: Uint8Array): Pick<QuarantineWire, "raw" | "rawEncoding"> {
  try {
    return { raw: new TextDecoder("utf-8", { fatal: true }).decode(raw), rawEncoding: "utf8" };
  } catch {
    // Not UTF-8: the bytes are shown as they are.
    return { raw: Buffer.from(raw).toString("base64"), rawEncoding: "base64" };
  }
}
