import { SUBJECTS } from "../cases/all-subjects.ts";
import { roleNotAllowed, rowNotFound } from "../cases/shared/refusals.ts";
import type { Command } from "../core/casework/command.ts";
import type { AnyRefusal } from "../core/casework/refusal.ts";
import type { CommandKind, Effects, Subject } from "../core/casework/subject.ts";
import { holds } from "../core/people/rights.ts";
import { quarantineOrderOf } from "../core/readings/quarantine-order.ts";
import { err, type Result } from "../core/result.ts";
import { momentOf } from "./apply-effects.ts";
import { followUp } from "./follow-up.ts";
import { leaveOutcome } from "./judge-request.ts";
import type { Turn } from "./turn.ts";

interface KindOfSubject {
  readonly subject: Subject;
  readonly kind: CommandKind;
}

const KIND_BY_TYPE: ReadonlyMap<string, KindOfSubject> = new Map(
  SUBJECTS.flatMap((subject) => subject.commands.map((kind) => [kind.type, { subject, kind }])),
);

/**
 * Decides one command and leaves its outcome for whoever waits for it. Declined are those who do not hold its power,
 * and commands about a row that is not there; everything else is the matter of its kind.
 */
export async function judgeCommand(turn: Turn, command: Command): Promise<void> {
  const order = quarantineOrderOf(command);
  // Its rows lie in the working store, whose reader does it at this entry: here it is answered, and known when it comes
  // again.
  if (order !== undefined) return leaveOutcome(turn, { ok: true, result: { ...order.found } });
  const decision = await decide(turn, command);
  if (decision.ok) await followUp(turn, decision.value);
  leaveOutcome(turn, decision.ok ? { ok: true, result: { id: decision.value.id } } : { ok: false, refusal: decision.error });
}

async function decide(turn: Turn, { type, actor, subject: id, body }: Command): Promise<Result<Effects, AnyRefusal>> {
  const found = KIND_BY_TYPE.get(type);
  if (found === undefined) throw new Error(`the journal holds a command of an unknown kind: ${type}`);
  const { subject, kind } = found;
  if (!holds(actor.roles, kind.power)) return err(roleNotAllowed(kind.power));
  const row = id === null ? null : ((await turn.set.subjects.get(subject.collection, id)) ?? null);
  if (kind.place !== null && row === null) return err(rowNotFound());
  const asked = { row, body, actor, moment: momentOf(turn) };
  return kind.decide(asked, await kind.needs(asked, turn.set.reader));
}
