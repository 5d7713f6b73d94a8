import type { Instant } from "../../core/time.ts";
import { type Hj212Header, parseSegment } from "../codecs/hj212/parse-segment.ts";
import type { Quirk } from "../codecs/hj212/quirks.ts";
import { segmentText } from "../codecs/hj212/segment-text.ts";
import { qnIn } from "./admit-frame.ts";

/** A frame of HJ 212, as the desk hears it. */
export interface HeardMessage {
  readonly mn: string;
  readonly at: Instant;
  /** The whole frame. */
  readonly bytes: Uint8Array;
  /** With the QN of the data area when the header has none (2005). */
  readonly header: Hj212Header;
  readonly dataArea: string;
  readonly quirks: readonly string[];
}

/** What a device published on one of its topics. */
export interface HeardOverMqtt {
  readonly mn: string;
  readonly kind: "hj212" | "readings" | "down";
  readonly payload: Uint8Array;
  readonly address: string;
}

/**
 * Reads a frame, or a bare data segment, that a device published. Length and CRC are not looked at: the broker's transport keeps bytes whole, and whether the
 * frame is good is for the decoder. `undefined` when it is no frame, or one of another device.
 */
export function readMqttFrame({ mn, payload }: HeardOverMqtt, at: Instant): HeardMessage | undefined {
  const quirks: Quirk[] = [];
  const text = segmentText(payload, quirks);
  const segment = parseSegment(text.startsWith("##") ? text.slice(6) : text, quirks);
  if (!segment.ok) return undefined;
  const { header, dataArea } = segment.value;
  if (header.mn !== mn) return undefined;
  return { mn, at, bytes: payload, header: header.qn === "" ? { ...header, qn: qnIn(dataArea) } : header, dataArea, quirks };
}
