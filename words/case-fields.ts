import type { TimelineEntry } from "../core/casework/timeline.ts";
import { formatBeijing, parseIso } from "../core/time.ts";
import type { Words } from "./language.ts";
import type { Telling } from "./names.ts";

/** What a step may ask of the person who takes it, beside the note. */
export const CASE_FIELD_WORDS = {
  unit: { zh: "承办单位", en: "Unit" },
  until: { zh: "期限", en: "Until" },
  participants: { zh: "参加单位", en: "Participants" },
  filingNumber: { zh: "立案号", en: "Filing number" },
  measures: { zh: "措施", en: "Measures" },
  dataWindow: { zh: "核查数据时段", en: "Data window" },
  reasonCode: { zh: "原因代码", en: "Reason code" },
  channel: { zh: "公开渠道", en: "Channel" },
} as const satisfies Readonly<Record<string, Words>>;

type FieldName = keyof typeof CASE_FIELD_WORDS;

/** One answer of a step: what was asked, and what was said. */
export interface FieldSaid {
  readonly name: FieldName;
  readonly label: string;
  readonly value: string;
}

/**
 * What somebody said with a step, in words and in the order of the table. Whatever else stands in the fields of a line
 * is for the few who may see it, and not said here.
 */
export function fieldsSaid({ fields = {} }: Pick<TimelineEntry, "fields">, telling: Telling): readonly FieldSaid[] {
  return (Object.keys(CASE_FIELD_WORDS) as FieldName[]).flatMap((name) => {
    const value = fields[name];
    if (value === undefined || value === "") return [];
    return [{ name, label: CASE_FIELD_WORDS[name][telling.language], value: valueWords(name, value, telling) }];
  });
}

function valueWords(name: FieldName, value: string, { names }: Telling): string {
  if (name === "unit") return names.unit(value);
  const at = name === "until" ? parseIso(value) : undefined;
  return at === undefined ? value : formatBeijing(at);
}
