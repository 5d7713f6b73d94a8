import type { FastifyRequest } from "fastify";
import { JournalFailedError, OutcomeOpenError, StoreUnavailableError } from "../../core/failures.ts";
import { type ApiContext, audit } from "../context/api-context.ts";
import { commandRequestOf } from "./asked.ts";

/** A line of the audit, without who and when. */
export interface AuditLine {
  readonly action: string;
  readonly subject: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** A command on its way through the journal and back to its caller. */
export interface AuditedCommand<Outcome, Answer> {
  /** Puts it to the journal, or finds what it was answered before. */
  readonly put: () => Promise<Outcome>;
  /** What the audit says; given no outcome when that is open. Nothing is said of what was declined. */
  readonly line: (outcome: Outcome | undefined) => AuditLine | undefined;
  readonly answer: (outcome: Outcome) => Promise<Answer>;
}

/**
 * Does a command, audits it and answers it. Whoever was told that the outcome is open stands in the audit, too. A store
 * that fails when the command is decided leaves its answer open: that it was not taken would be wrong.
 */
export async function auditedCommand<Outcome, Answer>(
  context: ApiContext,
  request: FastifyRequest,
  { put, line, answer }: AuditedCommand<Outcome, Answer>,
): Promise<Answer> {
  const { id, actor } = commandRequestOf(request);
  const outcome = await put().catch(async (cause: unknown) => {
    const said = cause instanceof OutcomeOpenError ? line(undefined) : undefined;
    if (said !== undefined) {
      const detail = { ...said.detail, command: id, outcome: "open" };
      await audit(context, actor, { ...said, detail }).catch((err: unknown) => request.log.error({ err }, "not audited"));
    }
    throw cause;
  });
  try {
    const said = line(outcome);
    if (said !== undefined) await audit(context, actor, said);
    return await answer(outcome);
  } catch (cause) {
    const isStore = cause instanceof StoreUnavailableError || cause instanceof JournalFailedError;
    throw isStore ? new OutcomeOpenError(id, { cause }) : cause;
  }
}
