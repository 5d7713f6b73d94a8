import type { RejectReason } from "../../core/message.ts";
import type { Instant } from "../../core/time.ts";

/** A frame that was not let in, kept for whoever sets the device up. */
export interface RejectedSample {
  readonly at: Instant;
  readonly address: string;
  readonly reason: RejectReason;
  readonly detail: string;
  readonly mn: string;
  /** Its first bytes. */
  readonly sample: Uint8Array;
}

/** A device that speaks HJ 212 and is not registered. */
export interface UnknownDevice {
  readonly mn: string;
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  /** Where it spoke from last. */
  readonly address: string;
  readonly count: number;
}

const SAMPLES = 100;
const UNKNOWN_DEVICES = 1_000;

/** What was turned away at the door: the newest samples, and who is not registered. Bounded, in memory only. */
export interface RejectedFrames {
  add(sample: RejectedSample): void;
  /** The newest 100, oldest first. */
  samples(): readonly RejectedSample[];
  /** The 1,000 that spoke last, the latest last. */
  unknownDevices(): readonly UnknownDevice[];
}

export function createRejectedFrames(): RejectedFrames {
  const samples: RejectedSample[] = [];
  const unknown = new Map<string, UnknownDevice>();
  return {
    add(sample) {
      samples.push(sample);
      if (samples.length > SAMPLES) samples.shift();
      if (sample.reason === "unknown-device") seeUnknown(unknown, sample);
    },
    samples: () => [...samples],
    unknownDevices: () => [...unknown.values()],
  };
}

function seeUnknown(unknown: Map<string, UnknownDevice>, { mn, at, address }: RejectedSample): void {
  const before = unknown.get(mn);
  unknown.delete(mn);
  unknown.set(mn, { mn, firstSeenAt: before?.firstSeenAt ?? at, lastSeenAt: at, address, count: (before?.count ?? 0) + 1 });
  if (unknown.size <= UNKNOWN_DEVICES) return;
  const [oldest] = unknown.keys();
  if (oldest !== undefined) unknown.delete(oldest);
}
