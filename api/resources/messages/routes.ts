import { z } from "zod";
import { AnyId } from "../../../cases/wire-forms.ts";
import type { QuarantineRow } from "../../../core/readings/message.ts";
import { beijingDate } from "../../../core/time.ts";
import { type Api, type ApiContext, actorOf, audit, viewOf } from "../../api-context.ts";
import { problem } from "../../http/api-problem.ts";
import { namelessTelling } from "../../http/language.ts";
import { defined } from "../../http/scoped-page.ts";
import { sayLine } from "../decode/wire.ts";
import { readAccount } from "./account-wire.ts";
import { quarantineToWire } from "./quarantine-wire.ts";
import { AccountOut, AccountQuery, QuarantineDetailOut, QuarantinePage, QuarantineQuery, RetriedOut } from "./schema.ts";

/** The id of a quarantine row; the cursor of the list is the last one of a page. */
const ROW_ID = /^\d{1,15}-\d{1,9}$/;

/** The account of messages, and what was put aside. */
export function messageRoutes(app: Api, context: ApiContext): void {
  const { intake, clock, commands } = context.deps;

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
      const { mn, day } = request.query;
      return readAccount({ ...defined({ mn }), day: day ?? beijingDate(clock.now()) }, context.deps);
    },
  );

  app.get(
    "/api/v1/quarantine",
    {
      schema: {
        summary: "Messages and factors put aside, newest first",
        tags: ["messages"],
        querystring: QuarantineQuery,
        response: { 200: QuarantinePage },
      },
    },
    async (request) => {
      const { cursor, limit, mn, reason, messageId } = request.query;
      const toWire = (row: QuarantineRow) => quarantineToWire(row, namelessTelling(request));
      if (cursor !== undefined && !ROW_ID.test(cursor)) throw problem("invalid-cursor");
      if (messageId !== undefined) return { items: (await rowsOfMessage(messageId, context)).map(toWire), next: null };
      const rows = await intake.quarantine({ limit, ...defined({ mn, reason, before: cursor }) });
      const last = rows.at(-1);
      return { items: rows.map(toWire), next: rows.length < limit || last === undefined ? null : last.id };
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
      const row = await intake.quarantineRow(request.params.id);
      if (row === undefined) throw problem("not-found");
      const { index } = await viewOf(request, context);
      const sender = index.deviceByMn.get(row.mn) ?? {};
      const line = isHj212(row) ? (context.deps.decodeFrame?.(row.raw, sender) ?? null) : null;
      return { ...quarantineToWire(row, namelessTelling(request)), decoded: line === null ? null : sayLine(line, request) };
    },
  );

  app.post(
    "/api/v1/quarantine/:id/retry",
    {
      config: { idempotent: true },
      schema: {
        summary: "Offer a message again to the registry that is in force now",
        tags: ["messages"],
        params: z.object({ id: AnyId }),
        response: { 202: RetriedOut },
      },
    },
    async (request, reply) => {
      const row = await intake.quarantineRow(request.params.id);
      if (row === undefined) throw problem("not-found");
      const actor = actorOf(request);
      await commands.retry(row, actor);
      await audit(context, actor.id, { action: "quarantine.retry", subject: row.id, detail: { messageId: row.messageId } });
      return reply.code(202).send({ id: row.id, messageId: row.messageId });
    },
  );
}

/** Most factors of one message that are looked at. */
const MOST_ROWS = 1_000;

/** The open rows of one message: they stand together, below the id that would follow. */
async function rowsOfMessage(messageId: number, { deps }: ApiContext): Promise<readonly QuarantineRow[]> {
  const rows = await deps.intake.quarantine({ limit: MOST_ROWS, before: `${messageId + 1}-0` });
  return rows.filter((row) => row.messageId === messageId);
}

/** Over MQTT the topic tells the form; everything else that comes in is HJ 212. */
function isHj212(row: QuarantineRow): boolean {
  return !row.topic.endsWith("/readings");
}
