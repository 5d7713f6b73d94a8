import { z } from "zod";
import { allRows } from "../../core/casework/all-rows.ts";
import type { Where } from "../../core/casework/collection.ts";
import { type CaseworkReader, command, type Effects, type JudgeAgain } from "../../core/casework/subject.ts";
import { TAG_CODES } from "../../core/judging/tagged-span.ts";
import { reachOf } from "../../core/people/reach.ts";
import type { RegistryIndex } from "../../core/registry/grid.ts";
import { ok } from "../../core/result.ts";
import { type Instant, instant, startOfHour } from "../../core/time.ts";
import { Id, InstantIn, LineOfText, Text } from "../shared/wire-forms.ts";
import { makeTag, type NewTag, placeOf, type TakingBack, takeBackTag } from "./decide-tag.ts";
import type { Tag } from "./tag.ts";
import { TAGS } from "./tag-collection.ts";
import type { TagRefusalCodes } from "./tag-refusal-codes.ts";

const MOST_EVIDENCE = 20;

const TagIn = z
  .strictObject({
    unit: Id.optional(),
    outlet: Id.optional(),
    tag: z.enum(TAG_CODES),
    from: InstantIn,
    to: InstantIn,
    reason: Text.min(1),
    evidence: z.array(LineOfText.min(1)).max(MOST_EVIDENCE).default([]),
  })
  .refine((t) => t.unit !== undefined || t.outlet !== undefined, { path: ["outlet"], params: { code: "required" } })
  .refine((t) => t.unit === undefined || t.outlet === undefined, {
    path: ["unit"],
    params: { code: "unknown-field", facts: { field: "unit" } },
  })
  .refine((t) => t.from < t.to, { path: ["from"], params: { code: "from-not-before-to" } });

const TakingBackIn = z.strictObject({ from: InstantIn.optional(), reason: Text.min(1) });

/** An enterprise says what its data of a span are. What the caller may not see does not exist for the caller. */
export const TAG_DATA = command<null, NewTag, readonly Tag[], TagRefusalCodes>({
  type: "tag-data",
  format: 1,
  place: null,
  summary: "Tag a span of data of an outlet or a unit",
  power: "tag",
  body: TagIn,
  audit: { action: "tag.make", fields: ["unit", "outlet", "tag"] },
  problemsOf: ({ body, actor, index }) => {
    const place = placeOf(body, index);
    const reach = reachOf(actor, index);
    if (place !== undefined && (reach.everything || reach.enterprises.has(place.enterprise))) return [];
    const { unit, outlet = "" } = body;
    if (unit !== undefined) return [{ pointer: "/unit", code: "unknown-emission-unit", facts: { id: unit } }];
    return [{ pointer: "/outlet", code: "unknown-outlet", facts: { id: outlet } }];
  },
  needs: ({ body, moment }, reader) => {
    const outlets = placeOf(body, moment.index)?.outlets.map(({ id }) => id) ?? [];
    return tagsThatEndAfter(reader, outlets, body.from);
  },
  decide: ({ body, actor, moment }, known) => {
    const decision = makeTag({ ...body, actor }, moment, known);
    return decision.ok ? ok(toEffects(decision.value, { from: decision.value.from, known, index: moment.index })) : decision;
  },
});

/** The enterprise takes a tag back while its time is not over. */
export const TAKE_BACK_TAG = command<Tag, TakingBack, readonly Tag[], TagRefusalCodes>({
  type: "take-back-tag",
  format: 1,
  place: "taking-back",
  summary: "Take a tag back, from a moment on",
  power: "tag",
  body: TakingBackIn,
  audit: { action: "tag.take-back", fields: ["from"] },
  needs: ({ row }, reader) => tagsThatEndAfter(reader, row.outlets, row.from),
  decide: ({ row, body, actor, moment }, known) => {
    const decision = takeBackTag(row, { ...body, actor }, moment);
    return decision.ok ? ok(toEffects(decision.value, { from: decision.value.endsAt, known, index: moment.index })) : decision;
  },
});

function tagsThatEndAfter(reader: CaseworkReader, outlets: readonly string[], from: Instant): Promise<readonly Tag[]> {
  const where: Where = [
    { field: "outlets", in: [...outlets] },
    { field: "endsAt", from: from + 1 },
  ];
  return allRows(reader, TAGS, { where, order: "ends" });
}

interface Retold {
  /** From when on something else is said. */
  readonly from: Instant;
  readonly known: readonly Tag[];
  readonly index: RegistryIndex;
}

/** What is measured at its outlets is judged again, up to the end of later tags: those share its budget. */
function toEffects(row: Tag, { from, known, index }: Retold): Effects {
  const to = instant(Math.max(row.to, ...known.map(({ endsAt }) => endsAt)));
  const judgeAgain = row.outlets.flatMap((outlet) =>
    pollutantsOf(outlet, index).map(
      (pollutant): JudgeAgain => ({ outlet, pollutant, from: startOfHour(from), to, isOfHours: true }),
    ),
  );
  return { id: row.id, writes: [{ collection: TAGS, row }], judgeAgain };
}

function pollutantsOf(outlet: string, index: RegistryIndex): readonly string[] {
  const measured = (index.channelsByOutlet.get(outlet) ?? []).map((channel) => channel.pollutant);
  return [...new Set([...measured, ...(index.limitedAtOutlet.get(outlet) ?? [])])];
}
