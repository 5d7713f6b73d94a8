import type { FastifyRequest } from "fastify";
import { SUBJECTS } from "../../../cases/all-subjects.ts";
import { holds } from "../../../core/people/rights.ts";
import { type Api, type ApiContext, actorOf, viewOf } from "../../context/api-context.ts";
import { readerOf } from "../casework/subject-reader.ts";
import { devicesSeen } from "../devices/devices-seen.ts";
import { countStates } from "../devices/query.ts";
import { NeedsOut, type NeedsWire } from "./schema.ts";

/** Further rows of the quarantine are not counted: a menu says that there are more. */
const MOST_COUNTED = 1_000;

/** What waits for whoever asks: what menus and titles say, in one answer. */
export function needRoutes(app: Api, context: ApiContext): void {
  app.get(
    "/api/v1/needs",
    {
      schema: {
        summary: "How much waits for the caller, by where it is read: cases, declarations, quarantine, devices",
        tags: ["overview"],
        response: { 200: NeedsOut },
      },
    },
    async (request) => ({ ...(await ofCasework(request, context)), ...(await ofDevices(request, context)) }),
  );
}

/** Of every subject that says what waits, under the reader's rights. */
async function ofCasework(request: FastifyRequest, context: ApiContext): Promise<NeedsWire> {
  const reader = await readerOf(request, context);
  const needs: Record<string, Record<string, number>> = {};
  for (const { door, collection } of SUBJECTS) {
    const counts: Record<string, number> = {};
    for (const [name, meets] of Object.entries(door.waiting ?? {})) {
      const where = [...door.visibleTo(reader), ...meets(reader)];
      counts[name] = await context.deps.records.subjects.count(collection, where);
    }
    if (door.waiting !== undefined) needs[door.path] = counts;
  }
  return needs;
}

async function ofDevices(request: FastifyRequest, context: ApiContext): Promise<NeedsWire> {
  const { roles } = actorOf(request);
  // Of several districts the quarantine is read device by device: there is no number for all of them.
  const seesQuarantine =
    holds(roles, "retry-quarantine") && (await viewOf(request, context, "retry-quarantine")).scope.everything;
  return {
    ...(seesQuarantine && {
      quarantine: { waiting: (await context.deps.intake.countQuarantine({ most: MOST_COUNTED })).rows },
    }),
    ...(holds(roles, "operate-devices") && {
      devices: { waiting: countStates(await devicesSeen(await viewOf(request, context, "operate-devices"), context)).silent },
    }),
  };
}
