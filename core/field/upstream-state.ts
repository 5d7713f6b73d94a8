import type { NoFacts, Said } from "../said.ts";
import type { Instant } from "../time.ts";

/**
 * What the line to a platform does. `waiting`: the connection failed and is tried again in a while. `failed`: something
 * on our side (a full disk, a secret that cannot be read) stopped this line and no other; it is started again in a
 * minute.
 */
export type LinePhase = "connecting" | "connected" | "waiting" | "failed";

/**
 * Why a connection ended. `unanswered`: no answer after all resends. `refused`: the platform refused a frame (9011,
 * 9012). `closed`: the platform closed it. `resending`: it has not ended, but answers come after resends only.
 * `circling`: nor has it here, but what it passed on comes back.
 */
export type LineErrorCode = "unreachable" | "closed" | "unanswered" | "refused" | "resending" | "circling" | "defect";

/**
 * What came down the line where an answer was waited for. `unchecked`: an answer without CRC. `bad-frame`: one whose
 * length or CRC is wrong. `only-9011`: the platform says by 9011 that it got the frame. `other-qn`: an answer to
 * another frame.
 */
export type HeardInstead = "nothing" | "unchecked" | "bad-frame" | "only-9011" | "other-qn";

/** What happened on a line, more exactly than by its `LineErrorCode`. Never a secret. */
export interface LineErrorDetailCodes {
  "not-connected-in-time": { readonly host: string; readonly port: number; readonly ms: number };
  "closed-by-platform": { readonly host: string; readonly port: number };
  /** `error` is the name of the system's error where it is one of ours; `technical` is what the system said. */
  "connection-error": {
    readonly host: string;
    readonly port: number;
    readonly error: "refused" | "timed-out" | "unreachable" | "unknown-host" | "reset" | "other";
    readonly technical: string;
  };
  "no-9014": { readonly cn: string; readonly mn: string; readonly resends: number };
  /** Of the last `of` frames, `resent` were sent again before an answer came, or wait for one still. */
  "frames-resent": {
    readonly cn: string;
    readonly mn: string;
    readonly resent: number;
    readonly of: number;
    readonly heard: HeardInstead;
  };
  /** `answer` is the command of the answer, `code` its return code; `null` when it had none. */
  "frame-refused": { readonly cn: string; readonly mn: string; readonly answer: string; readonly code: string | null };
  /** Values of a period came back more often than `times` after another value was said. */
  "comes-round": { readonly mn: string; readonly pollutant: string; readonly times: number };
  "own-defect": { readonly technical: string };
  "held-before-restart": NoFacts;
}

export type LineErrorDetail = Said<LineErrorDetailCodes>;

export interface LineError {
  readonly at: Instant;
  readonly code: LineErrorCode;
  readonly detail: LineErrorDetail;
}

/** What a line counts since it was started. */
export interface LineCounts {
  /** Frames that went out for the first time. */
  readonly sent: number;
  /** Frames that went out again, because no answer came or the line broke. */
  readonly resent: number;
  readonly acknowledged: number;
}

/**
 * A device whose readings the platform does not accept while it accepts others: it has a line and a cursor of its own
 * until it has caught up.
 */
export interface HeldDevice {
  /** As the platform knows it. */
  readonly mn: string;
  readonly since: Instant;
  readonly lastError: LineError;
  /** Entries between what the platform has of it and the newest one that is decoded. */
  readonly lagEntries: number;
}

/** The state of one upstream, as the pipeline tells it. */
export interface UpstreamState {
  readonly id: string;
  readonly phase: LinePhase;
  /** Since when it is in this phase. */
  readonly since: Instant;
  readonly counts: LineCounts;
  /** Readings that no frame can carry (a flag or a number that HJ 212 has no form for, an unregistered factor). */
  readonly unsendable: number;
  readonly lastError: LineError | null;
  /** Why an open line is not well: frames are answered after resends only, or come back. `null` when it is well. */
  readonly trouble: LineError | null;
  readonly lastAcknowledgedAt: Instant | null;
  /** Journal entry up to which the platform has everything it is to have. */
  readonly cursor: number;
  /** Entries between that and the newest one that is decoded. */
  readonly lagEntries: number;
  /** When the oldest message that is not acknowledged above came to us; `null` when nothing waits. */
  readonly oldestUnsentAt: Instant | null;
  /** Devices that the platform does not accept now. */
  readonly held: readonly HeldDevice[];
}
