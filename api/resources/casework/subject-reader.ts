import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { Row, Where } from "../../../core/casework/collection.ts";
import { passes, testsOf } from "../../../core/casework/row-filter.ts";
import type { Subject } from "../../../core/casework/subject.ts";
import type { Reader, WireSchema } from "../../../core/casework/subject-door.ts";
import type { TimelineEntry } from "../../../core/casework/timeline.ts";
import { holds } from "../../../core/people/rights.ts";
import type { Secrets } from "../../../core/registry/secrets.ts";
import { SUBJECT_WORDS } from "../../../words/all-subjects.ts";
import { type ApiContext, viewOf } from "../../context/api-context.ts";
import { problem } from "../../http/api-problem.ts";
import { tellingOf } from "../../http/language.ts";
import { whoIsShownTo } from "./who-is-shown.ts";

/** Who asks, what of the installation that one sees, and when. */
export async function readerOf(request: FastifyRequest, context: ApiContext): Promise<Reader> {
  const { actor, index, scope } = await viewOf(request, context);
  const { clock, secrets } = context.deps;
  return { actor, index, reach: scope, now: clock.now(), open: (sealed) => opened(sealed, secrets) };
}

function opened(sealed: string, secrets: Pick<Secrets, "unseal">): string | undefined {
  try {
    return secrets.unseal({ set: true, stored: sealed });
  } catch {
    return undefined;
  }
}

/** The row of a path, if the reader may see it. What one may not see does not exist. */
export async function visibleRow(subject: Subject, id: string, { reader, context }: Reading): Promise<Row> {
  const { collection, door } = subject;
  const row = await context.deps.records.subjects.get(collection, id);
  if (row === undefined || !passes(collection, row, testsOf(collection, door.visibleTo(reader)))) throw problem("not-found");
  return row;
}

/** Who reads, and where. */
export interface Reading {
  readonly reader: Reader;
  readonly context: ApiContext;
}

/** Every line of a timeline says who acted. */
const WHO_ACTED = [{ id: "actor", name: "actorName" }];

/** A row with everything about it as it goes out: facts, words, history. */
export async function detailOf(
  subject: Subject,
  whole: Row,
  reading: Reading & { readonly request: FastifyRequest },
): Promise<object> {
  const { reader, context, request } = reading;
  const { row, timeline } = asSeenBy(subject, reader, {
    row: whole,
    timeline: await context.deps.records.timeline(whole.id),
  });
  const facts = subject.door.writerFor(reader).toDetail(row, timeline);
  const telling = tellingOf(request, reader.index);
  const words = SUBJECT_WORDS[subject.name];
  const shown = await whoIsShownTo(reader, context.deps.identity, request.language);
  const beside = (await subject.door.beside?.one(row, context.deps.records)) ?? {};
  const spoken = { ...words?.row(row, telling), ...words?.beside?.(beside, telling) };
  const said = shown({ ...facts, ...beside, ...spoken }, subject.door.people);
  if (!("timeline" in facts)) return said;
  const lines = facts.timeline as readonly object[];
  const told = lines.map((line, i) => shown({ ...line, ...words?.line(timeline[i] as TimelineEntry, telling) }, WHO_ACTED));
  return { ...said, timeline: told };
}

/** What of a row and its history the reader sees. */
export function asSeenBy(
  { door }: Subject,
  reader: Reader,
  whole: { readonly row: Row; readonly timeline: readonly TimelineEntry[] },
): { readonly row: Row; readonly timeline: readonly TimelineEntry[] } {
  return door.asSeenBy?.(reader, whole) ?? whole;
}

/** The query of a subject's filters, each of them optional. */
export function filterShape({ door }: Subject): Readonly<Record<string, z.ZodType>> {
  return Object.fromEntries(Object.entries(door.filters).map(([name, filter]) => [name, zodOf(filter.schema).optional()]));
}

const NOTHING: Where = [{ any: [] }];

/**
 * What a reader asks for: all rows that meet the filters and that the reader may see. Who is not shown who somebody is
 * finds nothing by it either: the filter would tell.
 */
export function whereOf({ door }: Subject, filters: Readonly<Record<string, unknown>>, reader: Reader): Where {
  const asked = Object.entries(filters).flatMap(([name, value]) =>
    value === undefined ? [] : (door.filters[name]?.where(value, reader) ?? []),
  );
  const hidden = holds(reader.actor.roles, "see-people") ? [] : door.people.map(({ id }) => id);
  const tells = asked.some((condition) => "field" in condition && hidden.includes(condition.field));
  return [...door.visibleTo(reader), ...(tells ? NOTHING : asked)];
}

/** Subjects declare their schemas by what `core` needs of them; they are zod schemas all the same. */
export function zodOf(schema: WireSchema): z.ZodType {
  if (!(schema instanceof z.ZodType)) throw new Error("a schema of a subject is not made by zod");
  return schema;
}
