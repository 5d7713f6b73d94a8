import type { Subject } from "../../core/casework/subject.ts";
import type { Tag } from "./tag.ts";
import { TAGS } from "./tag-collection.ts";
import { TAG_DATA, TAKE_BACK_TAG } from "./tag-commands.ts";
import { TAG_REFUSALS, type TagRefusalCodes } from "./tag-refusal-codes.ts";
import { TAG_DOOR } from "./tag-wire.ts";

/** Tags of data (数据标记): what the enterprise says of its devices and of its production. */
export const TAG_SUBJECT: Subject<Tag, TagRefusalCodes, "tag"> = {
  name: "tag",
  collection: TAGS,
  commands: [TAG_DATA, TAKE_BACK_TAG],
  refusals: TAG_REFUSALS,
  newsOf: ({ outlets, enterprise, tag }) => ({ outlet: outlets[0] ?? null, cell: null, enterprise, data: { tag } }),
  door: TAG_DOOR,
};
