import type { CommandOutcome } from "../core/casework/command.ts";
import { DAY, plus } from "../core/time.ts";
import { FIGURES } from "../limits/figures.ts";
import type { Turn } from "./turn.ts";

const KEPT = FIGURES.keptCommands.value * DAY;

/** What was decided, before it is known for which entry. */
type Decided = Omit<Extract<CommandOutcome, { ok: true }>, "seq"> | Omit<Extract<CommandOutcome, { ok: false }>, "seq">;

/**
 * Answers an entry whose request was decided before with the first outcome, or refuses it when another thing was asked
 * under the same key. True when it did; then nothing else happens. How old a request may be hangs on its own time and
 * that of the entry alone, so a replay knows the same repeats.
 */
export async function answerRepeat(turn: Turn): Promise<boolean> {
  const { request, set, seq, now } = turn;
  if (request === undefined) return false;
  const known = await set.command(request.id);
  if (known === undefined || plus(known.at, KEPT) < now) return false;
  const outcome: CommandOutcome =
    known.fingerprint === request.fingerprint
      ? { ...known.outcome, seq, first: known.outcome.seq }
      : { seq, ok: false, refusal: { status: 422, code: "idempotency-key-reused", facts: {} } };
  set.putOutcome(outcome);
  return true;
}

/** Leaves the outcome of the entry for whoever waits for it, and for every repeat of its request. */
export function leaveOutcome(turn: Turn, decided: Decided): void {
  const { request, set, seq, now } = turn;
  const outcome: CommandOutcome = { seq, ...decided };
  set.putOutcome(outcome);
  if (request !== undefined) set.putCommand({ ...request, at: now, outcome }, plus(now, -KEPT));
}
