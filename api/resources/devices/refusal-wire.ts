import type { Refusal } from "../../../core/field/refusal.ts";
import { formatIso } from "../../../core/time.ts";
import { DOOR_REFUSAL_WORDS } from "../../../words/door-refusals.ts";
import type { Telling } from "../../../words/names.ts";
import { say } from "../../../words/word-table.ts";
import { rawText } from "../messages/raw-text.ts";
import type { RefusalWire } from "./schema.ts";

/** What a listener refused, with its newest sample. */
export function refusalToWire(refusal: Refusal, telling: Telling): RefusalWire {
  const shown = rawText(refusal.sample);
  const { code, facts } = refusal.detail;
  const said = { detail: say(DOOR_REFUSAL_WORDS, refusal.detail, telling), detailCode: code, facts };
  return { ...unknownToWire(refusal), ...said, ...shown, raw: shown.raw.trimEnd() };
}

/** The same without what it said: enough for whoever registers it. */
export function unknownToWire({ mn, transport, reason, address, count, firstAt, lastAt }: Refusal) {
  return { mn, transport, reason, address, count, firstAt: formatIso(firstAt), lastAt: formatIso(lastAt) };
}
