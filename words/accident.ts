import type { Accident } from "../cases/accident/accident.ts";
import type { AccidentRefusalCodes } from "../cases/accident/accident-refusal-codes.ts";
import { formatBeijing, instant } from "../core/time.ts";
import type { SubjectWords } from "./subject-words.ts";

/** The words of an accident. */
export const ACCIDENT_WORDS: SubjectWords<Accident, AccidentRefusalCodes> = {
  row: ({ enterprise, outlets }, { names }) => ({
    enterpriseName: names.enterprise(enterprise),
    outletNames: outlets.map((id) => names.outlet(id)),
  }),
  line: () => ({}),
  news: () => ({}),
  refusals: {
    "accident-ended": {
      title: { zh: "该事故已提交处理结果报告", en: "the final report of the accident has been given" },
      who: "caller",
      what: { zh: "如又发生，请另报一起事故。", en: "If it happened again, report another accident." },
      sentence: {
        zh: ({ at }) => `处理结果报告已于 ${formatBeijing(at)} 提交，不能再续报`,
        en: ({ at }) => `the final report was given at ${formatBeijing(at)} Beijing time; nothing follows it`,
      },
      examples: [{ at: instant(1_795_485_600_000) }],
    },
  },
};
