import { type Instant, instant } from "../time.ts";
import type { RejectReason } from "./message.ts";

/** Which rows of the quarantine are meant: those that meet everything that is named. */
export interface QuarantineFilter {
  readonly mn?: string;
  readonly reason?: RejectReason;
  readonly messageId?: number;
}

/** How much a filter finds: rows, and the messages that they belong to. */
export interface QuarantineCount {
  readonly rows: number;
  readonly messages: number;
}

/** What may be asked of all that a filter finds, and the type of its command in the journal. */
const TYPE_OF = { retry: "quarantine-retry", discard: "quarantine-discard" } as const;

export type QuarantineAction = keyof typeof TYPE_OF;

/** Version of the body of these commands. */
export const QUARANTINE_FORMAT = 1;

/** What the body of such a command says. */
export interface QuarantineAsked {
  readonly filter: QuarantineFilter;
  /** Messages up to this number are meant: what came after somebody asked is not touched. */
  readonly upTo: number;
  /** How much the filter found when it was asked. */
  readonly found: QuarantineCount;
}

/** What somebody asks for of every row of the quarantine that a filter finds. */
export interface QuarantineOrder extends QuarantineAsked {
  readonly action: QuarantineAction;
}

/** The type of the command that asks for the action. */
export function quarantineCommandType(action: QuarantineAction): string {
  return TYPE_OF[action];
}

/** What a command asks of the quarantine; `undefined` when it is about something else. */
export function quarantineOrderOf({
  type,
  body,
}: {
  readonly type: string;
  readonly body: unknown;
}): QuarantineOrder | undefined {
  for (const action of ["retry", "discard"] as const) {
    if (type === TYPE_OF[action]) return { action, ...(body as QuarantineAsked) };
  }
  return undefined;
}

/**
 * When a message is due that a person asked to be offered again: before all others, and also while our clock is in
 * doubt.
 */
export const ASKED_FOR: Instant = instant(0);
