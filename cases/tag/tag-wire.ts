import { z } from "zod";
import { filter, type Reader, type SubjectDoor } from "../../core/casework/subject-door.ts";
import { TAG_CODES, TAG_LAYERS, type TagTrade } from "../../core/judging/tagged-span.ts";
import { formatIso, HOUR } from "../../core/time.ts";
import { START_STOP_WINDOWS, TAG_KINDS, type TagRule } from "../../limits/tags.ts";
import { AnyId, Flag, InstantOut, oneOrMany } from "../shared/wire-forms.ts";
import { budgetOf, budgetsOf } from "./budget-beside.ts";
import { takeBackTag, tradeOfTag } from "./decide-tag.ts";
import type { Tag } from "./tag.ts";

/** A tag as it goes out, with what its text says of it. */
export const TagOut = z.object({
  id: z.string(),
  enterprise: z.string(),
  enterpriseName: z.string(),
  unit: z.string().nullable(),
  outlets: z.array(z.string()),
  outletNames: z.array(z.string()),
  tag: z.enum(TAG_CODES),
  /** What it is called, in the language of the reader. */
  tagText: z.string(),
  layer: z.enum(TAG_LAYERS),
  from: InstantOut,
  to: InstantOut,
  /** Where it ends: earlier than `to` once it was taken back. */
  endsAt: InstantOut,
  reason: z.string(),
  evidence: z.array(z.string()),
  madeAt: InstantOut,
  madeBy: z.string(),
  madeByName: z.string(),
  /** Until when its first hour could be tagged; what is tagged later is kept and excuses nothing. */
  deadline: InstantOut,
  late: z.boolean(),
  /** `not-used`: its data are not used to judge; `none`: they count. */
  effect: z.enum(["not-used", "none"]),
  /** The longest that one may last, in hours; what lies beyond counts. */
  mostHours: z.number().nullable(),
  isTooLong: z.boolean(),
  source: z.string(),
  confidence: z.enum(["C", "S", "D"]),
  /** How long starting or stopping may last by a single source (S), outside waste incineration: it excuses nothing. */
  window: z.object({ hours: z.number(), pollutants: z.array(z.string()), source: z.string() }).nullable(),
  /** What its furnace has used in the year or quarter in which it begins; `null` where there is no budget. */
  budget: z
    .object({
      hours: z.number(),
      per: z.enum(["year", "quarter"]),
      usedHours: z.number(),
      leftHours: z.number(),
      source: z.string(),
    })
    .nullable(),
  takenBackAt: InstantOut.nullable(),
  takenBackBy: z.string().nullable(),
  takenBackByName: z.string().nullable(),
  takenBackReason: z.string().nullable(),
  /** True while the caller may take back the whole of it. */
  mayTakeBack: z.boolean(),
});

export type TagWire = z.output<typeof TagOut>;

/** How tags are read over HTTP. */
export const TAG_DOOR: SubjectDoor<Tag> = {
  path: "tags",
  power: "see-own",
  summary: { list: "Tags of data, newest first", counts: "How many tags there are", one: "One tag" },
  order: "newest",
  filters: {
    enterprise: filter(AnyId, (id) => [{ field: "enterprise", in: [id] }]),
    outlet: filter(AnyId, (id) => [{ field: "outlets", in: [id] }]),
    tag: filter(oneOrMany(z.enum(TAG_CODES)), (tags) => [{ field: "tag", in: tags }]),
    late: filter(Flag, (late) => [{ field: "late", in: [late] }]),
  },
  visibleTo: ({ reach }) => (reach.everything ? [] : [{ field: "enterprise", in: [...reach.enterprises] }]),
  counts: { by: "enterprise", of: { all: () => [], late: () => [{ field: "late", in: [true] }] } },
  people: [
    { id: "madeBy", name: "madeByName" },
    { id: "takenBackBy", name: "takenBackByName" },
  ],
  wire: { row: TagOut, detail: TagOut },
  writerFor: (reader) => {
    const toWire = (row: Tag) => tagToWire(row, reader);
    return { toWire, toDetail: toWire };
  },
  beside: { listed: budgetsOf, one: budgetOf },
};

function tagToWire(row: Tag, reader: Reader) {
  const { from, to, endsAt, madeAt, deadline, madePerson: _, trade: __, takenBack, outlets, evidence, ...known } = row;
  const { effect, mostHours = null, source, confidence } = ruleOfTag(row, tradeOfTag(row, reader.index));
  return {
    ...known,
    outlets: [...outlets],
    evidence: [...evidence],
    from: formatIso(from),
    to: formatIso(to),
    endsAt: formatIso(endsAt),
    madeAt: formatIso(madeAt),
    deadline: formatIso(deadline),
    ...{ effect, mostHours, source, confidence },
    isTooLong: mostHours !== null && endsAt - from > mostHours * HOUR,
    window: windowOf(row, reader),
    budget: null,
    takenBackAt: takenBack === null ? null : formatIso(takenBack.at),
    takenBackBy: takenBack?.by ?? null,
    takenBackByName: takenBack?.byName ?? null,
    takenBackReason: takenBack?.reason ?? null,
    mayTakeBack: takeBackTag(row, { actor: reader.actor, reason: "" }, reader).ok,
  };
}

/** What its text says of a tag; of one that the trade of its outlets does not know any more, nothing follows. */
function ruleOfTag({ tag }: Tag, trade: TagTrade): TagRule {
  const rules: Readonly<Partial<Record<TagTrade, TagRule>>> = TAG_KINDS[tag].rules;
  return rules[trade] ?? { effect: "none", source: "", confidence: "D" };
}

function windowOf({ tag, outlets }: Tag, { index }: Reader): TagWire["window"] {
  const sectors = new Set(outlets.map((id) => index.outletById.get(id)?.law?.sector));
  const window = START_STOP_WINDOWS.find((one) => one.tag === tag && sectors.has(one.sector));
  return window === undefined ? null : { hours: window.hours, pollutants: [...window.pollutants], source: window.source };
}
