import type { NoFacts, Said } from "../said.ts";
import type { Instant } from "../time.ts";

/** How an exchange with a device ended. */
export interface ExchangeResultCodes {
  /** QnRtn, what the device said to the request (9011). */
  "request-answered": { readonly code: number };
  /** ExeRtn, what it said after executing (9012). */
  executed: { readonly code: number };
  /** 9013. */
  acknowledged: NoFacts;
  "nothing-came": { readonly seconds: number };
  "no-answer": { readonly sends: number; readonly seconds: number };
  "line-lost": { readonly times: number };
  "not-there-for-a-day": NoFacts;
  "not-registered": NoFacts;
  /** The time was not told: our own clock is not believed. */
  "clock-in-doubt": NoFacts;
  /** The registry has no new key for the device any more. */
  "no-new-key": NoFacts;
  /** The gateway was restarted before it ended. */
  interrupted: NoFacts;
}

export type ExchangeResult = Said<ExchangeResultCodes>;

/**
 * What the platform may ask of a device without harm: nothing here moves a valve, changes a range or a password. A new
 * key harms nothing, since the old one holds until the device uses the new one.
 */
export type DeviceCommand =
  /**
   * Hours (2061), minutes (2051) or days (2031) from the device's memory; `from` and `to` are labels (DataTime), both
   * inclusive.
   */
  | { readonly command: "history"; readonly cn: "2061" | "2051" | "2031"; readonly from: Instant; readonly to: Instant }
  | { readonly command: "set-time" }
  | { readonly command: "read-time"; readonly polId?: string }
  /** 1062: realtime interval in seconds; 1064: minute interval in minutes. */
  | { readonly command: "set-interval"; readonly cn: "1062" | "1064"; readonly value: number }
  | { readonly command: "read-interval"; readonly cn: "1061" | "1063" }
  | { readonly command: "start-realtime" }
  | { readonly command: "stop-realtime" }
  /** 2021 and 2022: the state of treatment equipment. */
  | { readonly command: "start-state" }
  | { readonly command: "stop-state" }
  /** 1000: how long the device waits for an answer (seconds), and how often it sends again. */
  | { readonly command: "set-timeout"; readonly overTime: number; readonly reCount: number }
  /** 1014: the device is to take the new key of its row (`sm4KeyNew`), which stands in no exchange. */
  | { readonly command: "rotate-key" }
  /** 1002: the logger with this hardware id, which has no MN, is told the one of its row. */
  | { readonly command: "activate"; readonly loggerId: string }
  | { readonly command: "sample"; readonly polId: string }
  | { readonly command: "device-id"; readonly polId: string }
  | {
      readonly command: "information";
      readonly polId: string;
      readonly infoId: string;
      readonly from?: Instant;
      readonly to?: Instant;
    };

/**
 * Where an exchange stands. `queued`: waits for the device or for the exchange before it; `sent`: no answer yet;
 * `accepted`: the device said it would (9011); `unsupported`: it said it does not know the command; `timed-out`: it did
 * not answer, or was never there.
 */
export type ExchangeState = "queued" | "sent" | "accepted" | "done" | "failed" | "timed-out" | "unsupported";

/** The states in which nothing more happens. */
export const ENDED_STATES: readonly ExchangeState[] = ["done", "failed", "timed-out", "unsupported"];

/** One frame of the device that belongs to an exchange. */
export interface ExchangeAnswer {
  readonly cn: string;
  /** The data area as sent, passwords and keys starred. */
  readonly cp: string;
  readonly at: Instant;
}

/** One command to one device, with everything that came of it. */
export interface Exchange {
  readonly id: string;
  readonly mn: string;
  readonly command: DeviceCommand;
  /** The system code (ST) it is sent with; `null`: the one the device last used itself. */
  readonly st: string | null;
  readonly state: ExchangeState;
  readonly createdAt: Instant;
  /** Id of a person or token, or `system:…` for what the product asks by itself. */
  readonly createdBy: string;
  /** When it was sent first. */
  readonly sentAt: Instant | null;
  /** How often it was sent; a repeat keeps the QN. */
  readonly attempts: number;
  readonly qn: string | null;
  readonly answers: readonly ExchangeAnswer[];
  /** How many data packets came for a history request; they are ordinary uploads and stand in the journal. */
  readonly packets: number;
  /** What the device said in the end (QnRtn or ExeRtn), when it did. */
  readonly returnCode: number | null;
  /** How it ended; `null` while it is open. */
  readonly result: ExchangeResult | null;
  readonly endedAt: Instant | null;
}

/** An exchange before the gateway has seen it. */
export type NewExchange = Pick<Exchange, "id" | "mn" | "command" | "st" | "createdAt" | "createdBy">;

/** A new exchange, queued. */
export function queuedExchange(asked: NewExchange): Exchange {
  const untouched = { state: "queued", sentAt: null, attempts: 0, qn: null, answers: [], packets: 0 } as const;
  return { ...asked, ...untouched, returnCode: null, result: null, endedAt: null };
}
