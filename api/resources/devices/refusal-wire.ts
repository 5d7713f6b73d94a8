import type { Refusal } from "../../../core/field/refusal.ts";
import { formatIso } from "../../../core/time.ts";
import { rawText } from "../messages/raw-text.ts";
import type { RefusalWire } from "./schema.ts";

/** What was turned away at a door, with its newest sample. */
export function refusalToWire(refusal: Refusal): RefusalWire {
  const shown = rawText(refusal.sample);
  return { ...unknownToWire(refusal), detail: refusal.detail, ...shown, raw: shown.raw.trimEnd() };
}

/** The same without what it said: enough for whoever registers it. */
export function unknownToWire({ mn, transport, reason, address, count, firstAt, lastAt }: Refusal) {
  return { mn, transport, reason, address, count, firstAt: formatIso(firstAt), lastAt: formatIso(lastAt) };
}
