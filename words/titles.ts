import type { TitleFacts } from "../cases/case/title.ts";
import { findingClaim, findingSentence } from "./verdict.ts";
import type { WordTable } from "./word-table.ts";

/** What a case is called. */
export const TITLES: WordTable<TitleFacts> = {
  finding: {
    zh: (facts, names) => findingSentence(facts, { language: "zh", names }),
    en: (facts, names) => findingSentence(facts, { language: "en", names }),
  },
  import: {
    zh: ({ enterprise, day }, names) => `${names.enterprise(enterprise)} ${day} 补传历史数据中的线索`,
    en: ({ enterprise, day }, names) => `${names.enterprise(enterprise)}: findings in history imported on ${day}`,
  },
  reported: { zh: ({ text }) => text, en: ({ text }) => text },
  told: { zh: "网格巡查或群众反映的问题", en: "a matter seen on patrol or reported by the public" },
};

/**
 * What a case is called in a list that shows the period beside it: without the period and the document of the limit.
 */
export const SHORT_TITLES: WordTable<TitleFacts> = {
  finding: {
    zh: (facts, names) => findingClaim(facts, { language: "zh", names }),
    en: (facts, names) => findingClaim(facts, { language: "en", names }),
  },
  import: TITLES.import,
  reported: TITLES.reported,
  told: TITLES.told,
};
