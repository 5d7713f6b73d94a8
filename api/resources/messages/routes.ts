import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { turnOf } from "../../../cases/shared/turn-wire.ts";
import { AnyId } from "../../../cases/shared/wire-forms.ts";
import type { Matter } from "../../../core/people/reach.ts";
import type { QuarantineRow } from "../../../core/readings/message.ts";
import { districtsOf } from "../../../core/registry/grid.ts";
import { beijingDate } from "../../../core/time.ts";
import { commandRequestOf } from "../../commands/asked.ts";
import { auditedCommand } from "../../commands/audited-command.ts";
import { firstOutcome } from "../../commands/first-outcome.ts";
import { type Api, type ApiContext, type View, viewOf } from "../../context/api-context.ts";
import { readsDevice, seesDevice } from "../../context/scope.ts";
import { sayLine } from "../../frames/say-line.ts";
import { problem, refusalProblem } from "../../http/api-problem.ts";
import { namelessTelling } from "../../http/language.ts";
import { defined } from "../../http/scoped-page.ts";
import { OpenOut } from "../commands/schema.ts";
import { readAccount } from "./account-wire.ts";
import { findsRows, quarantineOrderRoutes } from "./quarantine-orders.ts";
import { quarantineToWire } from "./quarantine-wire.ts";
import {
  AccountOut,
  AccountQuery,
  type AccountWire,
  QuarantineDetailOut,
  QuarantinePage,
  QuarantineQuery,
  RetriedOut,
} from "./schema.ts";

/** The id of a quarantine row; the cursor of the list is the last one of a page. */
const ROW_ID = /^\d{1,15}-\d{1,9}$/;

/** The account of messages, and the quarantine. */
export function messageRoutes(app: Api, context: ApiContext): void {
  accountRoute(app, context);
  quarantineOrderRoutes(app, context);
  quarantineRoutes(app, context);
  retryRoute(app, context);
}

function accountRoute(app: Api, context: ApiContext): void {
  const { clock } = context.deps;
  app.get(
    "/api/v1/messages/account",
    {
      schema: {
        summary: "What became of the messages of a Beijing day (today when left out)",
        tags: ["messages"],
        querystring: AccountQuery,
        response: { 200: AccountOut },
      },
    },
    async (request) => {
      const { mn, day = beijingDate(clock.now()) } = request.query;
      const view = await viewOf(request, context, "see-messages");
      if (view.scope.everything) return readAccount({ ...defined({ mn }), day }, context.deps);
      const devices = (mn === undefined ? view.index.registry.devices.map((d) => d.mn) : [mn]).filter((id) =>
        seesDevice(view, id),
      );
      const accounts = await Promise.all(devices.map((id) => readAccount({ mn: id, day }, context.deps)));
      return accounts.reduce(sumOf, { ...NOTHING, mn: mn ?? null, day });
    },
  );
}

function quarantineRoutes(app: Api, context: ApiContext): void {
  const { intake } = context.deps;

  app.get(
    "/api/v1/quarantine",
    {
      schema: {
        summary: "Rejected messages and factors, newest first",
        tags: ["messages"],
        querystring: QuarantineQuery,
        response: { 200: QuarantinePage },
      },
    },
    async (request) => {
      const { cursor, limit, mn, reason, messageId } = request.query;
      const view = await viewOf(request, context, "see-messages");
      const turn = turnOf("retry-quarantine", matterOf(mn, view), view);
      if (!findsRows(view, defined({ mn }))) return { items: [], next: null, turn };
      const toWire = (row: QuarantineRow) => quarantineToWire(row, namelessTelling(request));
      if (cursor !== undefined && !ROW_ID.test(cursor)) throw problem("invalid-cursor");
      const rows = await intake.quarantine({ limit, ...defined({ mn, reason, messageId, before: cursor }) });
      const last = rows.at(-1);
      return { items: rows.map(toWire), next: rows.length < limit || last === undefined ? null : last.id, turn };
    },
  );

  app.get(
    "/api/v1/quarantine/:id",
    {
      schema: {
        summary: "One row, its raw message beside what it says",
        tags: ["messages"],
        params: z.object({ id: AnyId }),
        response: { 200: QuarantineDetailOut },
      },
    },
    async (request) => {
      const view = await viewOf(request, context, "see-messages");
      const { index } = view;
      const row = await intake.quarantineRow(request.params.id);
      if (row === undefined || !readsDevice(view, row.mn)) throw problem("not-found");
      const sender = index.deviceByMn.get(row.mn) ?? {};
      const line = isHj212(row) ? (context.deps.decodeFrame?.(row.raw, sender) ?? null) : null;
      return { ...quarantineToWire(row, namelessTelling(request)), decoded: line === null ? null : sayLine(line, request) };
    },
  );
}

function retryRoute(app: Api, context: ApiContext): void {
  const { commands, records } = context.deps;
  app.post(
    "/api/v1/quarantine/:id/retry",
    {
      config: { idempotent: true },
      schema: {
        summary: "Offer a message again to the registry that is in force now",
        tags: ["messages"],
        params: z.object({ id: AnyId }),
        response: { 202: z.union([RetriedOut, OpenOut]) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const asked = commandRequestOf(request);
      // The row may be gone since: a repeat is answered as the first one was.
      const first = await firstOutcome(records, asked);
      const retried = await auditedCommand(context, request, {
        put: async () => first ?? commands.retry(await rowToRetry(request, context), asked),
        line: (outcome) => {
          if (outcome?.ok === false) return undefined;
          const repeated = first === undefined ? {} : { repeated: true };
          return { action: "quarantine.retry", subject: id, detail: { ...outcome?.result, ...repeated } };
        },
        answer: async (outcome) => {
          if (!outcome.ok) throw refusalProblem(outcome.refusal);
          return RetriedOut.parse(outcome.result);
        },
      });
      return reply.code(202).send(retried);
    },
  );
}

/** Where the rejected messages of a device belong; those of all devices belong to the district of the caller. */
function matterOf(mn: string | undefined, { actor, index }: View): Matter {
  const outlet = index.registry.channels.find((channel) => channel.device === mn)?.outlet ?? "";
  const enterprise = index.outletById.get(outlet)?.enterprise ?? null;
  return { cell: enterprise === null ? (actor.cells[0] ?? districtsOf(index)[0]?.id ?? null) : null, enterprise };
}

/** The row of the path, when the caller may offer its message again. */
async function rowToRetry(request: FastifyRequest, context: ApiContext): Promise<QuarantineRow> {
  const view = await viewOf(request, context, "retry-quarantine");
  const { id } = request.params as { id: string };
  const row = await context.deps.intake.quarantineRow(id);
  if (row === undefined || !readsDevice(view, row.mn)) throw problem("not-found");
  return row;
}

const NOTHING = { received: 0, stored: 0, quarantined: 0, pending: 0, duplicates: 0, control: 0 };

/** The account of several devices: that of both together, under the name of the first. */
function sumOf(sum: AccountWire, one: AccountWire): AccountWire {
  return {
    ...sum,
    received: sum.received + one.received,
    stored: sum.stored + one.stored,
    quarantined: sum.quarantined + one.quarantined,
    pending: sum.pending + one.pending,
    duplicates: sum.duplicates + one.duplicates,
    control: sum.control + one.control,
  };
}

/** Over MQTT the topic tells the form; everything else that comes in is HJ 212. */
function isHj212(row: QuarantineRow): boolean {
  return !row.topic.endsWith("/readings");
}
