import type { FieldProblem, Refusal } from "../../core/casework/refusal.ts";
import type { Moment } from "../../core/casework/subject.ts";
import { tagDeadline } from "../../core/judging/tag-deadline.ts";
import { placeOfTag, TAG_CODES, type TagCode, type TagTrade, tradeOf } from "../../core/judging/tagged-span.ts";
import type { Actor } from "../../core/people/actor.ts";
import { isWithin, reachOf } from "../../core/people/reach.ts";
import { holds } from "../../core/people/rights.ts";
import type { RegistryIndex } from "../../core/registry/grid.ts";
import type { Outlet } from "../../core/registry/registry.ts";
import { err, ok, type Result } from "../../core/result.ts";
import { DAY, HOUR, type Instant, instant, plus, startOfHour } from "../../core/time.ts";
import { FIGURES } from "../../limits/figures.ts";
import { TAG_DUES, TAG_KINDS } from "../../limits/tags.ts";
import { invalidFields, outsideYourCells, roleNotAllowed } from "../shared/refusals.ts";
import type { Tag } from "./tag.ts";
import type { TagRefusal, TagRefusalCodes } from "./tag-refusal-codes.ts";

/** A tag as it is made: of a unit, or of an outlet. */
export interface NewTag {
  readonly unit?: string | undefined;
  readonly outlet?: string | undefined;
  readonly tag: TagCode;
  readonly from: Instant;
  readonly to: Instant;
  readonly reason: string;
  readonly evidence: readonly string[];
}

/** What a tag is about. */
export interface TaggedPlace {
  readonly enterprise: string;
  readonly unit: string | null;
  readonly outlets: readonly Outlet[];
}

/** The outlets that are meant; `undefined` where nothing of that id is registered, or a unit has no outlet. */
export function placeOf({ unit, outlet }: Pick<NewTag, "unit" | "outlet">, index: RegistryIndex): TaggedPlace | undefined {
  const found = index.registry.emissionUnits.find((one) => one.id === unit);
  const outlets = [...(found?.outlets ?? []), ...(outlet === undefined ? [] : [outlet])].flatMap(
    (id) => index.outletById.get(id) ?? [],
  );
  const [first] = outlets;
  return first === undefined ? undefined : { enterprise: first.enterprise, unit: found?.id ?? null, outlets };
}

/**
 * Takes in a tag of the enterprise itself: the discharger decides about the validity of its data, and answers for it. A
 * kind that its trade does not know is refused, one that has not begun, and one that lies on another of its layer. What
 * comes too late is taken and marked: it excuses nothing.
 */
export function makeTag(
  command: NewTag & { readonly actor: Actor },
  moment: Moment,
  known: readonly Tag[],
): Result<Tag, Refusal<TagRefusalCodes>> {
  const { actor, tag, from, to, reason, evidence } = command;
  if (!holds(actor.roles, "tag")) return err(roleNotAllowed("tag"));
  const place = placeOf(command, moment.index);
  if (place === undefined) return err(invalidFields([unknownPlace(command)]));
  const { enterprise, unit, outlets } = place;
  if (!isWithin(reachOf(actor, moment.index, "tag"), { cell: null, enterprise })) return err(outsideYourCells());
  const trade = tradeOf(outlets[0] as Outlet);
  const problems = findProblems(command, trade);
  if (problems.length > 0) return err(invalidFields(problems));
  if (from > moment.now) return err({ status: 422, code: "tag-in-advance", facts: {} });
  const { layer } = TAG_KINDS[tag];
  const span = { tag, unit, outlets: outlets.map(({ id }) => id), from, endsAt: to };
  const other = known.find((one) => one.layer === layer && isOfSamePlace(one, span) && one.from < to && one.endsAt > from);
  if (other !== undefined) {
    return err({ status: 409, code: "tag-overlaps", facts: { tag: other.tag, from: other.from, to: other.endsAt } });
  }
  const deadline = deadlineAt(from, trade);
  const madeAt = moment.now;
  return ok({
    id: `tag:${moment.seq}`,
    ...{ ...span, enterprise, layer, trade, to, reason, evidence, madeAt, deadline },
    madeBy: actor.id,
    madeByName: actor.name,
    ...(actor.person !== null && { madePerson: actor.person }),
    late: madeAt > deadline,
    takenBack: null,
  });
}

/** From when on a tag is taken back, and why. */
export interface TakingBack {
  readonly from?: Instant | undefined;
  readonly reason: string;
}

/** Takes a tag back from a moment on, once, as far as that may still be tagged. */
export function takeBackTag(
  tag: Tag,
  command: TakingBack & { readonly actor: Actor },
  moment: Pick<Moment, "now" | "index">,
): Result<Tag, TagRefusal> {
  const { actor, reason } = command;
  if (!holds(actor.roles, "tag")) return err(roleNotAllowed("tag"));
  const matter = { cell: null, enterprise: tag.enterprise };
  if (!isWithin(reachOf(actor, moment.index, "tag"), matter)) return err(outsideYourCells());
  if (tag.takenBack !== null) return err({ status: 409, code: "tag-taken-back", facts: {} });
  const from = instant(Math.max(command.from ?? tag.from, tag.from));
  if (from >= tag.to) return err(invalidFields([{ pointer: "/from", code: "window-empty", facts: {} }]));
  const deadline = deadlineAt(from, tradeOfTag(tag, moment.index));
  if (moment.now > deadline) return err({ status: 409, code: "tag-time-over", facts: { deadline } });
  return ok({ ...tag, endsAt: from, takenBack: { from, at: moment.now, by: actor.id, byName: actor.name, reason } });
}

/** The trade of a tag's outlets; the common rule where none is registered any more. */
export function tradeOfTag({ outlets }: Pick<Tag, "outlets">, index: RegistryIndex): TagTrade {
  const known = outlets.flatMap((id) => index.outletById.get(id) ?? []);
  return tradeOf(known[0] ?? {});
}

/** Until when the hour that contains a moment may be tagged. */
export function deadlineAt(at: Instant, trade: TagTrade): Instant {
  const start = startOfHour(at);
  return tagDeadline({ start, end: plus(start, HOUR) }, TAG_DUES[trade]);
}

/** True for two tags of one unit, or of one outlet where no unit is named. */
function isOfSamePlace(one: Tag, span: Pick<Tag, "tag" | "unit" | "outlets">): boolean {
  if (placeOfTag(one) === placeOfTag(span)) return true;
  const areUnits = one.layer === "state" && one.unit !== null && span.unit !== null;
  return !areUnits && one.outlets.some((id) => span.outlets.includes(id));
}

function unknownPlace({ unit, outlet }: NewTag): FieldProblem {
  if (unit === undefined) return { pointer: "/outlet", code: "unknown-outlet", facts: { id: outlet ?? "" } };
  return { pointer: "/unit", code: "unknown-emission-unit", facts: { id: unit } };
}

function findProblems({ tag, from, to }: NewTag, trade: TagTrade): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  const known = codesOf(trade);
  if (!known.includes(tag)) problems.push({ pointer: "/tag", code: "not-allowed-value", facts: { allowed: known } });
  if (from >= to) problems.push({ pointer: "/to", code: "window-empty", facts: {} });
  const days = FIGURES.longestTag.value;
  if (to - from > days * DAY) problems.push({ pointer: "/to", code: "window-too-long", facts: { days } });
  return problems;
}

/** The tags that the texts of a trade know. */
export function codesOf(trade: TagTrade): readonly TagCode[] {
  return TAG_CODES.filter((code) => trade in TAG_KINDS[code].rules);
}
