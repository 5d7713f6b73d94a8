import type { QuarantineRow } from "../../../core/readings/message.ts";
import { formatIso } from "../../../core/time.ts";
import type { Telling } from "../../../words/names.ts";
import { REJECT_DETAIL_WORDS } from "../../../words/reject-details.ts";
import { say } from "../../../words/word-table.ts";
import { rawText } from "./raw-text.ts";
import type { QuarantineWire } from "./schema.ts";

/** A message that was rejected, with what it said. */
export function quarantineToWire(row: QuarantineRow, telling: Telling): QuarantineWire {
  const { id, messageId, transport, mn, reason, detail, retriedAt } = row;
  return {
    id,
    messageId,
    receivedAt: formatIso(row.receivedAt),
    transport,
    mn,
    reason,
    detail: say(REJECT_DETAIL_WORDS, detail, telling),
    detailCode: detail.code,
    facts: detail.facts,
    ...rawText(row.raw),
    retriedAt: retriedAt === undefined ? null : formatIso(retriedAt),
  };
}
