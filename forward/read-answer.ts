import { decodeCutFrame } from "../ingest/codecs/hj212/decode-frame.ts";
import type { CutFrame } from "../ingest/codecs/hj212/examine-frame.ts";

/** What a platform says to a frame: that it has it, or that it does not take it. */
export interface PlatformAnswer {
  readonly kind: "acknowledged" | "refused";
  readonly qn: string;
  /** The command of the answer, and its return code; `null` when it has none. */
  readonly cn: string;
  readonly code: string | null;
}

const RETURN_CODES: Readonly<Record<string, string>> = { "9011": "QnRtn", "9012": "ExeRtn" };
const ALL_WELL = "1";

/**
 * Reads a frame that came down the line: 9014 acknowledges, 9011 and 9012 with another code than 1 refuse. `undefined`
 * for everything else: a platform may also ask something of a data logger, which a line that only passes readings on
 * does not answer.
 * @see docs/sources.md#hj-212-answers
 */
export function readAnswer(frame: CutFrame): PlatformAnswer | undefined {
  const decoded = decodeCutFrame(frame, { crc: frame.crc });
  if (!decoded.ok) return undefined;
  // A platform that answers as in 2005 puts the QN into the data area; the decoder finds it there, too.
  const { cn, qn, pairs } = decoded.value;
  const inArea = (name: string): string | undefined => pairs.find((p) => p.factor === "" && p.field === name)?.value;
  if (cn === "9014") return { kind: "acknowledged", qn, cn, code: null };
  const name = RETURN_CODES[cn];
  if (name === undefined) return undefined;
  const code = inArea(name);
  return code === ALL_WELL ? undefined : { kind: "refused", qn, cn, code: code ?? null };
}
