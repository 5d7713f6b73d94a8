import type { UpstreamEdition } from "../core/registry/upstream.ts";
import type { Instant } from "../core/time.ts";
import type { CrcVariant } from "../ingest/codecs/hj212/crc.ts";
import { encodeFrame, type FrameItems } from "../ingest/codecs/hj212/encode-frame.ts";

/**
 * A frame for a platform above, complete but for what is known only when it leaves: its QN, and whether it is a
 * back-fill.
 */
export interface FrameDraft {
  /** The journal entry its readings came with. */
  readonly seq: number;
  /** When that entry came to us. */
  readonly receivedAt: Instant;
  /** MN, PW as the platform knows the device. Frames of one MN arrive in the order of the drafts. */
  readonly mn: string;
  readonly pw: string;
  readonly st: string;
  readonly cn: string;
  /** The data area, between the `&&`. */
  readonly cp: string;
  /** When one frame could not hold all factors: which part this is. */
  readonly part?: { readonly number: number; readonly total: number };
  /** A frame that leaves after this moment is a back-fill. */
  readonly lateAfter: Instant;
}

/** Version number of the edition in the Flag's upper bits. */
const VERSION: Readonly<Record<UpstreamEdition, number>> = { "2017": 1, "2025": 2 };
const HAS_PARTS = 2;
const WANTS_ANSWER = 1;

/**
 * The bytes of a draft that leaves at `now`: an answer is always wanted; only 2025 knows a mark (`RF=1`) for
 * back-fills.
 * @see docs/sources.md#hj-212-frame
 */
export function encodeDraft(
  draft: FrameDraft,
  leaving: { readonly qn: string; readonly edition: UpstreamEdition; readonly crc?: CrcVariant; readonly now: Instant },
): Uint8Array {
  const isLate = leaving.now > draft.lateAfter;
  const { crc } = leaving;
  return encodeFrame(frameItems(draft, { ...leaving, isLate }), crc === undefined ? {} : { crc });
}

function frameItems(
  { st, cn, pw, mn, part, cp }: Omit<FrameDraft, "seq" | "receivedAt" | "lateAfter">,
  { qn, edition, isLate }: { readonly qn: string; readonly edition: UpstreamEdition; readonly isLate: boolean },
): FrameItems {
  return {
    ...{ qn, st, cn, pw, mn },
    flag: VERSION[edition] * 4 + (part === undefined ? 0 : HAS_PARTS) + WANTS_ANSWER,
    ...(part !== undefined && { pnum: part.total, pno: part.number }),
    ...(isLate && edition === "2025" && ({ rf: true } as const)),
    cp,
  };
}

const MAX_SEGMENT_BYTES = 1_024;
/** What the standard grants to `CP=&&…&&` (2017 and 2025). */
const MAX_CP_BYTES = 950;
const CP_FRAME_BYTES = "CP=&&&&".length;
/** QN, ST, CN, Flag, PNUM, PNO and RF at their longest, with names and semicolons. */
const FIXED_HEADER_BYTES = "QN=20261123080000000;ST=31;CN=2011;Flag=11;PNUM=9999;PNO=9999;RF=1;".length;

/** How many bytes the data area of a frame of this device may have. */
export function roomForData({ mn, pw, st }: Pick<FrameDraft, "mn" | "pw" | "st">): number {
  const header = FIXED_HEADER_BYTES + `PW=${pw};MN=${mn};`.length + Math.max(0, st.length - 2);
  return Math.min(MAX_CP_BYTES, MAX_SEGMENT_BYTES - header) - CP_FRAME_BYTES;
}
