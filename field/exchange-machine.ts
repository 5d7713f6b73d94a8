import type { ExchangeResult, ExchangeState } from "../core/field/exchange.ts";
import type { Device } from "../core/registry/registry.ts";
import { NO_DATA, NOT_SUPPORTED, SUCCESS } from "./return-codes.ts";

/**
 * How long the platform waits, and how often it repeats itself (HJ 212-2017, 6.6: 10 s and 3 times on mobile links).
 */
export interface ExchangeTiming {
  /** No answer to the request within this: it is sent again, with the same QN. */
  readonly answerMs: number;
  /** How often it is sent again. */
  readonly repeats: number;
  /** After 9011, or after a packet of data, nothing within this: the command has failed and is not repeated. */
  readonly executionMs: number;
}

export const DEFAULT_TIMING: ExchangeTiming = { answerMs: 10_000, repeats: 3, executionMs: 60_000 };

/** The waiting times of a device: those of its row go before the usual ones. */
export function timingOf({ overTimeSeconds, resendCount }: Partial<Device> = {}, usual: ExchangeTiming): ExchangeTiming {
  return {
    ...usual,
    ...(overTimeSeconds !== undefined && { answerMs: overTimeSeconds * 1_000 }),
    ...(resendCount !== undefined && { repeats: resendCount }),
  };
}

/** How the exchange at hand is meant to go. */
export interface ExchangePlan {
  readonly timing: ExchangeTiming;
  /**
   * What ends it well: the result (9012), the answer to the request (9011; realtime in 2005), or the answer to a
   * notification (9013).
   */
  readonly closing: "result" | "acceptance" | "notice";
  /** How often the line was lost under it already. */
  readonly losses: number;
}

/** Where an open exchange stands. */
export type ExchangePhase =
  | { readonly phase: "waiting" }
  | { readonly phase: "sent"; readonly sends: number }
  | { readonly phase: "accepted" }
  | { readonly phase: "ended" };

export type ExchangeEvent =
  /** It is its turn, and the device can be reached. */
  | { readonly kind: "begin" }
  /** 9011. */
  | { readonly kind: "request-answer"; readonly code: number }
  /** 9012. */
  | { readonly kind: "result"; readonly code: number }
  /** 9013. */
  | { readonly kind: "notice-answer" }
  /** Data that were asked for: with the request's QN, or a packet of history with its own. */
  | { readonly kind: "data" }
  | { readonly kind: "timer" }
  /** The frame could not be handed to the line. */
  | { readonly kind: "unsent" }
  /** The connection of the device is gone. */
  | { readonly kind: "lost" };

export type ExchangeEffect =
  | { readonly kind: "send" }
  /** Replaces the timer that runs. */
  | { readonly kind: "timer"; readonly ms: number }
  /** Back into the queue: the device will be asked again when it is there, with a new QN. */
  | { readonly kind: "requeue" }
  | {
      readonly kind: "finish";
      readonly state: Extract<ExchangeState, "done" | "failed" | "timed-out" | "unsupported">;
      readonly code: number | null;
      readonly result: ExchangeResult;
    };

export interface ExchangeStep {
  readonly next: ExchangePhase;
  readonly effects: readonly ExchangeEffect[];
}

const ENDED: ExchangePhase = { phase: "ended" };
/** After so many losses of the line the exchange has failed. */
const MOST_LOSSES = 3;

/**
 * What follows from an event in an exchange: pure, no clock and no socket. A request is sent once and repeated at most
 * `repeats` times; it ends exactly once, or goes back into the queue; after that nothing has an effect. A device that
 * leaves out 9011 and sends its result or its data at once is understood.
 * @see docs/sources.md#hj-212-exchanges
 */
export function stepExchange(at: ExchangePhase, event: ExchangeEvent, plan: ExchangePlan): ExchangeStep {
  if (at.phase === "ended") return { next: at, effects: [] };
  if (at.phase === "waiting") return event.kind === "begin" ? send(1, plan) : { next: at, effects: [] };
  switch (event.kind) {
    case "begin":
      return { next: at, effects: [] };
    case "request-answer":
      return onRequestAnswer(at, event.code, plan);
    case "result":
      return onResult(event.code);
    case "notice-answer":
      return plan.closing === "notice" ? finish("done", null, { code: "acknowledged", facts: {} }) : { next: at, effects: [] };
    case "data":
      return execute(plan);
    case "timer":
      return onTimer(at, plan);
    case "unsent":
      return at.phase === "sent" && at.sends === 1 ? { next: ENDED, effects: [{ kind: "requeue" }] } : { next: at, effects: [] };
    case "lost":
      return onLost(plan);
  }
}

function send(sends: number, { timing }: ExchangePlan): ExchangeStep {
  return { next: { phase: "sent", sends }, effects: [{ kind: "send" }, { kind: "timer", ms: timing.answerMs }] };
}

function execute({ timing }: ExchangePlan): ExchangeStep {
  return { next: { phase: "accepted" }, effects: [{ kind: "timer", ms: timing.executionMs }] };
}

function finish(
  state: Extract<ExchangeEffect, { kind: "finish" }>["state"],
  code: number | null,
  result: ExchangeResult,
): ExchangeStep {
  return { next: ENDED, effects: [{ kind: "finish", state, code, result }] };
}

function onRequestAnswer(at: ExchangePhase, code: number, plan: ExchangePlan): ExchangeStep {
  if (code === NOT_SUPPORTED) return finish("unsupported", code, { code: "request-answered", facts: { code } });
  if (code !== SUCCESS) return finish("failed", code, { code: "request-answered", facts: { code } });
  if (plan.closing === "acceptance") return finish("done", code, { code: "request-answered", facts: { code } });
  // A repeated 9011, the answer to a repeated request, is no news.
  return at.phase === "accepted" ? { next: at, effects: [] } : execute(plan);
}

function onResult(code: number): ExchangeStep {
  return finish(code === SUCCESS || code === NO_DATA ? "done" : "failed", code, { code: "executed", facts: { code } });
}

function onTimer(at: Extract<ExchangePhase, { phase: "sent" | "accepted" }>, plan: ExchangePlan): ExchangeStep {
  const { answerMs, repeats, executionMs } = plan.timing;
  if (at.phase === "accepted") return finish("failed", null, { code: "nothing-came", facts: { seconds: executionMs / 1000 } });
  if (at.sends <= repeats) return send(at.sends + 1, plan);
  return finish("timed-out", null, { code: "no-answer", facts: { sends: at.sends, seconds: answerMs / 1000 } });
}

function onLost({ losses }: ExchangePlan): ExchangeStep {
  if (losses + 1 >= MOST_LOSSES) return finish("failed", null, { code: "line-lost", facts: { times: losses + 1 } });
  return { next: ENDED, effects: [{ kind: "requeue" }] };
}
