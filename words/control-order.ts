import type { ControlOrder } from "../cases/control-order/control-order.ts";
import type { ControlLevel } from "../core/judging/declared-emission.ts";
import type { Words } from "./language.ts";
import type { SubjectWords } from "./subject-words.ts";

/** What the levels of a warning are called. */
export const CONTROL_LEVEL_WORDS: Readonly<Record<ControlLevel, Words>> = {
  yellow: { zh: "黄色预警", en: "yellow warning" },
  orange: { zh: "橙色预警", en: "orange warning" },
  red: { zh: "红色预警", en: "red warning" },
};

/** The words of a control order. */
export const CONTROL_ORDER_WORDS: SubjectWords<ControlOrder> = {
  row: ({ enterprises, level }, { names, language }) => ({
    levelName: CONTROL_LEVEL_WORDS[level][language],
    enterpriseNames: enterprises.map((id) => names.enterprise(id)),
  }),
  line: () => ({}),
  news: () => ({}),
  refusals: {},
};
