import {
  QUARANTINE_FORMAT,
  type QuarantineAction,
  type QuarantineAsked,
  type QuarantineCount,
  type QuarantineFilter,
  quarantineCommandType,
} from "../../../core/readings/quarantine-order.ts";
import { commandRequestOf } from "../../commands/asked.ts";
import { auditedCommand } from "../../commands/audited-command.ts";
import { firstOutcome } from "../../commands/first-outcome.ts";
import { type Api, type ApiContext, actorOf, viewOf } from "../../context/api-context.ts";
import { readsDevice, type Viewing } from "../../context/scope.ts";
import { refusalProblem } from "../../http/api-problem.ts";
import { defined } from "../../http/scoped-page.ts";
import { QuarantineCountOut, QuarantineCountQuery, QuarantineFilterIn, QuarantineOrderOut } from "./schema.ts";

const SUMMARIES: Readonly<Record<QuarantineAction, string>> = {
  retry: "Offer all messages again that a filter finds, to the registry that is in force when their turn comes",
  discard: "Take all rows that a filter finds out of the quarantine; the journal keeps the messages",
};

const NOTHING: QuarantineCount = { rows: 0, messages: 0 };

/** How much a filter finds in the quarantine, and what may be asked of all of it at once. */
export function quarantineOrderRoutes(app: Api, context: ApiContext): void {
  app.get(
    "/api/v1/quarantine/counts",
    {
      schema: {
        summary: "How many rows and messages a filter finds in the quarantine",
        tags: ["messages"],
        querystring: QuarantineCountQuery,
        response: { 200: QuarantineCountOut },
      },
    },
    async (request) => {
      const filter = defined(request.query);
      const view = await viewOf(request, context, "see-messages");
      return findsRows(view, filter) ? context.deps.intake.countQuarantine(filter) : NOTHING;
    },
  );
  for (const action of ["retry", "discard"] as const) orderRoute(app, context, action);
}

/** Rows are found by one device at most: of several districts a reader has to name one of the own. */
export function findsRows(view: Viewing, { mn }: QuarantineFilter): boolean {
  return view.scope.everything || (mn !== undefined && readsDevice(view, mn));
}

function orderRoute(app: Api, context: ApiContext, action: QuarantineAction): void {
  const { intake, commands, records } = context.deps;
  app.post(
    `/api/v1/quarantine/${action}`,
    {
      config: { idempotent: true },
      schema: { summary: SUMMARIES[action], tags: ["messages"], body: QuarantineFilterIn, response: { 202: QuarantineOrderOut } },
    },
    async (request, reply) => {
      const filter = defined(request.body);
      if (!findsRows(await viewOf(request, context, "retry-quarantine"), filter)) return reply.code(202).send(NOTHING);
      const asked = commandRequestOf(request);
      // What was asked for is gone since: a repeat is answered as the first one was.
      const first = await firstOutcome(records, asked);
      const put = async () => {
        const upTo = await intake.cursor();
        const body: QuarantineAsked = { filter, upTo, found: await intake.countQuarantine({ ...filter, upTo }) };
        const command = { type: quarantineCommandType(action), format: QUARANTINE_FORMAT, actor: actorOf(request), body };
        return commands.submit({ ...command, subject: null, request: asked });
      };
      const done = await auditedCommand(context, request, {
        put: async () => first ?? put(),
        line: (outcome) => {
          if (outcome?.ok === false) return undefined;
          const repeated = first === undefined ? {} : { repeated: true };
          return { action: `quarantine.${action}`, subject: "quarantine", detail: { filter, ...outcome?.result, ...repeated } };
        },
        answer: async (outcome) => {
          if (!outcome.ok) throw refusalProblem(outcome.refusal);
          return QuarantineCountOut.parse(outcome.result);
        },
      });
      return reply.code(202).send(done);
    },
  );
}
