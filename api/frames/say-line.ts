import type { FrameFault } from "../../core/readings/reject-codes.ts";
import { NO_NAMES, type Telling } from "../../words/names.ts";
import { FRAME_FAULT_WORDS } from "../../words/reject-details.ts";
import { say } from "../../words/word-table.ts";
import type { DecodedFrameWire, FrameLineWire, UndecodedFrameWire } from "./frame-line.ts";

/** A line of the decoder before it is said: an error is a code with facts. */
export type UnsaidLine =
  | (DecodedFrameWire & { readonly ok: true })
  | (Omit<UndecodedFrameWire, "error"> & {
      readonly error: { readonly code: string; readonly detail: FrameFault; readonly offset: number };
    });

/** One line of `outfall decode`, with what is wrong said in the language of the reader. */
export function sayLine(line: UnsaidLine, { language }: Pick<Telling, "language">): FrameLineWire {
  if (line.ok) return line;
  const { code, detail, offset } = line.error;
  const message = say(FRAME_FAULT_WORDS, detail, { language, names: NO_NAMES });
  return { ...line, error: { code, message, offset, detailCode: detail.code, facts: detail.facts } };
}
