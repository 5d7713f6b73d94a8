import type { Tag } from "../cases/tag/tag.ts";
import type { TagRefusalCodes } from "../cases/tag/tag-refusal-codes.ts";
import { formatBeijing, instant } from "../core/time.ts";
import type { SubjectWords } from "./subject-words.ts";
import { TAG_WORDS } from "./tag-words.ts";

/** The words of a tag. */
export const TAG_SUBJECT_WORDS: SubjectWords<Tag, TagRefusalCodes> = {
  row: ({ enterprise, outlets, tag }, { names, language }) => ({
    enterpriseName: names.enterprise(enterprise),
    outletNames: outlets.map((id) => names.outlet(id)),
    tagText: TAG_WORDS[tag][language],
  }),
  line: () => ({}),
  news: () => ({}),
  refusals: {
    "tag-overlaps": {
      title: { zh: "与已有的标记重叠", en: "another tag of its kind lies on a part of the span" },
      who: "caller",
      what: {
        zh: "换一个时段，或在时限内先撤回已有的标记。",
        en: "Choose another span, or take the other tag back while there is time.",
      },
      sentence: {
        zh: ({ tag, from, to }) => `与已有的标记重叠：${TAG_WORDS[tag].zh}，${formatBeijing(from)} 至 ${formatBeijing(to)}`,
        en: ({ tag, from, to }) =>
          `it overlaps a tag that is there: ${TAG_WORDS[tag].en}, ${formatBeijing(from)} to ${formatBeijing(to)} Beijing time`,
      },
      examples: [{ tag: "device-fault", from: instant(1_795_485_600_000), to: instant(1_795_489_200_000) }],
    },
    "tag-in-advance": {
      title: { zh: "时段尚未开始，不能标记", en: "the span has not begun and cannot be tagged" },
      who: "caller",
      what: { zh: "开始之后再标记；计划内的停产检修请申报。", en: "Tag it once it has begun; declare what is planned." },
      sentence: { zh: "时段尚未开始，不能标记", en: "the span has not begun and cannot be tagged" },
      examples: [{}],
    },
    "tag-time-over": {
      title: { zh: "标记时限已过，不能撤回", en: "the time for tagging is over and the tag stands" },
      who: "caller",
      what: { zh: "标记有误的，请向生态环境部门说明。", en: "Tell the bureau what was wrong about it." },
      sentence: {
        zh: ({ deadline }) => `标记时限 ${formatBeijing(deadline)} 已过，不能撤回`,
        en: ({ deadline }) => `the time for tagging was over at ${formatBeijing(deadline)} Beijing time, and the tag stands`,
      },
      examples: [{ deadline: instant(1_795_489_200_000) }],
    },
    "tag-taken-back": {
      title: { zh: "标记已撤回", en: "the tag has been taken back already" },
      who: "caller",
      what: { zh: "请刷新后再看。", en: "Read it again." },
      sentence: { zh: "标记已撤回", en: "the tag has been taken back already" },
      examples: [{}],
    },
  },
};
