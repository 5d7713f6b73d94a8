import type { RequestProblemCodes } from "../request-problems.ts";
import type { NoFacts, Said } from "../said.ts";
import type { Instant } from "../time.ts";
import type { Basis } from "./reading.ts";

/** What is wrong with bytes that should be an HJ 212 frame or data segment. `text` is what stands there, cut short. */
export interface FrameFaultCodes {
  "single-hash": NoFacts;
  "bytes-behind-frame": NoFacts;
  "digits-before-frame": NoFacts;
  "no-frame": NoFacts;
  /** Bytes between frames. */
  noise: { readonly bytes: number };
  "second-segment": NoFacts;
  "length-cut-off": NoFacts;
  "length-not-four-digits": NoFacts;
  /** No CRC stands where the length field says, nor does one fit elsewhere. */
  "no-crc-there": { readonly stated: number };
  "crc-fits-nowhere": NoFacts;
  /** Data in clear of a device that is registered as one that encrypts. */
  "data-in-clear": { readonly cn: string };
  /** The CRC fits in another variant than the registered one. */
  "crc-other-variant": { readonly expected: string; readonly fits: string };
  /** A segment without a head, with a CRC behind it that does not fit. */
  "bare-crc": NoFacts;
  "no-cp": NoFacts;
  "closing-before-cp": NoFacts;
  "key-twice": { readonly key: string };
  "cn-form": { readonly text: string };
  "st-form": { readonly text: string };
  "mn-form": { readonly text: string };
  "flag-form": { readonly text: string };
  "qn-or-pw-too-long": { readonly most: number };
  /** `character` counts from 1 within the segment. */
  "cp-twice": { readonly character: number };
  "segment-behind-closing": { readonly character: number };
  "text-behind-closing": { readonly character: number };
}

export type FrameFault = Said<FrameFaultCodes>;

/** Where a message gives its time: `DataTime` of HJ 212, `at` of JSON. */
type TimeField = "DataTime" | "at";

/** Why a message, or one factor of it, was rejected: more exactly than by its `RejectReason`. */
export interface RejectDetailCodes extends FrameFaultCodes {
  "not-json": { readonly technical: string };
  "payload-shape": { readonly pointer: string; readonly problem: Said<RequestProblemCodes> };
  "too-many-readings": { readonly count: number; readonly most: number };
  "device-not-registered": { readonly mn: string };
  /** `said` is empty when the frame names no MN. */
  "other-mn": { readonly said: string; readonly mn: string };
  "command-not-taken": { readonly cn: string };
  "no-factor": NoFacts;
  "no-value": NoFacts;
  "time-missing": { readonly field: TimeField };
  "time-impossible": { readonly field: TimeField; readonly text: string };
  "time-before-2000": { readonly at: Instant };
  "time-in-future": { readonly at: Instant; readonly receivedAt: Instant };
  "period-not-over": { readonly basis: Basis; readonly at: Instant; readonly receivedAt: Instant };
  /** `st` is `null` where the transport has no system codes. */
  "no-channel": { readonly factor: string; readonly st: string | null; readonly mn: string };
  "two-values": { readonly factor: string; readonly field: string };
  "value-flag-form": { readonly factor: string; readonly text: string };
  "value-not-a-number": { readonly factor: string; readonly field: string; readonly text: string };
  /** A piece of the data area that belongs to no factor. */
  "piece-of-nothing": { readonly text: string };
  /** Realtime data that carry the mean only. */
  "mean-in-realtime": { readonly factor: string };
  "value-missing": { readonly factor: string; readonly field: string };
}

export type RejectDetail = Said<RejectDetailCodes>;
