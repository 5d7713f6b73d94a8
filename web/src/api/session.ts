import type { SessionWire } from "../../../api/resources/identity/schema.ts";
import type { AboutWire } from "../../../api/resources/system/schema.ts";
import type { Power } from "../../../core/people/rights.ts";
import { ApiError, get } from "./client.ts";

/** Who is logged in, with what the whole frame needs to know of the installation. */
export interface Session extends SessionWire {
  readonly demo: boolean;
  readonly clock: AboutWire["clock"];
}

/** An account of the demo that one click logs in. */
export type DemoAccount = AboutWire["accounts"][number];

/** What stands at the door: who is logged in, or what the log-in page says. */
export interface Door {
  readonly session: Session | null;
  readonly accounts: readonly DemoAccount[];
  readonly district: string | null;
  /** There is no account yet. */
  readonly firstRun: boolean;
  /** Set when the server did not answer as it should. */
  readonly problem: ApiError | null;
}

/** Asks what this installation is and who is logged in. Never rejects. */
export async function lookAtDoor(): Promise<Door> {
  try {
    const about = await get<AboutWire>("/about");
    const { accounts, district, demo, clock, firstRun, session } = about;
    return { session: session === null ? null : { ...session, demo, clock }, accounts, district, firstRun, problem: null };
  } catch (error) {
    const problem = error instanceof ApiError ? error : new ApiError(0, { detail: String(error) });
    return { session: null, accounts: [], district: null, firstRun: false, problem };
  }
}

/** Where somebody sits: which pages the menu has, in which order, and what they are called there. */
export type Seat = "enterprise" | "desk" | "overseer" | "administrator";

/** The seat follows from the powers, so that a new role needs no line here. The server decides what anybody may do. */
export function seatOf({ powers, enterprise }: Pick<Session, "powers" | "enterprise">): Seat {
  if (powers.includes("change-registry")) return "administrator";
  if (!powers.includes("take-steps")) return "overseer";
  return enterprise !== null && powers.includes("declare") && !powers.includes("decide-declaration") ? "enterprise" : "desk";
}

/** True when the one who is logged in may do it, as the server says. */
export function may({ powers }: Pick<Session, "powers">, power: Power): boolean {
  return powers.includes(power);
}
