import type { Refusal, RefusalTable } from "../../core/casework/refusal.ts";
import type { TagCode } from "../../core/judging/tagged-span.ts";
import type { NoFacts } from "../../core/said.ts";
import type { Instant } from "../../core/time.ts";

/** What only commands about tags are declined with. */
export interface TagRefusalCodes {
  /** Another tag of its layer lies on a part of the span: a unit is in one state, an analyser has one trouble. */
  "tag-overlaps": { readonly tag: TagCode; readonly from: Instant; readonly to: Instant };
  /** What has not begun cannot be tagged. */
  "tag-in-advance": NoFacts;
  /** The time for tagging is over: what stood then is taken as accepted. */
  "tag-time-over": { readonly deadline: Instant };
  /** It was taken back already. */
  "tag-taken-back": NoFacts;
}

export const TAG_REFUSALS: RefusalTable<TagRefusalCodes> = {
  "tag-overlaps": { status: 409 },
  "tag-in-advance": { status: 422 },
  "tag-time-over": { status: 409 },
  "tag-taken-back": { status: 409 },
};

export type TagRefusal = Refusal<TagRefusalCodes>;
