import type { DecodedFrameWire } from "../../api/frames/frame-line.ts";

/** A frame that was understood, as `outfall decode` says it: a heartbeat without data, but for what a test sets. */
export function frameLine(parts: Partial<DecodedFrameWire> = {}): DecodedFrameWire {
  const flag = { value: 5, version: 1, split: false, answer: true };
  const header = {
    ok: true,
    edition: "2017",
    st: "91",
    cn: "9015",
    mn: "SIM1",
    qn: "20261124100000000",
    flag,
    part: null,
  } as const;
  return { ...header, quirks: [], data: [], time: null, error: null, backfill: false, crc: "standard", ...parts };
}
