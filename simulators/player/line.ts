import type { Hj212Message } from "../../ingest/codecs/hj212/hj212-message.ts";
import type { ScriptMessage } from "../scenarios/scenario-script.ts";

/** What became of the messages of a line, each counted once except `resent`. */
export interface LineCounts {
  readonly sent: number;
  readonly acknowledged: number;
  /** Given up: never answered, however often it was sent, or not sent at all because the device was not let in. */
  readonly refused: number;
  readonly resent: number;
  /** Messages to which the protocol has no answer. */
  readonly unanswerable: number;
}

/** The connection of one device. Delivers in order, each message until it is answered or given up. */
export interface Line {
  send(message: ScriptMessage): void;
  /** Sends a frame beside the messages, at once; nothing happens while there is no connection. */
  say(frame: Uint8Array): void;
  /** Resolves when nothing waits any more. */
  settled(): Promise<void>;
  counts(): LineCounts;
  /** Messages that wait or are on their way. */
  waiting(): number;
  /** True once somebody has answered at the door, be it with a refusal. */
  hasBeenAnswered(): boolean;
  /** Gives up whatever waits or will be sent, and dials no more. */
  giveUp(): void;
  close(): Promise<void>;
}

/** Takes what the platform says beside its answers. */
export type Ear = (message: Hj212Message) => void;

/** How patient a line is. */
export interface LineTuning {
  readonly answerTimeoutMs: number;
  /** How often a message is sent again before it is given up. */
  readonly resends: number;
  /** Messages on their way at a time. */
  readonly window: number;
}

export const NO_COUNTS: LineCounts = { sent: 0, acknowledged: 0, refused: 0, resent: 0, unanswerable: 0 };

/** The sum of counts, field by field. */
export function sumCounts(all: readonly LineCounts[]): LineCounts {
  const sum = (key: keyof LineCounts): number => all.reduce((total, counts) => total + counts[key], 0);
  return {
    sent: sum("sent"),
    acknowledged: sum("acknowledged"),
    refused: sum("refused"),
    resent: sum("resent"),
    unanswerable: sum("unanswerable"),
  };
}
