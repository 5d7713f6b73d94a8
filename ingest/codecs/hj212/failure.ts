import type { FrameFault } from "../../../core/readings/reject-codes.ts";

/** Why bytes are no HJ 212 message. The codes are those of `RejectReason` in `core/readings/message.ts`. */
export interface Hj212Failure {
  readonly code: "not-a-frame" | "wrong-length" | "wrong-crc" | "wrong-header";
  readonly detail: FrameFault;
  /** Where in the bytes that were offered. */
  readonly offset: number;
}

/** Shorthand for a refusal. */
export function failure(code: Hj212Failure["code"], detail: FrameFault, offset = 0): Hj212Failure {
  return { code, detail, offset };
}
