import { z } from "zod";
import type { Where } from "../../core/casework/collection.ts";
import { filter, type Reader, type SubjectDoor } from "../../core/casework/subject-door.ts";
import { descendantsOf } from "../../core/registry/grid.ts";
import { HOUR, plus } from "../../core/time.ts";
import { FIGURES } from "../../limits/figures.ts";
import { AnyId, Code, Flag, LineOfText, oneOrMany } from "../shared/wire-forms.ts";
import { CASE_STATES, type Case } from "./case.ts";
import { besideListed, besideOne } from "./case-beside.ts";
import { namedWhere } from "./case-search.ts";
import { CaseDetailOut, CaseOut, caseWriterFor } from "./case-wire.ts";
import { asSeenBy, toldWhere } from "./seen-by-enterprise.ts";
import { mineWhere, namesOf } from "./whose-turn.ts";

/** How cases are read over HTTP. */
export const CASE_DOOR: SubjectDoor<Case> = {
  path: "cases",
  power: "see-own",
  summary: {
    list: "Cases, most recently changed first",
    counts: "How many cases there are, by what has to be done",
    one: "One case",
  },
  order: "changed",
  filters: {
    state: filter(oneOrMany(z.enum(CASE_STATES)), (states) => [{ field: "state", in: states }]),
    level: filter(oneOrMany(CaseOut.shape.level), (levels) => [{ field: "level", in: levels }]),
    cell: filter(AnyId, (cell, { index }) => [{ field: "cell", in: [...descendantsOf(index, cell), cell] }]),
    enterprise: filter(AnyId, (id) => [{ field: "enterprise", in: [id] }]),
    outlet: filter(AnyId, (id) => [{ field: "outlet", in: [id] }]),
    rule: filter(oneOrMany(Code), (rules) => [{ field: "rule", in: rules }]),
    overdue: filter(Flag, (is) => [{ field: "overdue", in: [is] }]),
    supervised: filter(Flag, (is) => [{ field: "supervised", in: [is] }]),
    open: filter(Flag, (is) => [{ field: "open", in: [is] }]),
    mine: filter(z.literal("true"), (_, reader) => mineWhere(reader.actor, reader)),
    soon: filter(z.literal("true"), (_, reader) => soonWhere(reader)),
    leads: filter(z.literal("true"), () => LEADS),
    undeclared: filter(z.literal("true"), () => UNDECLARED),
    /** Number, or a part of the name of the enterprise or the outlet. */
    q: filter(LineOfText, namedWhere),
  },
  visibleTo,
  asSeenBy,
  people: [{ id: "handler", name: "handlerName" }],
  counts: {
    by: "cell",
    of: {
      all: () => [],
      open: () => OPEN,
      mine: myOpenWhere,
      soon: (reader) => [...OPEN, ...soonWhere(reader)],
      overdue: () => [...OPEN, { field: "overdue", in: [true] }],
      supervised: () => [...OPEN, { field: "supervised", in: [true] }],
      leads: () => [...OPEN, ...LEADS],
      undeclared: () => [...OPEN, ...UNDECLARED],
    },
  },
  waiting: {
    waiting: myOpenWhere,
    overdue: (reader) => [...myOpenWhere(reader), { field: "overdue", in: [true] }],
    leads: (reader) => [...myOpenWhere(reader), ...LEADS],
  },
  wire: { row: CaseOut, detail: CaseDetailOut },
  writerFor: caseWriterFor,
  beside: { listed: besideListed, one: besideOne },
};

/** Signals that nobody has reported or dismissed yet. */
const LEADS: Where = [{ field: "state", in: ["signal"] }];
const OPEN: Where = [{ field: "open", in: [true] }];
/** Emissions that nobody declared, or whose declaration nobody has answered yet. */
const UNDECLARED: Where = [{ field: "rule", in: ["FUG-UNREPORTED", "FUG-PENDING"] }];

/** Everybody sees what lies within the own reach and is told there, and what is in the own hands. */
function visibleTo(reader: Reader): Where {
  if (reader.reach.everything) return [];
  return [{ any: [...toldWhere(reader), [{ field: "handler", in: namesOf(reader.actor) }]] }];
}

function myOpenWhere(reader: Reader): Where {
  return [...OPEN, ...mineWhere(reader.actor, reader)];
}

/** What will be overdue soon, and is not yet: that has a filter of its own. */
function soonWhere({ now }: Reader): Where {
  return [
    { field: "deadlineAt", to: plus(now, FIGURES.soonBeforeDeadline.value * HOUR) },
    { field: "overdue", in: [false] },
  ];
}
