import type { Declaration } from "../cases/declaration/declaration.ts";
import type { DeclarationRefusalCodes } from "../cases/declaration/declaration-refusal-codes.ts";
import { declarationStateWords } from "./states.ts";
import type { SubjectWords } from "./subject-words.ts";

/** The words of a declaration. */
export const DECLARATION_WORDS: SubjectWords<Declaration, DeclarationRefusalCodes> = {
  row: (row, { names }) => ({
    enterpriseName: names.enterprise(row.enterprise),
    outletNames: row.outlets.map((id) => names.outlet(id)),
  }),
  line: () => ({}),
  news: () => ({}),
  refusals: {
    "already-decided": {
      title: { zh: "申报已答复", en: "the declaration has been answered already" },
      who: "caller",
      what: { zh: "请刷新后再看。", en: "Read it again." },
      sentence: {
        zh: ({ state }) => `申报已答复：${declarationStateWords(state).zh}`,
        en: ({ state }) => `the declaration has been answered: ${declarationStateWords(state).en}`,
      },
      examples: [{ state: "consented" }],
    },
    "own-declaration": {
      title: { zh: "不能答复本人提交的申报", en: "nobody answers the own declaration" },
      who: "caller",
      what: { zh: "请由另一人答复。", en: "Let somebody else answer it." },
      sentence: { zh: "不能答复本人提交的申报", en: "nobody answers the own declaration" },
      examples: [{}],
    },
  },
};
