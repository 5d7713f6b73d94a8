import type { Language, Words } from "./language.ts";

/** What the HJ 212 data flags of a reading mean. @see docs/sources.md#hj-212-data-flags */
export const FLAG_WORDS = {
  N: { zh: "正常", en: "Normal" },
  F: { zh: "停运", en: "Stopped" },
  M: { zh: "维护", en: "Maintenance" },
  S: { zh: "手工设定", en: "Set by hand" },
  D: { zh: "故障", en: "Fault" },
  C: { zh: "校准", en: "Calibration" },
  T: { zh: "超量程", en: "Over range" },
  B: { zh: "通讯中断", en: "Link lost" },
  P: { zh: "断电", en: "Power lost" },
  Td: { zh: "关键参数故障", en: "Key parameter fault" },
} as const satisfies Readonly<Record<string, Words>>;

const KNOWN: ReadonlyMap<string, Words> = new Map(Object.entries(FLAG_WORDS));

/** A flag with its meaning: `D（故障）`; alone where the standard does not know it. */
export function flagText(flag: string, language: Language): string {
  const words = KNOWN.get(flag);
  if (words === undefined) return flag;
  return language === "zh" ? `${flag}（${words.zh}）` : `${flag} (${words.en.toLowerCase()})`;
}
