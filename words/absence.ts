import type { Absence } from "../cases/absence/absence.ts";
import type { AbsenceRefusalCodes } from "../cases/absence/absence-refusal-codes.ts";
import { formatBeijing, instant } from "../core/time.ts";
import type { SubjectWords } from "./subject-words.ts";

/** The words of an absence. */
export const ABSENCE_WORDS: SubjectWords<Absence, AbsenceRefusalCodes> = {
  row: ({ person, cells }, { names }) => ({
    personName: names.person(person),
    cellNames: cells.map((cell) => names.cell(cell)),
  }),
  line: () => ({}),
  news: () => ({}),
  refusals: {
    "period-overlaps": {
      title: {
        zh: "与已有的时段重叠",
        en: "what may exist once at a time exists for a part of the period already",
      },
      who: "caller",
      what: { zh: "换一个时段，或先结束已有的。", en: "Choose another period, or end what is there first." },
      sentence: {
        zh: ({ from, to }) => `与已有的时段重叠：${formatBeijing(from)} 至 ${formatBeijing(to)}`,
        en: ({ from, to }) => `it overlaps what is there from ${formatBeijing(from)} to ${formatBeijing(to)} Beijing time`,
      },
      examples: [{ from: instant(1_795_485_600_000), to: instant(1_795_489_200_000) }],
    },
  },
};
