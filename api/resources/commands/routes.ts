import { z } from "zod";
import { AnyId } from "../../../cases/shared/wire-forms.ts";
import type { CommandOutcome, DecidedCommand } from "../../../core/casework/command.ts";
import { holds } from "../../../core/people/rights.ts";
import { formatIso } from "../../../core/time.ts";
import type { Telling } from "../../../words/names.ts";
import { type Api, type ApiContext, actorOf } from "../../context/api-context.ts";
import { problem, problemBody, refusalProblem } from "../../http/api-problem.ts";
import { tellingOf } from "../../http/language.ts";
import { CommandOut } from "./schema.ts";

/** What became of a command whose answer was that its outcome is open. */
export function commandRoutes(app: Api, context: ApiContext): void {
  const { records, journal } = context.deps;
  app.get(
    "/api/v1/commands/:id",
    {
      schema: {
        summary: "What became of a command that was answered 202: the caller's own; administrators and auditors see all",
        tags: ["commands"],
        params: z.object({ id: AnyId }),
        response: { 200: CommandOut },
      },
    },
    async (request) => {
      const actor = actorOf(request);
      // In this order: whatever was durable when the end was read is decided when the cursor has come so far.
      const end = await journal.lastSeq();
      const cursor = await records.cursor();
      const known = await records.command(request.params.id);
      const isSeen = known !== undefined && (known.actor === actor.id || holds(actor.roles, "see-audit"));
      if (isSeen) return decidedToWire(known, tellingOf(request, await context.registry.current()));
      if (known !== undefined || cursor >= end) throw problem("command-not-known");
      return { command: request.params.id, state: "waiting", ...NOTHING } as const;
    },
  );
}

const NOTHING = { decidedAt: null, result: null, problem: null } as const;

function decidedToWire({ id, at, outcome }: DecidedCommand, telling: Telling): z.output<typeof CommandOut> {
  return {
    command: id,
    state: outcome.ok ? "done" : "declined",
    ...NOTHING,
    decidedAt: formatIso(at),
    ...saidOf(outcome, telling),
  };
}

function saidOf(outcome: CommandOutcome, telling: Telling): Partial<z.output<typeof CommandOut>> {
  return outcome.ok ? { result: outcome.result } : { problem: problemBody(refusalProblem(outcome.refusal), telling) };
}
