import { z } from "zod";
import type { Where } from "../../core/casework/collection.ts";
import { filter, type SubjectDoor } from "../../core/casework/subject-door.ts";
import { formatIso } from "../../core/time.ts";
import { reachesOf, withinWhere } from "../shared/reaches.ts";
import { AnyId, InstantIn, InstantOut, LineOfText, LocationIn } from "../shared/wire-forms.ts";
import type { Patrol } from "./patrol.ts";

/** Coordinates with what they count in, or words. */
export const LocationForm = z.union([LocationIn, LineOfText.min(1)]);

/** A patrol as it goes out. */
export const PatrolOut = z.object({
  id: z.string(),
  cell: z.string(),
  cellName: z.string(),
  enterprise: z.string().nullable(),
  person: z.string().nullable(),
  personName: z.string().nullable(),
  at: InstantOut,
  location: z.union([z.object({ lon: z.number(), lat: z.number(), crs: z.string() }), z.string()]),
  object: z.string(),
  category: z.string(),
  problem: z.string(),
  measures: z.string(),
  reportedAt: InstantOut,
  reportedBy: z.string(),
  reportedByName: z.string(),
});

/** How patrols are read over HTTP. */
export const PATROL_DOOR: SubjectDoor<Patrol> = {
  path: "patrols",
  power: "see-own",
  summary: { list: "Patrols, newest first", counts: "How many patrols there are", one: "One patrol" },
  order: "newest",
  filters: {
    cell: filter(AnyId, (id) => [{ field: "cell", in: [id] }]),
    enterprise: filter(AnyId, (id) => [{ field: "enterprise", in: [id] }]),
    person: filter(AnyId, (id) => [{ field: "person", in: [id] }]),
    category: filter(AnyId, (category) => [{ field: "category", in: [category] }]),
    /** Those of the period: `from` inclusive, `to` exclusive. */
    from: filter(InstantIn, (from) => [{ field: "at", from }]),
    to: filter(InstantIn, (to) => [{ field: "at", to }]),
  },
  visibleTo: (reader) => {
    const { grid, own } = reachesOf(reader);
    if (grid.everything) return [];
    const ofOwn: Where = [
      { field: "enterprise", in: [...own.enterprises] },
      { field: "byEnterprise", in: [true] },
    ];
    return [{ any: [withinWhere(grid), ofOwn] }];
  },
  counts: { by: "cell", of: { all: () => [] } },
  people: [
    { id: "person", name: "personName" },
    { id: "reportedBy", name: "reportedByName" },
  ],
  wire: { row: PatrolOut, detail: PatrolOut },
  writerFor: () => ({ toWire: patrolToWire, toDetail: patrolToWire }),
};

function patrolToWire({ byEnterprise: _, ...row }: Patrol) {
  return { ...row, at: formatIso(row.at), reportedAt: formatIso(row.reportedAt) };
}
