import { z } from "zod";
import { SUBJECTS } from "../../../cases/all-subjects.ts";
import { AnyId } from "../../../cases/shared/wire-forms.ts";
import type { Subject } from "../../../core/casework/subject.ts";
import { SUBJECT_WORDS } from "../../../words/all-subjects.ts";
import type { Api, ApiContext } from "../../context/api-context.ts";
import { tellingOf } from "../../http/language.ts";
import { Cursor, Limit, pageOf } from "../../http/primitives.ts";
import { commandRoute } from "./command-route.ts";
import { countsOf } from "./counts.ts";
import { CountsOut } from "./schema.ts";
import { asSeenBy, detailOf, filterShape, readerOf, visibleRow, whereOf, zodOf } from "./subject-reader.ts";
import { whoIsShownTo } from "./who-is-shown.ts";

/** Every subject of casework over HTTP: its list, its counts, one row of it, and what may be asked of it. */
export function caseworkRoutes(app: Api, context: ApiContext): void {
  for (const subject of SUBJECTS) {
    listRoute(app, context, subject);
    countsRoute(app, context, subject);
    rowRoute(app, context, subject);
    for (const kind of subject.commands) commandRoute(app, context, { subject, kind });
  }
}

/** The list: filtered, ordered and paged in the store, with the reader's rights as conditions. */
function listRoute(app: Api, context: ApiContext, subject: Subject): void {
  const { door, collection } = subject;
  const sort = z.enum(Object.keys(collection.orders) as [string, ...string[]]).default(door.order);
  const querystring = z.strictObject({ ...filterShape(subject), sort, limit: Limit, cursor: Cursor });
  const response = { 200: pageOf(zodOf(door.wire.row)) };
  app.get(
    `/api/v1/${door.path}`,
    { schema: { summary: door.summary.list, tags: [door.path], querystring, response } },
    async (request) => {
      const reader = await readerOf(request, context);
      const { sort: order, limit, cursor, ...filters } = request.query;
      const page = await context.deps.records.subjects.list(collection, {
        where: whereOf(subject, filters, reader),
        order,
        limit,
        ...(cursor === undefined ? {} : { cursor }),
      });
      const writer = door.writerFor(reader);
      const telling = tellingOf(request, reader.index);
      const words = SUBJECT_WORDS[subject.name];
      const shown = await whoIsShownTo(reader, context.deps.identity, request.language);
      const beside = await door.beside?.listed(page.items, context.deps.records);
      const seen = page.items.map((row) => asSeenBy(subject, reader, { row, timeline: [] }).row);
      const items = seen.map((row) =>
        shown({ ...writer.toWire(row), ...beside?.get(row.id), ...words?.row(row, telling) }, door.people),
      );
      return { items, next: page.next };
    },
  );
}

/** The counts of what the same filters would list, in one request a page. */
function countsRoute(app: Api, context: ApiContext, subject: Subject): void {
  const { door } = subject;
  const querystring = z.strictObject(filterShape(subject));
  app.get(
    `/api/v1/${door.path}/counts`,
    { schema: { summary: door.summary.counts, tags: [door.path], querystring, response: { 200: CountsOut } } },
    async (request) => {
      const reader = await readerOf(request, context);
      return countsOf(subject, request.query, { reader, context });
    },
  );
}

function rowRoute(app: Api, context: ApiContext, subject: Subject): void {
  const { door } = subject;
  const response = { 200: zodOf(door.wire.detail) };
  app.get(
    `/api/v1/${door.path}/:id`,
    { schema: { summary: door.summary.one, tags: [door.path], params: z.object({ id: AnyId }), response } },
    async (request) => {
      const reading = { reader: await readerOf(request, context), context, request };
      return detailOf(subject, await visibleRow(subject, request.params.id, reading), reading);
    },
  );
}
