import type { CommandOutcome, CommandRequest } from "../../core/casework/command.ts";
import type { RecordsView } from "../../core/records/records.ts";

/**
 * The outcome of a request that was decided before, or the refusal of its key when another thing was asked under it;
 * `undefined` when it is not decided yet. Spares a repeat its way through the journal, where the judge would say the
 * same.
 */
export async function firstOutcome(
  records: Pick<RecordsView, "command">,
  request: CommandRequest,
): Promise<CommandOutcome | undefined> {
  const known = await records.command(request.id);
  if (known === undefined || known.fingerprint === request.fingerprint) return known?.outcome;
  return { seq: known.outcome.seq, ok: false, refusal: { status: 422, code: "idempotency-key-reused", facts: {} } };
}
