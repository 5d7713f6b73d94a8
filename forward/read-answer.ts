import { decodeCutFrame, decodeFrame, type Hj212Message } from "../ingest/codecs/hj212/decode-frame.ts";
import type { CutFrame } from "../ingest/codecs/hj212/examine-frame.ts";

/**
 * What a platform says to a frame: that it has it (9014), that it will look at it (9011, QnRtn=1), or that it does not
 * take it.
 */
export interface PlatformAnswer {
  readonly kind: "acknowledged" | "accepted" | "refused";
  readonly qn: string;
  /** The command of the answer, and its return code; `null` when it has none. */
  readonly cn: string;
  readonly code: string | null;
}

const RETURN_CODES: Readonly<Record<string, string>> = { "9011": "QnRtn", "9012": "ExeRtn" };
const ALL_WELL = "1";

/**
 * Reads a frame that came down the line: 9014 acknowledges, 9011 with 1 accepts, 9011 and 9012 with another code than 1
 * refuse. `undefined` for everything else: a platform may also ask something of a data logger, which a line that only
 * passes readings on does not answer.
 * @see docs/sources.md#hj-212-answers
 */
export function readAnswer(frame: CutFrame): PlatformAnswer | undefined {
  const decoded = decodeCutFrame(frame, { crc: frame.crc });
  return decoded.ok ? answerIn(decoded.value) : undefined;
}

/** As `readAnswer`, of a segment that nothing proves. */
export function readUncheckedAnswer(segment: Uint8Array): PlatformAnswer | undefined {
  const decoded = decodeFrame(segment);
  return decoded.ok ? answerIn(decoded.value) : undefined;
}

function answerIn({ cn, qn, pairs }: Hj212Message): PlatformAnswer | undefined {
  // A platform that answers as in 2005 puts the QN into the data area; the decoder finds it there, too.
  const inArea = (name: string): string | undefined => pairs.find((p) => p.factor === "" && p.field === name)?.value;
  if (cn === "9014") return { kind: "acknowledged", qn, cn, code: null };
  const name = RETURN_CODES[cn];
  if (name === undefined) return undefined;
  const code = inArea(name);
  if (code !== ALL_WELL) return { kind: "refused", qn, cn, code: code ?? null };
  return cn === "9011" ? { kind: "accepted", qn, cn, code } : undefined;
}
