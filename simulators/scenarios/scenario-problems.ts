import type { Problem } from "../../core/result.ts";

/** What may be wrong with a scenario. */
export interface ScenarioProblemCodes {
  /** `technical` is what the system or the parser found. */
  "no-such-scenario": { readonly name: string; readonly technical: string };
  "not-yaml": { readonly technical: string };
  "wrong-shape": { readonly technical: string };
  "not-a-whole-hour": { readonly text: string };
  "unknown-plant": { readonly plant: string };
  "unknown-station": { readonly plant: string; readonly station: string };
  "unknown-outlet": { readonly outlet: string };
  "unknown-factor": { readonly factor: string; readonly outlet: string };
  "duplicate-plant": { readonly plant: string };
  "event-does-not-fit": { readonly event: string; readonly model: string };
}

/** One thing that is wrong with a scenario, and where. */
export type ScenarioProblem = Problem<ScenarioProblemCodes>;

type Phrase<Facts> = (facts: Facts) => string;

/** Said by the simulators themselves: they share no words with the product, as they share no rules. */
export const SCENARIO_WORDS: {
  readonly [Code in keyof ScenarioProblemCodes]: {
    readonly zh: Phrase<ScenarioProblemCodes[Code]>;
    readonly en: Phrase<ScenarioProblemCodes[Code]>;
  };
} = {
  "no-such-scenario": {
    zh: ({ name, technical }) => `没有场景 ${name}：${technical}`,
    en: ({ name, technical }) => `there is no scenario ${name}: ${technical}`,
  },
  "not-yaml": { zh: ({ technical }) => `不是 YAML：${technical}`, en: ({ technical }) => `it is not YAML: ${technical}` },
  "wrong-shape": {
    zh: ({ technical }) => `字段或取值不符合约定：${technical}`,
    en: ({ technical }) => `a field or its value is wrong: ${technical}`,
  },
  "not-a-whole-hour": { zh: ({ text }) => `${text} 不是整点`, en: ({ text }) => `${text} begins no hour` },
  "unknown-plant": { zh: ({ plant }) => `没有企业 ${plant}`, en: ({ plant }) => `there is no plant ${plant}` },
  "unknown-station": {
    zh: ({ plant, station }) => `${plant} 没有站点 ${station}`,
    en: ({ plant, station }) => `${plant} has no station ${station}`,
  },
  "unknown-outlet": { zh: ({ outlet }) => `没有排口 ${outlet}`, en: ({ outlet }) => `there is no outlet ${outlet}` },
  "unknown-factor": {
    zh: ({ factor, outlet }) => `${outlet} 没有测量 ${factor}`,
    en: ({ factor, outlet }) => `nothing measures ${factor} at ${outlet}`,
  },
  "duplicate-plant": { zh: ({ plant }) => `${plant} 出现两次`, en: ({ plant }) => `${plant} stands twice` },
  "event-does-not-fit": {
    zh: ({ event, model }) => `${model} 不会发生 ${event}`,
    en: ({ event, model }) => `${event} cannot happen to a ${model}`,
  },
};

/** One line: where it is, and what is wrong there. */
export function sayScenarioProblem(
  { pointer, code, facts }: ScenarioProblem,
  { language }: { readonly language: "zh" | "en" },
): string {
  const text = (SCENARIO_WORDS[code][language] as Phrase<unknown>)(facts);
  return pointer === "" ? text : `${pointer}: ${text}`;
}
